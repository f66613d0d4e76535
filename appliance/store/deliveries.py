"""Goods that came in."""

from sqlite_utils import Database

from appliance.rules.records import Delivery


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
