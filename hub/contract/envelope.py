"""How facts travel: numbered, chained and signed, in batches; and what is answered to them.

A ledger is the events of one (branch, epoch), numbered 1, 2, 3 … without a hole. Each event's bytes, just
as the box wrote them, are hashed into a chain::

    chain(0) = SHA-256("sahakorn/1/<branch>/<epoch>")
    chain(n) = SHA-256(chain(n-1) ‖ bytes of event n)

A batch carries events from … to with the chain before (``prev``) and after (``head``), and an Ed25519
signature by the box over its header; ``head`` stands for the events. Receivers hash the bytes that came, so
an event is never parsed and written anew on its way.

On the wire a message is JSON, plain or compressed: ``{`` plain, ``78`` zlib, ``28`` zstd.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, ClassVar, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct, field

VERSION = 1
BATCH_EVENTS_LIMIT = 200
MESSAGE_BYTES_LIMIT = 64 * 1024
"""Of the JSON before compression: what a receiver unpacks at most."""
EVENT_BYTES_LIMIT = 60 * 1024
"""An event has to fit into a batch with its header; a box refuses a larger one before it is booked."""

Hash = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Signature = Annotated[str, Meta(pattern="^[0-9a-f]{128}$|^$")]
Name = Annotated[str, Meta(pattern="^[a-z0-9-]{3,64}$")]
Count = Annotated[int, Meta(ge=0, lt=2**62)]
ClockQuality = Literal["ntp", "rtc", "guess"]

PLAIN, ZLIB, ZSTD = b"{"[0], 0x78, 0x28
Unpack = Callable[[bytes, int], bytes]
"""Decompress, at most so many bytes; raises ValueError where there are more."""


class Unreadable(ValueError):
    """Bytes that are no message of ours; the text says why."""


class Event(Struct, frozen=True, kw_only=True):
    """One fact of a branch with its number.

    ``seq`` orders, ``id`` identifies; ``ts`` (UTC, ISO 8601) and ``mono_ms`` (since the box started) only
    inform, ``tq`` says how good the clock was. ``data`` is the fact's JSON (``v1.py``).
    """

    seq: Annotated[int, Meta(ge=1, lt=2**62)]
    id: Annotated[str, Meta(min_length=1, max_length=64)]
    type: Annotated[str, Meta(min_length=1, max_length=64)]
    ts: Annotated[str, Meta(max_length=40)]
    tq: ClockQuality
    mono: Count
    data: msgspec.Raw


class Batch(Struct, frozen=True, kw_only=True, tag_field="kind", tag="batch"):
    """Events ``from_`` … ``to`` of one epoch and one start of the box (``boot``)."""

    v: int
    branch: Name
    epoch: Name
    from_: Count = field(name="from")
    to: Count
    prev: Hash
    head: Hash
    boot: Name
    kid: Name
    sig: Signature = ""
    events: Annotated[list[msgspec.Raw], Meta(min_length=1, max_length=BATCH_EVENTS_LIMIT)]

    SIGNED: ClassVar = ("v", "branch", "epoch", "from_", "to", "prev", "head", "boot", "kid")


class Hello(Struct, frozen=True, kw_only=True, tag_field="kind", tag="hello"):
    """A box is here: what it knows to be booked at the hub, how far its ledger goes, and how far it read the feed."""

    v: int
    branch: Name
    epoch: Name
    acked: Count
    hash: Hash
    last: Count
    hub_epoch: str
    feed: Count
    kid: Name
    sig: Signature = ""

    SIGNED: ClassVar = ("v", "branch", "epoch", "acked", "hash", "last", "hub_epoch", "feed", "kid")


class Ack(Struct, frozen=True, kw_only=True, tag_field="kind", tag="ack"):
    """The hub has booked everything up to ``hw`` of this epoch, whose chain is ``hash`` there; send from ``hw`` + 1.

    ``refused`` names what stopped it there (``REFUSALS``), empty where nothing did.
    """

    v: int
    branch: Name
    epoch: Name
    hw: Count
    hash: Hash
    hub_epoch: Name
    refused: str = ""
    kid: Name
    sig: Signature = ""

    SIGNED: ClassVar = ("v", "branch", "epoch", "hw", "hash", "hub_epoch", "refused", "kid")


class Change(Struct, frozen=True, kw_only=True):
    """One numbered change of what a branch has to know; ``data`` is the JSON of a fact that comes down."""

    version: Annotated[int, Meta(ge=1, lt=2**62)]
    type: Annotated[str, Meta(min_length=1, max_length=64)]
    data: msgspec.Raw


class FeedBatch(Struct, frozen=True, kw_only=True, tag_field="kind", tag="feed"):
    """Changes after version ``from_`` up to ``to``; numbers that are missing between are not for this branch.

    A box takes it where ``from_`` is the version it has under the same ``hub_epoch``, or where the epoch is
    new and ``from_`` is 0. ``digest`` is SHA-256 over the changes' bytes in their order. ``head`` is the
    newest version that the hub has.
    """

    v: int
    branch: Name
    hub_epoch: Name
    from_: Count = field(name="from")
    to: Count
    head: Count
    digest: Hash
    kid: Name
    sig: Signature = ""
    changes: Annotated[list[msgspec.Raw], Meta(max_length=BATCH_EVENTS_LIMIT)]

    SIGNED: ClassVar = ("v", "branch", "hub_epoch", "from_", "to", "head", "digest", "kid")


class FeedHead(Struct, frozen=True, kw_only=True, tag_field="kind", tag="head"):
    """To every branch: the feed goes up to ``head``. Only a hint, so it is not signed: who lags says hello."""

    v: int
    hub_epoch: Name
    head: Count


class DeviceState(Struct, frozen=True, kw_only=True):
    """How a device of the box is, in one word of its port, and a sentence where something is wrong."""

    device: str
    state: str
    detail: str = ""


class Live(Struct, frozen=True, kw_only=True, tag_field="kind", tag="live"):
    """Presence and state of a box, for the screen only: nothing is booked from it. ``state`` gone is the Will."""

    v: int
    branch: Name
    state: Literal["here", "gone"]
    boot: str = ""
    version: str = ""
    waiting: Count = 0
    oldest_waiting_s: Count = 0
    ts: str = ""
    tq: ClockQuality = "guess"
    devices: tuple[DeviceState, ...] = ()


Message = Batch | Hello | Ack | FeedBatch | FeedHead | Live
Signed = Batch | Hello | Ack | FeedBatch

M = TypeVar("M", Batch, Hello, Ack, FeedBatch)

REFUSALS = {
    "unknown-key": "the hub does not know this box's key: register the box at the hub",
    "unknown-epoch": "the hub does not know this ledger: register the restored box at the hub",
    "bad-signature": "the signature does not fit: the message was changed on its way, or the key is another's",
    "wrong-branch": "the message names another branch than its topic",
    "broken-chain": "the events do not fit the chain that the batch states",
    "fork": "the hub has other events under these numbers: two boxes write one ledger; stop this one",
}
"""What an ``Ack`` may refuse, and what it means."""


def genesis(branch: str, epoch: str) -> bytes:
    """The chain before the first event of a ledger."""
    return hashlib.sha256(f"sahakorn/{VERSION}/{branch}/{epoch}".encode()).digest()


def link(chain: bytes, event: bytes) -> bytes:
    """The chain after one more event, from the event's bytes as they travel."""
    return hashlib.sha256(chain + event).digest()


