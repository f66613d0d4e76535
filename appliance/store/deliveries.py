"""Goods that came in."""

from dataclasses import dataclass

from sqlite_utils import Database

from hub.contract.units import Milliunits


@dataclass(frozen=True, slots=True)
class Goods:
    """So much of an item."""

    item: str
    unit: str
    quantity_milli: Milliunits


@dataclass(frozen=True, slots=True)
class Delivery:
    """Who brought what, on which paper of his."""

    receipt: str
    received_at: str
    source: str
    document: str
    goods: tuple[Goods, ...]


def is_booked(db: Database, receipt: str) -> bool:
    """Whether this delivery was booked already."""
    return db.execute("SELECT 1 FROM deliveries WHERE receipt = ?", (receipt,)).fetchone() is not None


def book(db: Database, delivery: Delivery) -> None:
    """Book a delivery with its lines."""
    db.execute(
        "INSERT INTO deliveries VALUES (?, ?, ?, ?)",
        (delivery.receipt, delivery.received_at, delivery.source, delivery.document),
    )
    db.conn.executemany(
        "INSERT INTO delivery_lines VALUES (?, ?, ?, ?, ?)",
        [
            (delivery.receipt, no, goods.item, goods.unit, goods.quantity_milli)
            for no, goods in enumerate(delivery.goods, 1)
        ],
    )
