"""How well a branch's feed is, in one word, and which branch wants looking at first."""

from dataclasses import dataclass
from typing import Literal

Colour = Literal["red", "amber", "green", "grey"]
SILENT_AFTER_S = 60
"""A box says how it is every few seconds; after a minute without, its link is down."""
UNSENT_AMBER_S = 60
UNSENT_RED_S = 600
SKEW_AMBER_S = 120
"""A clock that is wrong by more than two minutes shows on receipts."""

FAULTS = frozenset({"silent", "garbled", "no-reader", "no-service", "no-paper", "cover-open", "offline", "unreachable"})
"""Words of a device that somebody has to go and look at."""
LEDGER = "ledger"
"""A box names its ledger among the devices only where something is wrong with it."""


@dataclass(frozen=True, slots=True)
class Device:
    """A device of a box in a word of its own."""

    device: str
    state: str
    detail: str = ""

    @property
    def faulty(self) -> bool:
        """Whether somebody has to look at it."""
        return self.state in FAULTS or self.device == LEDGER


@dataclass(frozen=True, slots=True)
class Feed:
    """All that is known of a branch's feed.

    ``heard_s`` is the age of its last word, None where it never spoke; ``present`` is None until it speaks after
    the hub was started.
    """

    branch: str
    present: bool | None
    heard_s: int | None
    waiting: int
    oldest_waiting_s: int
    clock: str
    skew_s: int
    devices: tuple[Device, ...]
    alarms: int
    aside: int


Why = Literal[
    "never-heard", "alarm", "unsent-long", "link-down", "aside", "unsent", "device-fault", "clock-guess", "clock-skew"
]
ORDER: tuple[Why, ...] = (
    "alarm",
    "unsent-long",
    "link-down",
    "aside",
    "unsent",
    "device-fault",
    "clock-guess",
    "clock-skew",
    "never-heard",
)
RED = frozenset({"alarm", "unsent-long", "link-down"})


def reasons(feed: Feed) -> tuple[Why, ...]:
    """What is wrong with a feed, the worst first; nothing for a good one.

    >>> good = Feed("b", True, 2, 0, 0, "ntp", 0, (), 0, 0)
    >>> reasons(good), colour(good)
    ((), 'green')
    """
    if feed.heard_s is None:
        return ("alarm", "never-heard") if feed.alarms else ("never-heard",)
    found: set[Why] = set()
    if feed.alarms:
        found.add("alarm")
    if feed.oldest_waiting_s >= UNSENT_RED_S:
        found.add("unsent-long")
    elif feed.waiting and feed.oldest_waiting_s >= UNSENT_AMBER_S:
        found.add("unsent")
    if feed.present is False or feed.heard_s > SILENT_AFTER_S:
        found.add("link-down")
    if feed.aside:
        found.add("aside")
    if any(device.faulty for device in feed.devices):
        found.add("device-fault")
    if feed.clock == "guess":
        found.add("clock-guess")
    if abs(feed.skew_s) > SKEW_AMBER_S:
        found.add("clock-skew")
    return tuple(why for why in ORDER if why in found)


def colour(feed: Feed) -> Colour:
    """One colour for a feed: grey for a branch that never spoke, red where goods or figures are at stake."""
    found = reasons(feed)
    if RED & set(found):
        return "red"
    if found == ("never-heard",):
        return "grey"
    return "amber" if found else "green"


def worst_first(feed: Feed) -> tuple[int, int, int, str]:
    """The key that sorts the branch in most need to the top, and those that are not in use yet to the end."""
    found = reasons(feed)
    worst = ORDER.index(found[0]) if found else len(ORDER)
    if found == ("never-heard",):
        worst = len(ORDER) + 1
    return (worst, -len(found), -feed.oldest_waiting_s, feed.branch)
