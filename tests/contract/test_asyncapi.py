"""The contract for everybody else says what the program does: topics, directions and every field."""

import json
from pathlib import Path
from typing import Any

import msgspec
import yaml

from hub.contract import envelope, topics, v1

DOCUMENT = Path(v1.__file__).parent / "asyncapi.yaml"
KINDS = [*v1.UP_KINDS.values(), *v1.DOWN_KINDS.values()]
MESSAGES = [
    envelope.Batch,
    envelope.Hello,
    envelope.Ack,
    envelope.FeedBatch,
    envelope.FeedHead,
    envelope.Live,
    envelope.Event,
    envelope.Change,
]


def of_the_program() -> dict[str, Any]:
    """The schemas of every fact and message, as the structs define them."""
    _, schemas = msgspec.json.schema_components([*KINDS, *MESSAGES], ref_template="#/components/schemas/{name}")
    return json.loads(msgspec.json.encode(schemas))


def document() -> dict[str, Any]:
    """The AsyncAPI document."""
    return yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))


def test_every_field_in_the_document_is_the_programs() -> None:
    """A field that is added, renamed or narrowed in v1 and not in asyncapi.yaml is found here."""
    assert document()["components"]["schemas"] == of_the_program()


def test_every_topic_in_the_document_is_the_programs() -> None:
    """The document's addresses are those that boxes and hub use."""
    addresses = {channel["address"] for channel in document()["channels"].values()}
    assert addresses == {
        topics.up("{branch}"),
        topics.down_ack("{branch}"),
        topics.down_feed("{branch}"),
        topics.live("{branch}"),
        topics.DOWN_HEAD,
        topics.live(topics.HUB),
    }


def test_every_kind_of_event_is_listed_with_its_fact() -> None:
    """Whoever reads the document knows which fact an event's type stands for."""
    listed = document()["x-facts"]
    assert listed == {
        "up": {kind: f"#/components/schemas/{fact.__name__}" for kind, fact in v1.UP_KINDS.items()},
        "down": {kind: f"#/components/schemas/{fact.__name__}" for kind, fact in v1.DOWN_KINDS.items()},
    }
