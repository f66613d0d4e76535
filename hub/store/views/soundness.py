"""Whether the books are sound: the file itself, every ledger's chain, and stock against the papers behind it."""

import hashlib
from typing import NamedTuple

from sqlalchemy import Connection, func, select, text

from hub.store.ledger_tables import event_key, events, ledgers, receipt_lines, sale_lines, stock
from hub.store.tables import branches


class Finding(NamedTuple):
    """One thing that was looked at."""

    what: str
    good: bool
    seen: str


def look(connection: Connection) -> list[Finding]:
    """Look at everything; takes as long as reading the books through."""
    return [*_file(connection), *_chains(connection), _stock(connection)]


def _file(connection: Connection) -> list[Finding]:
    if connection.dialect.name != "sqlite":
        return []
    whole = str(connection.execute(text("PRAGMA quick_check")).scalar())
    loose = len(connection.execute(text("PRAGMA foreign_key_check")).fetchmany(100))
    return [Finding("file", whole == "ok", whole), Finding("references", loose == 0, f"{loose} rows point nowhere")]


def _chains(connection: Connection) -> list[Finding]:
    found = []
    query = select(branches.c.branch, ledgers).join(branches).order_by(ledgers.c.ledger)
    for ledger in connection.execute(query).all():
        chain = hashlib.sha256(f"sahakorn/1/{ledger.branch}/{ledger.epoch}".encode()).digest()
        rows = connection.execute(
            select(events.c.body)
            .where(events.c.event.between(event_key(ledger.ledger, 1), event_key(ledger.ledger, ledger.hw)))
            .order_by(events.c.event)
        )
        count = 0
        for (body,) in rows:
            chain = hashlib.sha256(chain + body).digest()
            count += 1
        good = count == ledger.hw and chain == ledger.hash
        found.append(
            Finding(f"ledger {ledger.branch} {ledger.epoch}", good, f"{count} of {ledger.hw} events, chain walked")
        )
    return found


def _stock(connection: Connection) -> Finding:
    columns = (stock.c.received_milli, stock.c.sold_milli, stock.c.on_hand_milli)
    came, went, here = (int(connection.execute(select(func.coalesce(func.sum(c), 0))).scalar_one()) for c in columns)
    sold = int(connection.execute(select(func.coalesce(func.sum(sale_lines.c.quantity_milli), 0))).scalar_one())
    received = int(connection.execute(select(func.coalesce(func.sum(receipt_lines.c.quantity_milli), 0))).scalar_one())
    good = came == received and went == sold and here == came - went
    return Finding("stock", good, f"received {came}/{received}, sold {went}/{sold}, on hand {here} milliunits")
