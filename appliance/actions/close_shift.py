"""A cashier counts the drawer and gives the till back; what waits for the hub or the printer does not block it."""

from dataclasses import dataclass

from appliance import messages
from appliance.errors import NoShift
from appliance.rules.records import Shift, Takings
from appliance.store import outbox, shifts
from appliance.till import Till
from hub.contract.units import Satang


@dataclass(frozen=True, slots=True)
class ClosedShift:
    """A shift with what the books expect in the drawer and what was found there."""

    shift: Shift
    takings: Takings
    counted_satang: Satang

    @property
    def difference_satang(self) -> Satang:
        """Above zero: more in the drawer than the books expect."""
        return Satang(self.counted_satang - self.takings.expected_satang)


def close_shift(till: Till, counted_satang: Satang) -> ClosedShift:
    """Close the open shift. Raises NoShift."""
    stamp = till.stamp()
    with till.store.books.transaction() as db:
        shift = shifts.current(db)
        if shift is None:
            raise NoShift
        takings = shifts.takings(db, shift)
        shifts.book_closing(db, shift, stamp.ts, takings.expected_satang, counted_satang)
        outbox.append(db, messages.seal(messages.shift_closed(shift, takings, counted_satang), stamp))
    return ClosedShift(shift, takings, counted_satang)
