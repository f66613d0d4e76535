"""The basket on the counter, kept in the books with every touch so that it survives a power cut."""

from dataclasses import dataclass

from sqlite_utils import Database

from appliance.rules.sale import Basket, Line, Member
from appliance.store import lines


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A line with the number that it keeps when others are taken out."""

    no: int
    line: Line


def open_id(db: Database) -> str | None:
    """The id of the basket on the counter."""
    row = db.execute("SELECT basket FROM baskets WHERE state = 'open'").fetchone()
    return row[0] if row else None


def is_open(db: Database, basket: str) -> bool:
    """Whether it is the basket on the counter."""
    return open_id(db) == basket


def begin(db: Database, basket: str, opened_at: str) -> None:
    """Put an empty basket on the counter."""
    db.execute("INSERT INTO baskets (basket, opened_at, state) VALUES (?, ?, 'open')", (basket, opened_at))


def end(db: Database, basket: str, state: str) -> None:
    """Take a basket off the counter: ``charged`` or ``emptied``. Its lines are kept with the sale, or not at all."""
    db.execute("UPDATE baskets SET state = ? WHERE basket = ?", (state, basket))
    db.execute("DELETE FROM basket_lines WHERE basket = ?", (basket,))


def numbered_lines(db: Database, basket: str) -> list[NumberedLine]:
    """The lines with their numbers, in the order they were rung up."""
    rows = db.execute(f"SELECT {lines.COLUMNS} FROM basket_lines WHERE basket = ? ORDER BY line", (basket,))
    return [NumberedLine(*lines.from_row(row)) for row in rows]


def member_of(db: Database, basket: str) -> Member | None:
    """Who the basket is for."""
    row = db.execute("SELECT member, member_number, member_name FROM baskets WHERE basket = ?", (basket,)).fetchone()
    return Member(*row) if row and row[0] else None


def get(db: Database, basket: str) -> Basket:
    """A basket with its lines and member."""
    found = tuple(numbered.line for numbered in numbered_lines(db, basket))
    return Basket(basket, found, member_of(db, basket))


def add_line(db: Database, basket: str, line: Line) -> int:
    """Put a line at the end; returns its number."""
    (last,) = db.execute("SELECT coalesce(max(line), 0) FROM basket_lines WHERE basket = ?", (basket,)).fetchone()
    db.execute(
        f"INSERT INTO basket_lines (basket, {lines.COLUMNS}) VALUES (?, {lines.PLACES})",
        (basket, *lines.to_row(last + 1, line)),
    )
    return int(last) + 1


def set_quantity(db: Database, basket: str, no: int, quantity_milli: int) -> None:
    """Change how much of a line it is."""
    db.execute("UPDATE basket_lines SET quantity_milli = ? WHERE basket = ? AND line = ?", (quantity_milli, basket, no))


def remove_line(db: Database, basket: str, no: int) -> None:
    """Take a line out."""
    db.execute("DELETE FROM basket_lines WHERE basket = ? AND line = ?", (basket, no))


def set_member(db: Database, basket: str, member: Member | None) -> None:
    """Say who the basket is for."""
    values = (member.member, member.number, member.name) if member else (None, None, None)
    db.execute("UPDATE baskets SET member = ?, member_number = ?, member_name = ? WHERE basket = ?", (*values, basket))
