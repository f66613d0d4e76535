"""What screens show out of the books; nothing here writes."""

from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class SaleRow:
    """A sale in a list."""

    sale: str
    number: int
    sold_at: str
    due_satang: int
    member_name: str | None
    lines: int
    paper: str


@dataclass(frozen=True, slots=True)
class StockRow:
    """An item that the branch has, had or sold."""

    item: str
    on_hand_milli: int


def latest_sales(db: Database, limit: int) -> list[SaleRow]:
    """The newest sales first, each with the state of its newest paper."""
    rows = db.execute(
        "SELECT sale, number, sold_at, due_satang, member_name,"
        " (SELECT count(*) FROM sale_lines l WHERE l.number = s.number),"
        " coalesce((SELECT state FROM papers p WHERE p.sale = s.sale ORDER BY copy DESC LIMIT 1), '')"
        " FROM sales s ORDER BY number DESC LIMIT ?",
        (limit,),
    )
    return [SaleRow(*row) for row in rows]


def stock(db: Database) -> list[StockRow]:
    """Every item of the branch's store."""
    return [StockRow(*row) for row in db.execute("SELECT item, on_hand_milli FROM stock ORDER BY item")]


def on_hand(db: Database, item: str) -> int:
    """What the books say lies in the store, in thousandths."""
    row = db.execute("SELECT on_hand_milli FROM stock WHERE item = ?", (item,)).fetchone()
    return int(row[0]) if row else 0


def ts_of(db: Database, seq: int) -> str | None:
    """When an event was booked, or None where there is no such number."""
    row = db.execute("SELECT ts FROM outbox WHERE seq = ?", (seq,)).fetchone()
    return str(row[0]) if row else None


def basket_state(db: Database) -> str:
    """What lies on the counter, in a few characters that differ when it does; empty where nothing was begun."""
    row = db.execute(
        "SELECT basket, coalesce(member, ''), count(line), coalesce(sum(line * 1000003 + quantity_milli), 0)"
        " FROM baskets LEFT JOIN basket_lines USING (basket) WHERE state = 'open' GROUP BY basket"
    ).fetchone()
    return "/".join(map(str, row)) if row else ""


def wrong_stock(db: Database) -> list[tuple[str, int, int]]:
    """Items whose stock is not what deliveries and sales add up to: (item, in the books, added up)."""
    rows = db.execute(
        "WITH moves AS (SELECT item, quantity_milli AS q FROM delivery_lines"
        " UNION ALL SELECT item, -quantity_milli FROM sale_lines),"
        " sums AS (SELECT item, sum(q) AS q FROM moves GROUP BY item)"
        " SELECT coalesce(s.item, t.item), coalesce(t.on_hand_milli, 0), coalesce(s.q, 0)"
        " FROM sums s FULL JOIN stock t ON s.item = t.item"
        " WHERE coalesce(t.on_hand_milli, 0) != coalesce(s.q, 0)"
    )
    return [tuple(row) for row in rows]


@dataclass(frozen=True, slots=True)
class DeliveredRow:
    """A line of a delivery, and what lies in the store of that item now."""

    item: str
    unit: str
    quantity_milli: int
    on_hand_milli: int


LATEST_SALES = 1_000
"""How many of the newest sales say what is often sold."""


def often_sold(db: Database, limit: int) -> list[str]:
    """The items on most of the latest receipts, most often first."""
    rows = db.execute(
        "SELECT item FROM sale_lines WHERE number > (SELECT coalesce(max(number), 0) FROM sales) - ?"
        " GROUP BY item ORDER BY count(*) DESC, item LIMIT ?",
        (LATEST_SALES, limit),
    )
    return [row[0] for row in rows]


def delivered(db: Database, receipt: str) -> list[DeliveredRow]:
    """What a delivery brought; nothing where there is no such delivery."""
    rows = db.execute(
        "SELECT item, unit, quantity_milli, coalesce(on_hand_milli, 0) FROM delivery_lines LEFT JOIN stock USING (item)"
        " WHERE receipt = ? ORDER BY line",
        (receipt,),
    )
    return [DeliveredRow(*row) for row in rows]


def recent_sources(db: Database, limit: int) -> list[str]:
    """Who brought goods lately, newest first."""
    rows = db.execute(
        "SELECT source FROM deliveries WHERE source != '' GROUP BY source ORDER BY max(received_at) DESC LIMIT ?",
        (limit,),
    )
    return [row[0] for row in rows]


def recent_cashiers(db: Database, limit: int) -> list[str]:
    """Who had the till lately, newest first."""
    rows = db.execute("SELECT cashier FROM shifts GROUP BY cashier ORDER BY max(opened_at) DESC LIMIT ?", (limit,))
    return [row[0] for row in rows]
