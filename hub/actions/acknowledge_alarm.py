"""An operator saw an alarm and takes it on: it leaves the list, with his name."""

from hub.clock import unix_ms
from hub.desk import Desk
from hub.errors import UnknownAlarm
from hub.store import alarms


def acknowledge_alarm(desk: Desk, alarm: int, by: str) -> None:
    """Write down who saw it. If its cause goes on, it rings again as a new alarm.

    Raises UnknownAlarm where it is not open.
    """
    with desk.store.write() as connection:
        if not alarms.acknowledge(connection, alarm, by, unix_ms(desk.clock.now())):
            raise UnknownAlarm(alarm=alarm)
