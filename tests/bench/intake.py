"""The hub's intake, the full path, beside a bare insert of the very same rows into the same tables.

Ours: packed batches → unpack → signature and chain → once → sales, lines, stock, days → one commit for a group →
signed answers. Bare: ``executemany`` of the sales, lines, tenders and events that ours wrote, the stock as an upsert,
in the same order and commits. Both find every cell of the stock there already, as after years of trade.
"""

import itertools
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from hub import settings as hub_settings
from hub.actions.import_register import import_register
from hub.actions.register_box import register_box
from hub.announce.feed import Announcer
from hub.contract import topics
from hub.desk import Desk
from hub.intake.apply import Intake
from hub.station import open_desk, read_voice
from hub.store.ledger_tables import seq_of
from hub.store.references import References
from provisioning import authority as authorities
from provisioning import enroll
from tests.bench import box, data, ledger
from tests.bench.figure import Figure
from tests.bench.registers import write_registers

BRANCHES, ITEMS = 40, 10_000
BATCHES_OF_A_BRANCH, SALES_OF_A_BATCH = 10, ledger.SALES_OF_A_BATCH
BATCHES_OF_A_COMMIT = 25
COMMITS = BRANCHES * BATCHES_OF_A_BRANCH // BATCHES_OF_A_COMMIT
WARM_COMMITS = 4
RATIO_GOAL = 0.6
WRITTEN = ("events", "sales", "sale_lines", "sale_tenders")
PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "wal_autocheckpoint = 20000",
           "cache_size = -65536")  # fmt: skip

Message = tuple[str, bytes]
Row = tuple[Any, ...]


def measure(folder: Path) -> list[Figure]:
    """Sales a second of both."""
    authority = authorities.create(folder / "authority", "bench authority", box.now())
    enroll.hub(authority, folder / "hub", box.now())
    settings = hub_settings.read(folder / "hub" / enroll.SETTINGS)
    database = folder / "hub" / "hub.db"
    ledgers = [ledger.Ledger(f"branch{no:02d}") for no in range(BRANCHES)]
    with open_desk(settings) as desk:
        _fill(desk, ledgers, folder)
    _fill_stock(database)
    shutil.copyfile(database, folder / "bare.db")
    with open_desk(settings) as desk:
        voice = read_voice(settings)
        intake = Intake(desk, References(), voice, Announcer(desk, voice).answer)
        ours_s = _take(intake, list(_messages(ledgers)))
    bare_s = _insert(database, folder / "bare.db")
    sold = (COMMITS - WARM_COMMITS) * BATCHES_OF_A_COMMIT * SALES_OF_A_BATCH
    ratio = bare_s / ours_s
    return [
        Figure(
            f"hub intake, full path, {SALES_OF_A_BATCH * BATCHES_OF_A_COMMIT:,} sales a commit",
            f"{sold / ours_s:,.0f} sales/s",
            f"{sold / bare_s:,.0f} sales/s, bare SQLite",
            f"{ratio:.2f} ×",
            f"≥ {RATIO_GOAL} ×",
            ratio >= RATIO_GOAL,
        )
    ]


def _fill(desk: Desk, ledgers: Sequence[ledger.Ledger], folder: Path) -> None:
    for kind, file in write_registers(folder / "registers", [each.branch for each in ledgers], ITEMS):
        report = import_register(desk, kind, file, lambda _: None)
        if report.refused:
            raise ValueError(f"{file}: {report.lines}")
    for each in ledgers:
        public = each.key.public_key().public_bytes_raw()
        register_box(desk, branch=each.branch, epoch=each.epoch, kid=each.kid, public_key=public)


def _fill_stock(database: Path) -> None:
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("INSERT INTO stock SELECT b.n, i.n, 1000000, 0, 1000000 FROM branches b CROSS JOIN items i")


def _messages(ledgers: Sequence[ledger.Ledger]) -> Iterator[Message]:
    """Everybody's first batch, then everybody's second, as they would come."""
    new_id = ledger.random_ids()
    count = len(ledgers) * BATCHES_OF_A_BRANCH * SALES_OF_A_BATCH
    facts = ledger.sales(data.baskets(count, ITEMS), new_id, new_id())
    stamps = ledger.stamps(new_id)
    for _ in range(BATCHES_OF_A_BRANCH):
        for each in ledgers:
            batch = each.batch(list(itertools.islice(facts, SALES_OF_A_BATCH)), stamps)
            yield topics.up(each.branch), ledger.pack(batch)


def _take(intake: Intake, messages: Sequence[Message]) -> float:
    """Take everything in; returns what it took after the first commits, when what is known of items is at hand."""
    began_s = time.perf_counter()
    for start in range(0, len(messages), BATCHES_OF_A_COMMIT):
        if start == WARM_COMMITS * BATCHES_OF_A_COMMIT:
            began_s = time.perf_counter()
        intake.take(messages[start : start + BATCHES_OF_A_COMMIT])
    return time.perf_counter() - began_s


def _insert(ours: Path, bare: Path) -> float:
    """Write what ours wrote anew, in the order in which it came and with as many commits."""
    with closing(sqlite3.connect(ours)) as source:
        if source.execute("SELECT count(*) FROM events WHERE state <> 'applied'").fetchone()[0]:
            raise ValueError("some sales were put aside: the two sides would not do the same")
        rows = {table: _as_it_came(source.execute(f"SELECT * FROM {table}")) for table in WRITTEN}
        moved = _as_it_came(
            source.execute("SELECT event, branch_n, item_n, quantity_milli FROM sale_lines JOIN sales USING (event)")
        )
    with closing(sqlite3.connect(bare, isolation_level=None)) as db:
        for pragma in PRAGMAS:
            db.execute(f"PRAGMA {pragma}")
        began_s = time.perf_counter()
        for no in range(COMMITS):
            if no == WARM_COMMITS:
                began_s = time.perf_counter()
            _commit(db, {table: _part(each, no) for table, each in rows.items()}, _part(moved, no))
        return time.perf_counter() - began_s


def _commit(db: sqlite3.Connection, rows: dict[str, Sequence[Row]], moved: Sequence[Row]) -> None:
    db.execute("BEGIN IMMEDIATE")
    for table, some in rows.items():
        db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(some[0]))})", some)
    db.executemany(
        "INSERT INTO stock VALUES (?2, ?3, 0, ?4, -?4) ON CONFLICT DO UPDATE SET"
        " sold_milli = sold_milli + ?4, on_hand_milli = on_hand_milli - ?4",
        moved,
    )
    db.execute("COMMIT")


def _as_it_came(rows: Iterable[Row]) -> list[Row]:
    """Rows that begin with their event: everybody's first batch, then everybody's second."""
    return sorted(rows, key=lambda row: ((seq_of(row[0]) - 1) // SALES_OF_A_BATCH, row[0]))


def _part(rows: Sequence[Row], no: int) -> Sequence[Row]:
    return rows[len(rows) * no // COMMITS : len(rows) * (no + 1) // COMMITS]
