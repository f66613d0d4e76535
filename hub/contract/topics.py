"""Every MQTT topic there is, who may write it and who may read it. The broker's ACL is made from this file.

=============================  =========  ==================================================================
topic                          direction  what it carries
=============================  =========  ==================================================================
``pos/v1/<branch>/up``         box → hub  the ledger: batches, and the hello and feed receipts that go with it
``pos/v1/<branch>/down/ack``   hub → box  how far the hub has booked
``pos/v1/<branch>/down/feed``  hub → box  catalogue, members, cards, rounds: numbered changes
``pos/v1/all/down/head``       hub → all  the newest number of the feed
``pos/v1/<branch>/live``       box → hub  birth, state every few seconds, and the Will
``pos/v1/hub/live``            hub → all  birth and Will of the hub
``prov/v1/<serial>/…``         both       a box that has no branch yet
=============================  =========  ==================================================================

>>> up("rattaphum01")
'pos/v1/rattaphum01/up'
>>> branch_of("pos/v1/rattaphum01/up"), branch_of("pos/v1/hub/live"), branch_of("pos/v1/x/up")
('rattaphum01', None, None)
"""

import re
from typing import Literal, NamedTuple, NewType

BranchId = NewType("BranchId", str)

ROOT = "pos/v1"
HUB = "hub"
EVERY_BRANCH = "all"
RESERVED = frozenset({HUB, EVERY_BRANCH})
"""Names that stand where a branch id stands, so no branch may carry them."""

_BRANCH_ID = re.compile(r"[a-z0-9]{3,16}")
_BRANCH_TOPIC = re.compile(rf"{ROOT}/([a-z0-9]{{3,16}})/(?:up|live|down/ack|down/feed)")


def branch_id(text: str) -> BranchId:
    """Check a branch id: 3 to 16 of a–z and 0–9, not one of the reserved words.

    >>> branch_id("hatyai01")
    'hatyai01'

    Raises ValueError with the reason.
    """
    if not _BRANCH_ID.fullmatch(text):
        raise ValueError(f"branch id {text!r}: 3 to 16 characters of a-z and 0-9 are wanted")
    if text in RESERVED:
        raise ValueError(f"branch id {text!r} is reserved: choose another")
    return BranchId(text)


def up(branch: str) -> str:
    """The one topic on which a branch's ledger goes up."""
    return f"{ROOT}/{branch}/up"


def live(branch: str) -> str:
    """Presence and state of a branch, or of the hub for ``HUB``."""
    return f"{ROOT}/{branch}/live"


def down_ack(branch: str) -> str:
    """How far the hub has booked a branch's ledger."""
    return f"{ROOT}/{branch}/down/ack"


def down_feed(branch: str) -> str:
    """Numbered changes of reference data for one branch."""
    return f"{ROOT}/{branch}/down/feed"


DOWN_HEAD = f"{ROOT}/{EVERY_BRANCH}/down/head"
"""The newest number of the feed, for every branch."""


def branch_of(topic: str) -> BranchId | None:
    """Whose topic it is, or None for the hub's, everybody's, and what is no topic of ours."""
    match = _BRANCH_TOPIC.fullmatch(topic)
    if match is None or match[1] in RESERVED:
        return None
    return BranchId(match[1])


class Right(NamedTuple):
    """One line of the broker's access list. ``{me}`` in the pattern stands for the certificate's common name."""

    role: Literal["box", "hub"]
    access: Literal["read", "write"]
    pattern: str


RIGHTS: tuple[Right, ...] = (
    Right("box", "write", up("{me}")),
    Right("box", "write", live("{me}")),
    Right("box", "read", down_ack("{me}")),
    Right("box", "read", down_feed("{me}")),
    Right("box", "read", DOWN_HEAD),
    Right("box", "read", live(HUB)),
    Right("hub", "read", up("+")),
    Right("hub", "read", live("+")),
    Right("hub", "write", down_ack("+")),
    Right("hub", "write", down_feed("+")),
    Right("hub", "write", DOWN_HEAD),
    Right("hub", "write", live(HUB)),
)
"""Everything that is allowed; what is not here is refused. ``prov/v1`` opens when a claim needs it."""
