"""What lies in the branch's store, as the books have it; below zero where goods are sold before they are booked in."""

from collections.abc import Iterable

from sqlite_utils import Database


def move(db: Database, movements: Iterable[tuple[str, int]]) -> None:
    """Add (item, thousandths of its unit) to the stock; negative goes out."""
    db.conn.executemany(
        "INSERT INTO stock VALUES (?, ?)"
        " ON CONFLICT (item) DO UPDATE SET on_hand_milli = on_hand_milli + excluded.on_hand_milli",
        list(movements),
    )
