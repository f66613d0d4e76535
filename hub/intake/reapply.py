"""Books an event that was put aside, once its cause was mended, by the same rules as on its first day."""

import datetime as dt

from hub.contract import envelope
from hub.intake import effects
from hub.store.bookings import Bookings, mark_aside, mark_booked
from hub.store.ledgers import StoredEvent
from hub.store.names import AlreadyThere, Books
from hub.store.references import References


def reapply(connection: Books, stored: StoredEvent) -> str | None:
    """Book it in the open transaction; says why not, or None where it is booked now."""
    known = References()
    known.begin(connection)
    received_at = dt.datetime.fromtimestamp(stored.received_ms / 1000, dt.UTC)
    books = Bookings()
    try:
        event = envelope.read_event(stored.body)
        fact = effects.read_fact(event)
        member = effects.member_of(fact)
        known.meet([member] if member else [])
        place = effects.Place(stored.event, stored.branch_n, effects.day_of(event, received_at))
        effects.book(fact, place, known, books)
        with connection.begin_nested():
            books.write(connection)
    except envelope.Unreadable as error:
        reason = f"unreadable: {error}"
    except effects.Unfit as error:
        reason = str(error)
    except AlreadyThere as error:
        reason = f"already-booked: {error.orig}"
    else:
        mark_booked(connection, stored.event)
        return None
    mark_aside(connection, stored.event, reason)
    return reason