def digest(changes: Iterable[msgspec.Raw]) -> str:
    """What a feed batch's signature covers of its changes."""
    return hashlib.sha256(b"\n".join(bytes(change) for change in changes)).hexdigest()


def to_be_signed(message: Signed) -> bytes:
    r"""The bytes under a message's signature: its kind and its header's fields, a line each.

    >>> ack = Ack(v=1, branch="hatyai01", epoch="e-1", hw=7, hash="0" * 64, hub_epoch="h-1", kid="hub-1")
    >>> to_be_signed(ack).startswith(b"sahakorn/Ack\n1\nhatyai01\ne-1\n7\n")
    True
    """
    fields = [f"sahakorn/{type(message).__name__}", *(str(getattr(message, name)) for name in message.SIGNED)]
    return "\n".join(fields).encode()


def sign(message: M, signer: Callable[[bytes], bytes]) -> M:
    """The message with its signature; ``signer`` is Ed25519's ``sign`` of the private key."""
    return msgspec.structs.replace(message, sig=signer(to_be_signed(message)).hex())


def pack(message: Message, compress: Callable[[bytes], bytes] = zlib.compress) -> bytes:
    """A message as it goes on the wire; compressed where that is shorter.

    Raises ValueError for a message over ``MESSAGE_BYTES_LIMIT``: the sender cuts its batches.
    """
    plain = msgspec.json.encode(message)
    if len(plain) > MESSAGE_BYTES_LIMIT:
        raise ValueError(f"a message of {len(plain)} bytes: at most {MESSAGE_BYTES_LIMIT}")
    packed = compress(plain)
    return packed if len(packed) < len(plain) else plain


def _unpack_zlib(packed: bytes, limit: int) -> bytes:
    reader = zlib.decompressobj()
    plain = reader.decompress(packed, limit)
    if reader.unconsumed_tail or not reader.eof:
        raise ValueError(f"cut short, or more than {limit} bytes")
    return plain


_READER = msgspec.json.Decoder(Message)
_EVENT = msgspec.json.Decoder(Event)
_CHANGE = msgspec.json.Decoder(Change)


def unpack(payload: bytes, more: Mapping[int, Unpack] | None = None) -> Message:
    """Read a message off the wire; ``more`` brings decompressors by first byte (``ZSTD``).

    Raises Unreadable for anything that is not one of ours, however broken.
    """
    if not payload:
        raise Unreadable("an empty message")
    unpackers: dict[int, Unpack] = {ZLIB: _unpack_zlib, **(more or {})}
    try:
        if payload[0] == PLAIN:
            plain = payload
        elif payload[0] in unpackers:
            plain = unpackers[payload[0]](payload, MESSAGE_BYTES_LIMIT)
        else:
            raise Unreadable(f"first byte {payload[0]:#04x} is no compression that we know")
        if len(plain) > MESSAGE_BYTES_LIMIT:
            raise Unreadable(f"more than {MESSAGE_BYTES_LIMIT} bytes")
        message: Message = _READER.decode(plain)
    except (msgspec.MsgspecError, zlib.error, ValueError, RecursionError) as error:
        raise Unreadable(f"no message of version {VERSION}: {error}") from error
    if message.v != VERSION:
        raise Unreadable(f"version {message.v} of the protocol is not known here")
    return message


def read_event(raw: msgspec.Raw | bytes) -> Event:
    """One event out of a batch. Raises Unreadable."""
    try:
        return _EVENT.decode(raw)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Unreadable(f"no event: {error}") from error


def read_change(raw: msgspec.Raw | bytes) -> Change:
    """One change out of a feed batch. Raises Unreadable."""
    try:
        return _CHANGE.decode(raw)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Unreadable(f"no change: {error}") from error
