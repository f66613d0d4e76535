"""A cashier takes the till and says what change lies in the drawer."""

from appliance import messages
from appliance.errors import CashierMissing, ShiftIsOpen
from appliance.rules.records import Shift
from appliance.store import outbox, shifts
from appliance.till import Till
from hub.contract.units import Satang

NAME_LIMIT = 60
"""Characters of a cashier's name."""


def open_shift(till: Till, cashier: str, float_satang: Satang) -> Shift:
    """Open the till. Raises CashierMissing, and ShiftIsOpen while another shift runs."""
    name = cashier.strip()[:NAME_LIMIT]
    if not name:
        raise CashierMissing
    shift = Shift(till.new_id(), name, till.now_text(), float_satang)
    with till.store.books.transaction() as db:
        if running := shifts.current(db):
            raise ShiftIsOpen(cashier=running.cashier)
        shifts.book_opening(db, shift)
        outbox.append(db, messages.seal(messages.shift_opened(shift), till.stamp()))
    return shift
