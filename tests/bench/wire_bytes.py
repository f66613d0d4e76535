"""Bytes of a sale on the wire, in batches as the courier cuts them, beside the facts alone, unchained and unsigned."""

import itertools
from pathlib import Path

import zstandard

from hub.contract import v1
from tests.bench import data, ledger
from tests.bench.figure import Figure

BATCHES = 50
ITEMS = 2_000
GOAL_BYTES = 110


def measure(_: Path) -> list[Figure]:
    """Pack batches as a courier does, and the bare facts with the same compression."""
    new_id = ledger.random_ids()
    facts = ledger.sales(data.baskets(BATCHES * ledger.SALES_OF_A_BATCH, ITEMS), new_id, new_id())
    branch, stamps = ledger.Ledger("rattaphum01"), ledger.stamps(new_id)
    ours = bare = 0
    for _no in range(BATCHES):
        some = list(itertools.islice(facts, ledger.SALES_OF_A_BATCH))
        ours += len(ledger.pack(branch.batch(some, stamps)))
        bare += len(zstandard.ZstdCompressor(level=ledger.ZSTD_LEVEL).compress(b"".join(map(v1.to_wire, some))))
    sold = BATCHES * ledger.SALES_OF_A_BATCH
    return [
        Figure(
            f"a sale of 4 lines on the wire, batches of {ledger.SALES_OF_A_BATCH}, zstd",
            f"{ours / sold:.0f} bytes",
            f"{bare / sold:.0f} bytes, the facts alone",
            f"{ours / bare:.1f} ×",
            f"≤ {GOAL_BYTES} bytes",
            ours <= GOAL_BYTES * sold,
        )
    ]
