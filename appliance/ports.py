"""What a scale, a card reader, a printer and a clock are to the rest of the box, and what they answer.

Not knowing is an answer of its own, and never the last value again. None of the calls here waits for a
device, but ``Printer.print``; drivers listen in threads of their own and keep the newest state.
Times ``at_s`` are ``time.monotonic()`` seconds.
"""

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Literal, Protocol

from appliance.rules.paper import Paper
from appliance.rules.weighing import Absent, Garbled, Reading, ScaleState, Silent, Unsettled

__all__ = [
    "Absent",
    "BadTap",
    "CardReader",
    "Clock",
    "Garbled",
    "Paper",
    "Printed",
    "Printer",
    "PrinterState",
    "PrinterStatus",
    "ReaderState",
    "Reading",
    "Scale",
    "ScaleState",
    "Silent",
    "Tap",
    "Unsettled",
]

# ── scale ───────────────────────────────────────────────────────────────────────────────────────────


class Scale(Protocol):
    """A scale on the counter."""

    name: str

    def now(self) -> ScaleState:
        """The newest state; Silent when nothing came for two seconds."""

    def close(self) -> None:
        """Stop listening and give the port back."""


# ── cards ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Tap:
    """A card was put on the reader. ``count`` tells two taps of one card apart; ``uid`` is hex, upper case."""

    count: int
    uid: str
    at_s: float


@dataclass(frozen=True, slots=True)
class BadTap:
    """A card was there, but says nothing that identifies a member."""

    count: int
    why: Literal["random-uid", "unreadable", "pulled-away"]
    at_s: float


class ReaderState(enum.Enum):
    """How the card reader is."""

    READY = "ready"
    NO_READER = "no-reader"
    NO_SERVICE = "no-service"
    ABSENT = "absent"


class CardReader(Protocol):
    """A reader for members' cards."""

    def last(self) -> Tap | BadTap | None:
        """The newest tap since the box started."""

    def state(self) -> ReaderState:
        """Whether a card could be read now."""

    def close(self) -> None:
        """Stop listening."""


# ── paper ───────────────────────────────────────────────────────────────────────────────────────────


class PrinterState(enum.Enum):
    """How the printer is. A printer that does not answer is UNKNOWN, neither empty nor well."""

    READY = "ready"
    NO_PAPER = "no-paper"
    COVER_OPEN = "cover-open"
    OFFLINE = "offline"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """The printer's state, and whether the roll is near its end."""

    state: PrinterState
    paper_low: bool = False


class Printed(enum.Enum):
    """What became of a paper."""

    CONFIRMED = "confirmed"
    """The printer said that it printed everything before its answer."""
    NOT_SENT = "not-sent"
    """Nothing went to the printer, so it may be tried again."""
    UNKNOWN = "unknown"
    """Some or all of it went out, nobody knows how much: a person has to look."""


class Printer(Protocol):
    """A receipt printer with a drawer behind it."""

    def print(self, paper: Paper, *, open_drawer: bool = False) -> Printed:
        """Print and cut one paper, and wait until the printer says so or for ten seconds at most."""

    def status(self) -> PrinterStatus:
        """The newest status, as of the last print or the last look a few seconds ago."""

    def close(self) -> None:
        """Give the port back."""


# ── all of them ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """A device's state in one word of its own, for the status bar and the hub."""

    device: Literal["scale", "card-reader", "printer"]
    state: str
    is_well: bool


# ── the way to the hub ──────────────────────────────────────────────────────────────────────────────


class LinkProblem(enum.Enum):
    """Why the hub does not take this box's ledger although it can be reached."""

    NONE = ""
    REFUSED = "refused"
    """The hub refuses it: the key or the ledger is not registered there, or was changed on its way."""
    DIVERGED = "diverged"
    """The hub has other events under this ledger's numbers: a copy of this box is at work, or its books went back."""


@dataclass(frozen=True, slots=True)
class LinkState:
    """The way to the hub. ``waiting`` events are booked here and not yet there; that loses nothing."""

    configured: bool
    connected: bool
    hub_here: bool
    waiting: int
    oldest_waiting_s: int
    problem: LinkProblem = LinkProblem.NONE
    reason: str = ""


class Uplink(Protocol):
    """What carries the ledger to the hub."""

    def state(self) -> LinkState:
        """How it stands now."""


# ── clock ───────────────────────────────────────────────────────────────────────────────────────────


class Clock(Protocol):
    """The time, and how far it can be trusted."""

    boot: str
    """A name for this start of the box."""

    def now(self) -> dt.datetime:
        """UTC."""

    def quality(self) -> Literal["ntp", "rtc", "guess"]:
        """Whether the time came over the network, from a battery clock, or is a guess."""

    def mono_ms(self) -> int:
        """Milliseconds since this start; only ever grows."""
