"""An organisation may trade past its centre: who, for how long, why, and who approved it."""

from hub.clock import unix_ms
from hub.desk import Desk
from hub.errors import BadException
from hub.rules.routes import RouteException
from hub.store import organisations


def record_route_exception(desk: Desk, given: RouteException) -> None:
    """Write an exception down; there is no silent one.

    Raises BadException without a reason, an approver, a known organisation or a period.
    """
    if not (given.reason.strip() and given.approved_by.strip() and given.since < given.until):
        raise BadException()
    with desk.store.write() as connection:
        if given.organisation not in organisations.everybody(connection):
            raise BadException()
        organisations.record_exception(connection, given, unix_ms(desk.clock.now()))
