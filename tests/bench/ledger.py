"""Ledgers of sales as boxes write them: sealed, chained, signed, packed."""

import itertools
import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import msgspec
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from appliance import messages
from appliance.messages import Stamp
from appliance.rules import sale as rules
from appliance.rules.sale import Basket, Line, Sale
from hub.contract import envelope, v1
from hub.contract.envelope import Batch
from hub.contract.units import Satang
from tests.bench import data

ZSTD_LEVEL = 3
SALES_OF_A_BATCH = 40
"""What a courier fits into one batch of sales with four lines: a message is at most 64 KiB before compression."""
TS = "2026-03-02T03:15:07+00:00"


@dataclass
class Ledger:
    """One branch's ledger, written forward."""

    branch: str
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    epoch: str = "e-bench"
    seq: int = 0

    def __post_init__(self) -> None:
        self.kid = f"{self.branch}-bench"
        self.chain = envelope.genesis(self.branch, self.epoch)

    def batch(self, facts: list[v1.SaleClosed], stamps: Iterator[Stamp]) -> Batch:
        """The next events, as one signed batch."""
        first, prev, bodies = self.seq + 1, self.chain, []
        for fact, stamp in zip(facts, stamps, strict=False):
            entry = messages.seal(fact, stamp)(self.seq + 1, self.chain)
            self.seq, self.chain = entry.seq, entry.chain
            bodies.append(msgspec.Raw(entry.body))
        batch = Batch(
            v=envelope.VERSION,
            branch=self.branch,
            epoch=self.epoch,
            from_=first,
            to=self.seq,
            prev=prev.hex(),
            head=self.chain.hex(),
            boot="b-bench",
            kid=self.kid,
            events=bodies,
        )
        return envelope.sign(batch, self.key.sign)


def random_ids() -> Callable[[], str]:
    """Ids as a box makes them, random to the last bit, yet the same at every run."""
    chance = random.Random(data.SEED)
    return lambda: str(uuid.UUID(int=chance.getrandbits(128), version=4))


def stamps(new_id: Callable[[], str]) -> Iterator[Stamp]:
    """A stamp for each event, half a minute apart on the box's own clock."""
    return (Stamp(new_id(), TS, "ntp", no * 30_000, "b-bench") for no in itertools.count())


def sales(baskets: Iterator[tuple[Line, ...]], new_id: Callable[[], str], shift: str) -> Iterator[v1.SaleClosed]:
    """Facts of sales, paid in cash with a note that is large enough."""
    for number, lines in enumerate(baskets, 1):
        yield messages.sale_closed(_sale(lines, number, new_id(), shift))


def _sale(lines: tuple[Line, ...], number: int, sale: str, shift: str) -> Sale:
    basket = Basket(sale, lines)
    due = rules.cash_due(basket.totals.goods_satang)
    given = Satang(-(-due // 10_000) * 10_000)
    return rules.close(basket, given, number=number, shift=shift, cashier="bench", sold_at=TS)


def pack(batch: Batch) -> bytes:
    """As the courier puts it on the wire."""
    return envelope.pack(batch, zstandard.ZstdCompressor(level=ZSTD_LEVEL).compress)
