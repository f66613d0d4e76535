"""Sales: booked once, never changed."""

from sqlite_utils import Database

from appliance.rules.sale import Cash, Member, Sale, Totals
from appliance.store import lines

SERIES = "receipt"


def next_number(db: Database) -> int:
    """The next receipt number; taken in the sale's own transaction, so that there is no gap."""
    row = db.execute(
        "INSERT INTO numbers VALUES (?, 1) ON CONFLICT (series) DO UPDATE SET last = last + 1 RETURNING last", (SERIES,)
    ).fetchone()
    return int(row[0])


def book(db: Database, sale: Sale) -> None:
    """Book a sale with its lines."""
    member = sale.member
    db.execute(
        "INSERT INTO sales VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            sale.sale,
            sale.number,
            sale.shift,
            sale.sold_at,
            *((member.member, member.number, member.name) if member else (None, None, None)),
            sale.totals.goods_satang,
            sale.totals.vatable_satang,
            sale.totals.vat_satang,
            sale.cash.rounding_satang,
            sale.cash.due_satang,
            sale.cash.given_satang,
            sale.cash.change_satang,
        ),
    )
    db.conn.executemany(
        f"INSERT INTO sale_lines (number, {lines.COLUMNS}) VALUES (?, {lines.PLACES})",
        [(sale.number, *lines.to_row(no, line)) for no, line in enumerate(sale.lines, 1)],
    )


def find(db: Database, sale: str) -> Sale | None:
    """A sale as it was booked, or None."""
    row = db.execute(
        "SELECT s.*, f.cashier FROM sales s JOIN shifts f USING (shift) WHERE sale = ?", (sale,)
    ).fetchone()
    if row is None:
        return None
    rows = db.execute(f"SELECT {lines.COLUMNS} FROM sale_lines WHERE number = ? ORDER BY line", (row["number"],))
    return Sale(
        row["sale"],
        row["number"],
        row["shift"],
        row["cashier"],
        row["sold_at"],
        lines.all_of(rows),
        Member(row["member"], row["member_number"], row["member_name"]) if row["member"] else None,
        Totals(row["goods_satang"], row["vatable_satang"], row["vat_satang"]),
        Cash(row["due_satang"], row["rounding_satang"], row["given_satang"], row["change_satang"]),
    )
