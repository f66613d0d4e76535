"""One sale, durable: ``ring_up`` beside a bare commit of the very same rows into the same tables.

The two take turns, sale by sale, so that the machine's mood is shared between them.
"""

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

from appliance.actions.ring_up import ring_up
from appliance.till import Till
from tests.bench import box, data
from tests.bench.figure import Figure, Times, timed

SALES = 1_500
ITEMS = 2_000
RATIO_GOAL = 3.0
ROWS_OF_A_SALE = {
    "sales": "SELECT * FROM sales WHERE number = ?",
    "sale_lines": "SELECT * FROM sale_lines WHERE number = ?",
    "papers": "SELECT p.* FROM papers p JOIN sales s USING (sale) WHERE s.number = ?",
    "outbox": "SELECT * FROM outbox WHERE seq = ? + 1",
}
"""The first event is the shift's, so a sale's is the next after its number."""


def measure(folder: Path) -> list[Figure]:
    """The times of both, and how many of ours go into one bare commit."""
    with box.open_with_shift(box.provision(folder)) as till, closing(_bare_books(till, folder / "bare.db")) as bare:
        ours, theirs = _take_turns(till, bare)
    ratio = ours.p50_ns / theirs.p50_ns
    return [
        Figure(
            "one sale of 4 lines, durable (p50 / p99)",
            ours.told(),
            f"{theirs.told()}, bare commit",
            f"{ratio:.1f} ×",
            f"≤ {RATIO_GOAL:g} ×",
            ratio <= RATIO_GOAL,
        )
    ]


def _bare_books(till: Till, file: Path) -> sqlite3.Connection:
    """A copy of the books with the shift in them, opened as barely as the promise of durability allows."""
    with closing(sqlite3.connect(file)) as copy:
        till.store.books.reader().conn.backup(copy)
    db = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "wal_autocheckpoint = 4000", "foreign_keys = ON"):
        db.execute(f"PRAGMA {pragma}")
    return db


def _take_turns(till: Till, bare: sqlite3.Connection) -> tuple[Times, Times]:
    ours: list[int] = []
    theirs: list[int] = []
    reader = till.store.books.reader()
    for number, lines in enumerate(data.baskets(SALES, ITEMS), 1):
        basket = f"basket-{number}"
        due = box.lay_on_counter(till, basket, lines)
        ours.append(timed(partial(ring_up, till, basket, due, due)))
        rows = {
            table: [tuple(row) for row in reader.execute(query, (number,))] for table, query in ROWS_OF_A_SALE.items()
        }
        theirs.append(timed(partial(_commit, bare, rows)))
    return Times.of(ours), Times.of(theirs)


def _commit(db: sqlite3.Connection, rows: dict[str, list[tuple[object, ...]]]) -> None:
    db.execute("BEGIN IMMEDIATE")
    for table, some in rows.items():
        db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(some[0]))})", some)
    db.executemany(
        "INSERT INTO stock VALUES (?1, -?2) ON CONFLICT (item) DO UPDATE SET on_hand_milli = on_hand_milli - ?2",
        [(line[2], line[6]) for line in rows["sale_lines"]],
    )
    event = rows["outbox"][0]
    db.execute("UPDATE ledger SET seq = ?, chain = ?", (event[0], event[6]))
    db.execute("INSERT INTO numbers VALUES ('receipt', 1) ON CONFLICT (series) DO UPDATE SET last = last + 1")
    db.execute("COMMIT")
