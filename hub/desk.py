"""What an action, a page and the intake may touch: the books, the clock, new ids, and the board of what is live.

The board is memory only. Nothing is booked from it; after a restart it fills again within seconds.
"""

import datetime as dt
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from hub.clock import Clock
from hub.rules.feeds import Device
from hub.store.ledgers import StoredEvent
from hub.store.names import Books
from hub.store.opening import Store

NEWS_LIMIT = 100
"""So many of the newest events can be seen passing by."""

Reapply = Callable[[Books, StoredEvent], str | None]
"""Book an event that is aside, in the open transaction; says why not, or None where it is booked now."""


@dataclass(frozen=True, slots=True)
class Presence:
    """What a box last said of itself, and when the hub heard it."""

    here: bool
    heard_at: dt.datetime
    boot: str
    version: str
    waiting: int
    oldest_waiting_s: int
    said_at: dt.datetime | None
    clock: str
    devices: tuple[Device, ...]


@dataclass(frozen=True, slots=True)
class News:
    """One event as it passes by on the screen."""

    branch: str
    seq: int
    kind: str
    state: str
    ts: str
    received_at: dt.datetime
    amount_satang: int | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    """How often things changed since the hub started: who has seen a smaller number looks again."""

    feeds: int = 0
    events: int = 0
    rounds: int = 0


@dataclass
class Board:
    """Who is there, what passes by, and which rounds' demand moved."""

    presences: dict[str, Presence] = field(default_factory=dict)
    news: deque[News] = field(default_factory=lambda: deque(maxlen=NEWS_LIMIT))
    closed: bool = False
    link: str = "off"
    """How the hub's own way to the broker is: off, down or up."""
    _tick: Tick = field(default_factory=Tick)
    _moved_rounds: set[str] = field(default_factory=set)
    _bell: threading.Condition = field(default_factory=threading.Condition)

    def heard(self, branch: str, presence: Presence) -> None:
        """A box said how it is."""
        with self._bell:
            self.presences[branch] = presence
            self._tick = Tick(self._tick.feeds + 1, self._tick.events, self._tick.rounds)
            self._bell.notify_all()

    def booked(self, news: list[News], rounds: set[str]) -> None:
        """Events were booked; demand of these rounds moved."""
        with self._bell:
            self.news.extend(news)
            self._moved_rounds |= rounds
            tick = self._tick
            self._tick = Tick(tick.feeds + 1, tick.events + 1, tick.rounds + bool(rounds))
            self._bell.notify_all()

    def link_is(self, state: str) -> None:
        """The hub's own way to the broker came up or went down."""
        with self._bell:
            self.link = state
            self._tick = Tick(self._tick.feeds + 1, self._tick.events, self._tick.rounds)
            self._bell.notify_all()

    def latest(self) -> list[News]:
        """What passed by, the newest first."""
        with self._bell:
            return list(reversed(self.news))

    def take_moved_rounds(self) -> set[str]:
        """The rounds whose demand moved since the last call."""
        with self._bell:
            moved, self._moved_rounds = self._moved_rounds, set()
            return moved

    def wait_for_change(self, seen: Tick, timeout_s: float) -> Tick:
        """Wait until something changed, the time is over or the hub closes; the counts as they are then."""
        with self._bell:
            self._bell.wait_for(lambda: self.closed or self._tick != seen, timeout_s)
            return self._tick

    def pause(self, seconds: float) -> None:
        """Wait a moment, or until the hub closes."""
        with self._bell:
            self._bell.wait_for(lambda: self.closed, seconds)

    def tick(self) -> Tick:
        """The counts as they are."""
        with self._bell:
            return self._tick

    def close(self) -> None:
        """Let go of everybody who waits."""
        with self._bell:
            self.closed = True
            self._bell.notify_all()


class Out(NamedTuple):
    """A message for the broker."""

    topic: str
    payload: bytes


class Voice(NamedTuple):
    """The key that the hub signs with, and its name."""

    kid: str
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True)
class Desk:
    """Everything that an action may touch."""

    store: Store
    clock: Clock
    new_id: Callable[[], str]
    board: Board
    reapply: Reapply
