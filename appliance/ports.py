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

# ── scale ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Reading:
    """A weight off the scale. ``zeros``: how often the pan was seen empty, stable at zero, before this reading."""

    weight_g: int
    stable: bool
    net: bool
    at_s: float
    zeros: int = 0
    frame: bytes = b""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """The scale answers, but has no weight to give."""

    why: Literal["moving", "over", "under"]
    at_s: float
    frame: bytes = b""


@dataclass(frozen=True, slots=True)
class Garbled:
    """Something came that is no frame of this protocol."""

    at_s: float
    frame: bytes = b""


@dataclass(frozen=True, slots=True)
class Silent:
    """Nothing came: cable, power, or the port is gone (``detail``)."""

    detail: str = ""


@dataclass(frozen=True, slots=True)
class Absent:
    """The branch has no such device; that is no fault."""


ScaleState = Reading | Unsettled | Garbled | Silent | Absent


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
