"""An operator mended what kept an event from being booked (an item that was missing) and books it now."""

from hub.desk import Desk
from hub.errors import StillAside, UnknownEvent
from hub.store import demand, ledgers


def reapply_event(desk: Desk, event: int) -> None:
    """Book an event that is aside, with all its effects, as if it came now; its day stays its own.

    Raises UnknownEvent where none is aside under this number, and StillAside with the reason where it still does not
    fit; the newest reason is kept with it.
    """
    with desk.store.write() as connection:
        stored = ledgers.stored(connection, event)
        if stored is None or stored.state != "aside":
            raise UnknownEvent(event=event)
        reason = desk.reapply(connection, stored)
        rounds = demand.touched_by(connection, event)
    if reason is not None:
        raise StillAside(reason=reason)
    desk.board.booked([], rounds)
