"""The bytes on the wire stay what they were: boxes and hubs of different ages have to understand each other."""

import hashlib
from pathlib import Path

import msgspec
import pytest

from hub.contract import envelope, v1
from tests.contract.examples import FACTS, MESSAGES, SIGNING_KEY

GOLDEN = Path(__file__).parents[1] / "golden" / "wire"
MANIFEST = GOLDEN / "MANIFEST"


def manifest() -> dict[str, str]:
    """File name to SHA-256; lines are only ever added."""
    lines = MANIFEST.read_text(encoding="ascii").splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def test_frozen_files_are_what_the_manifest_says() -> None:
    """A golden file that was edited is found out, and so is one that was taken away or not entered."""
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in GOLDEN.glob("*.json")}
    assert found == manifest()


@pytest.mark.parametrize("kind", sorted({*v1.UP_KINDS, *v1.DOWN_KINDS}))
def test_every_kind_of_fact_reads_its_frozen_bytes_and_writes_them_again(kind: str) -> None:
    """Today's program reads what the first one wrote, to the same fact, and would write the same bytes."""
    frozen = (GOLDEN / f"{kind}.v1.json").read_bytes()
    kinds = v1.UP_KINDS if kind in v1.UP_KINDS else v1.DOWN_KINDS
    assert v1.from_wire(kinds, kind, frozen) == FACTS[kind]
    assert v1.to_wire(FACTS[kind]) == frozen


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_every_message_reads_its_frozen_bytes_and_writes_them_again(name: str) -> None:
    """The frame around the facts is as frozen as they are, with its signature."""
    frozen = (GOLDEN / f"message-{name}.v1.json").read_bytes()
    message = envelope.unpack(frozen)
    assert msgspec.json.encode(message) == frozen == msgspec.json.encode(MESSAGES[name])
    if isinstance(message, envelope.Signed):
        SIGNING_KEY.public_key().verify(bytes.fromhex(message.sig), envelope.to_be_signed(message))
