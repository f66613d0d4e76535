"""A barcode, and words of a name, among 100,000 items: the box's own reading beside SQLite's bare statement."""

import random
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

from appliance.store import reference
from appliance.store.opening import Store
from tests.bench import data
from tests.bench.figure import Figure, Times, timed

ITEMS = 100_000
LOOKUPS = 2_000
SEARCH_LIMIT = 30
TRIGRAM = 3
GOAL_MS = 5
GOAL_NS = GOAL_MS * 1_000_000
BARE_BARCODE = "SELECT item, units FROM barcodes WHERE code = ?"
BARE_SEARCH = "SELECT rowid FROM item_words WHERE item_words MATCH ? ORDER BY rank LIMIT ?"


def measure(folder: Path) -> list[Figure]:
    """Fill the reference as the feed does, then look up at random."""
    with Store(folder) as store:
        with store.reference.transaction() as db:
            for row in data.items(ITEMS):
                reference.PUT["item"](db, row)
        with closing(sqlite3.connect(folder / "reference.db")) as bare:
            return [_barcodes(store, bare), _searches(store, bare)]


def _barcodes(store: Store, bare: sqlite3.Connection) -> Figure:
    chance, db = random.Random(data.SEED), store.reference.reader()
    codes = [data.barcode_of(chance.randrange(ITEMS)) for _ in range(LOOKUPS)]
    ours = Times.of(timed(partial(reference.item_by_barcode, db, code)) for code in codes)
    theirs = Times.of(timed(lambda code=code: bare.execute(BARE_BARCODE, (code,)).fetchone()) for code in codes)  # type: ignore[misc]
    return _figure(f"barcode among {ITEMS:,} items (p50 / p99)", ours, theirs)


def _searches(store: Store, bare: sqlite3.Connection) -> Figure:
    chance, db = random.Random(data.SEED), store.reference.reader()
    words = [_typed(chance) for _ in range(LOOKUPS // 4)]
    ours = Times.of(timed(partial(reference.search, db, word, SEARCH_LIMIT)) for word in words)
    theirs = Times.of(
        timed(lambda word=word: bare.execute(BARE_SEARCH, (_quoted(word), SEARCH_LIMIT)).fetchall())  # type: ignore[misc]
        for word in words
    )
    return _figure(f"search among {ITEMS:,} items, Thai, part of a name (p50 / p99)", ours, theirs)


def _typed(chance: random.Random) -> str:
    """What somebody types: a kind of goods, a part of one, or a maker and a size."""
    kind = chance.choice(data.KINDS)
    return chance.choice(
        (kind, kind[-6:], data.maker_of(chance), f"{data.maker_of(chance)[:6]} {chance.choice(data.SIZES)}")
    )


def _quoted(words: str) -> str:
    return " ".join(f'"{word}"' for word in words.split() if len(word) >= TRIGRAM)


def _figure(what: str, ours: Times, theirs: Times) -> Figure:
    ratio = ours.p50_ns / theirs.p50_ns
    goal = f"p99 ≤ {GOAL_MS} ms over HTTP"
    return Figure(what, ours.told(), f"{theirs.told()}, bare SQLite", f"{ratio:.1f} ×", goal, ours.p99_ns <= GOAL_NS)
