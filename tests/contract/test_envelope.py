"""Whatever comes over the wire is understood or refused with a reason, never a crash and never a guess."""

import random
import zlib

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from appliance.courier.mqtt import unpack_zstd
from hub.contract import envelope, v1
from hub.contract.units import QUANTITY_LIMIT_MILLI
from tests.contract.examples import FACTS, MESSAGES

MORE = {envelope.ZSTD: unpack_zstd}


@pytest.mark.parametrize("name", sorted(MESSAGES))
@pytest.mark.parametrize("compress", [lambda plain: plain, zlib.compress, zstandard.compress])
def test_a_message_survives_the_way_however_it_is_compressed(name: str, compress) -> None:
    """Plain, zlib and zstd carry the same message."""
    packed = envelope.pack(MESSAGES[name], compress)
    assert msgspec.json.encode(envelope.unpack(packed, MORE)) == msgspec.json.encode(MESSAGES[name])


@given(st.binary(max_size=300))
def test_noise_is_refused_with_a_reason(noise: bytes) -> None:
    """Random bytes never get through, and never crash the reader."""
    with pytest.raises(envelope.Unreadable, match=r".+"):
        envelope.unpack(noise, MORE)


@given(st.sampled_from(sorted(MESSAGES)), st.integers(0, 10_000), st.integers(0, 255))
def test_a_damaged_message_is_refused_or_no_longer_signed(name: str, place: int, value: int) -> None:
    """One changed byte anywhere is seen by the reader, the signature or the chain."""
    plain = bytearray(msgspec.json.encode(MESSAGES[name]))
    before = plain[place % len(plain)]
    plain[place % len(plain)] = value
    try:
        message = envelope.unpack(bytes(plain), MORE)
    except envelope.Unreadable:
        return
    original = MESSAGES[name]
    if value == before or not isinstance(message, envelope.Signed) or not isinstance(original, envelope.Signed):
        return
    unsigned_part = [
        getattr(message, part) == getattr(original, part) for part in ("events", "changes") if hasattr(original, part)
    ]
    same_header = envelope.to_be_signed(message) == envelope.to_be_signed(original) and message.sig == original.sig
    assert not same_header or not all(unsigned_part) or name in ("hello", "ack")


@pytest.mark.parametrize("compress", [zlib.compress, zstandard.compress])
def test_a_bomb_is_not_unpacked(compress) -> None:
    """A small message that swells to megabytes is refused before it fills the memory."""
    bomb = compress(b'{"kind":"head","v":1,"hub_epoch":"' + b"a" * 20_000_000 + b'","head":1}')
    with pytest.raises(envelope.Unreadable):
        envelope.unpack(bomb, MORE)


def test_another_version_is_refused_by_its_number() -> None:
    """A message of a later protocol is not guessed at."""
    with pytest.raises(envelope.Unreadable, match="version 2"):
        envelope.unpack(b'{"kind":"head","v":2,"hub_epoch":"h-1","head":1}')


def test_an_unknown_kind_is_named() -> None:
    """A newer box's event says which kind it is when it is put aside."""
    with pytest.raises(v1.UnknownKind, match=r"gift\.given"):
        v1.from_wire(v1.UP_KINDS, "gift.given", b"{}")


@pytest.mark.parametrize(
    ("field", "value"),
    [("quantity_milli", 0), ("quantity_milli", QUANTITY_LIMIT_MILLI + 1), ("price_satang", -1), ("unit", "litre")],
)
def test_a_figure_that_nobody_sells_is_refused_by_its_field(field: str, value: object) -> None:
    """Zero, a thousand million, a negative price or a foreign unit do not become a sale."""
    sale = msgspec.to_builtins(FACTS["sale.closed"])
    sale["lines"][0][field] = value
    with pytest.raises(v1.BadFact, match=field):
        v1.from_wire(v1.UP_KINDS, "sale.closed", msgspec.json.encode(sale))


def test_a_field_of_tomorrow_is_ignored() -> None:
    """What a newer box adds does not stop an older hub."""
    sale = msgspec.to_builtins(FACTS["sale.closed"])
    sale["points"] = 12
    sale["lines"][0]["origin"] = "สงขลา"
    assert v1.from_wire(v1.UP_KINDS, "sale.closed", msgspec.json.encode(sale)) == FACTS["sale.closed"]


def test_the_chain_tells_every_change_of_an_event() -> None:
    """Two ledgers that differ in one byte anywhere end in different hashes."""
    bodies = [bytes([number]) * 20 for number in range(10)]
    whole = _chain(bodies)
    for number in range(10):
        changed = list(bodies)
        changed[number] = changed[number][:-1] + random.Random(number).randbytes(1)
        assert changed == bodies or _chain(changed) != whole


def _chain(bodies: list[bytes]) -> bytes:
    chain = envelope.genesis("hatyai01", "e-1")
    for body in bodies:
        chain = envelope.link(chain, body)
    return chain
