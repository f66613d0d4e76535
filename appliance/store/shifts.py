"""Shifts of the till: one open at a time."""

from sqlite_utils import Database

from appliance.rules.records import Shift, Takings
from hub.contract.units import Satang


def current(db: Database) -> Shift | None:
    """The open shift, if there is one."""
    row = db.execute("SELECT shift, cashier, opened_at, float_satang FROM shifts WHERE closed_at IS NULL").fetchone()
    return Shift(*row) if row else None


def book_opening(db: Database, shift: Shift) -> None:
    """Book that a shift was opened."""
    db.execute(
        "INSERT INTO shifts (shift, cashier, opened_at, float_satang) VALUES (?, ?, ?, ?)",
        (shift.shift, shift.cashier, shift.opened_at, shift.float_satang),
    )


def takings(db: Database, shift: Shift) -> Takings:
    """What the books say of a shift so far."""
    sales, sold = db.execute(
        "SELECT count(*), coalesce(sum(due_satang), 0) FROM sales WHERE shift = ?", (shift.shift,)
    ).fetchone()
    return Takings(sales, Satang(sold), Satang(shift.float_satang + sold))


def book_closing(db: Database, shift: Shift, closed_at: str, expected_satang: int, counted_satang: int) -> None:
    """Book that it was closed, with what was counted beside what the books expect."""
    db.execute(
        "UPDATE shifts SET closed_at = ?, expected_satang = ?, counted_satang = ? WHERE shift = ?",
        (closed_at, expected_satang, counted_satang, shift.shift),
    )
