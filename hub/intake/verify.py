"""Whether a batch or a hello is what it says it is: the right branch, a known key, a sound signature, a whole chain.

Pure: messages and the registered boxes in, a verdict out. The order of the questions is the order of ``REFUSALS``'
reasons: whose it is comes before what it says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from hub.contract import envelope
from hub.contract.envelope import Batch, Event, Hello
from hub.store.boxes import Box

KEYS_KEPT = 4_096


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a message is not taken: a word of ``envelope.REFUSALS``, and what was seen."""

    reason: str
    detail: str


class Arrived(NamedTuple):
    """An event of a batch: its bytes, the chain after it, and what could be read of it (None: nothing)."""

    seq: int
    body: bytes
    hash: bytes
    event: Event | None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """A batch whose signature and chain are sound. ``base`` is the number before its first event."""

    branch: str
    branch_n: int
    epoch: str
    base: int
    prev: bytes
    head: bytes
    events: tuple[Arrived, ...]

    @property
    def to(self) -> int:
        """The number of its last event."""
        return self.base + len(self.events)


@lru_cache(maxsize=KEYS_KEPT)
def _key(public_key: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public_key)


def signer_of(message: Batch | Hello, topic_branch: str, boxes: Iterable[Box]) -> Box | Refusal:
    """The box that signed a message, or why nobody known did."""
    if message.branch != topic_branch:
        return Refusal("wrong-branch", f"a message of {message.branch} on the topic of {topic_branch}")
    mine = [box for box in boxes if box.kid == message.kid and box.state == "active"]
    if not mine:
        return Refusal("unknown-key", f"key {message.kid}")
    box = next((box for box in mine if box.epoch == message.epoch), None)
    if box is None:
        return Refusal("unknown-epoch", f"epoch {message.epoch} with key {message.kid}")
    try:
        _key(box.public_key).verify(bytes.fromhex(message.sig), envelope.to_be_signed(message))
    except InvalidSignature:
        return Refusal("bad-signature", f"key {message.kid}, epoch {message.epoch}")
    return box


def _arrived(batch: Batch) -> tuple[Arrived, ...] | Refusal:
    chain = bytes.fromhex(batch.prev)
    arrived = []
    for seq, raw in enumerate(batch.events, start=batch.from_):
        body = bytes(raw)
        chain = envelope.link(chain, body)
        try:
            event = envelope.read_event(body)
        except envelope.Unreadable as error:
            arrived.append(Arrived(seq, body, chain, None, str(error)))
            continue
        if event.seq != seq:
            return Refusal("broken-chain", f"event {event.seq} stands where {seq} belongs")
        arrived.append(Arrived(seq, body, chain, event))
    if chain.hex() != batch.head:
        return Refusal("broken-chain", f"the events {batch.from_} to {batch.to} do not lead to the head")
    return tuple(arrived)


def verify(batch: Batch, topic_branch: str, boxes: Iterable[Box]) -> Verified | Refusal:
    """Check a batch by itself; how it fits the books is ``apply``'s to say."""
    box = signer_of(batch, topic_branch, boxes)
    if isinstance(box, Refusal):
        return box
    if batch.from_ < 1 or batch.to - batch.from_ + 1 != len(batch.events):
        return Refusal("broken-chain", f"{len(batch.events)} events cannot be {batch.from_} to {batch.to}")
    start = bytes.fromhex(batch.prev)
    if batch.from_ == 1 and start != envelope.genesis(batch.branch, batch.epoch):
        return Refusal("broken-chain", "the first event does not follow the ledger's beginning")
    arrived = _arrived(batch)
    if isinstance(arrived, Refusal):
        return arrived
    return Verified(
        branch=batch.branch,
        branch_n=box.branch_n,
        epoch=batch.epoch,
        base=batch.from_ - 1,
        prev=start,
        head=bytes.fromhex(batch.head),
        events=arrived,
    )
