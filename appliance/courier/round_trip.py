"""Which events to send next, and what an answer means: go-back-N with cumulative acknowledgements.

Pure: told the time, it waits for nothing. Everything booked after ``acked`` may be sent again at any time, for the
hub books each number once; so losing a message, an answer or the memory of this object costs time only.

>>> window = Window(acked=10, resend_after_s=5.0, jitter=lambda: 0.5)
>>> window.next_batch(last=300, now_s=0.0)              # nothing before the hub said where it stands
>>> window.greeted(acked=10)
>>> window.next_batch(last=300, now_s=0.0), window.next_batch(last=300, now_s=0.0)
((11, 210), (211, 300))
>>> window.acknowledged(210); window.next_batch(last=300, now_s=1.0)
>>> window.next_batch(last=300, now_s=60.0)             # no answer to the second: again from 211
(211, 300)
"""

from collections.abc import Callable
from dataclasses import dataclass, field

BATCH_EVENTS = 200
WINDOW_EVENTS = 8 * BATCH_EVENTS
"""So many events may be on their way unanswered: a backlog of any size costs no more memory than this."""
LONGEST_WAIT_S = 60.0


@dataclass
class Window:
    """The events between what the hub has acknowledged and what was sent. Times are monotonic seconds."""

    acked: int
    resend_after_s: float
    jitter: Callable[[], float]
    """A number from 0 up to 1, so that three hundred boxes do not speak at the same moment."""
    sent: int = field(init=False)
    greeted_by_hub: bool = field(default=False, init=False)
    _deadline_s: float | None = field(default=None, init=False)
    _tries: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.sent = self.acked

    def forget_greeting(self) -> None:
        """The line was cut or the hub came anew: ask first where it stands."""
        self.greeted_by_hub = False
        self._settle()

    def greeted(self, acked: int) -> None:
        """The hub said where it stands: go on from there, forward or back."""
        self.acked = self.sent = acked
        self.greeted_by_hub = True
        self._settle()

    def acknowledged(self, up_to: int) -> None:
        """The hub has booked so far; an older answer than the last changes nothing."""
        if up_to <= self.acked:
            return
        self.acked = up_to
        self.sent = max(self.sent, up_to)
        self._settle()

    def _settle(self) -> None:
        self._deadline_s = None
        self._tries = 0

    def next_batch(self, last: int, now_s: float) -> tuple[int, int] | None:
        """The numbers (from, to) to send now, given the ledger's last number; None where there is nothing to do."""
        if not self.greeted_by_hub:
            return None
        if self._deadline_s is None and self.sent > self.acked:
            self._deadline_s = now_s + self._wait_s()
        if self._deadline_s is not None and now_s >= self._deadline_s:
            self.sent = self.acked
            self._tries += 1
            self._deadline_s = None
        first, to = self.sent + 1, min(last, self.sent + BATCH_EVENTS)
        if first > to or to - self.acked > WINDOW_EVENTS:
            return None
        self.sent = to
        if self._deadline_s is None:
            self._deadline_s = now_s + self._wait_s()
        return first, to

    def cut_short(self, to: int) -> None:
        """The batch just taken ended earlier than planned (the box started anew there, or it grew too large)."""
        self.sent = to

    def _wait_s(self) -> float:
        doubled = self.resend_after_s * float(2 ** min(self._tries, 10))
        return min(doubled, LONGEST_WAIT_S) * (1 + self.jitter() / 2)

    def wait_s(self, now_s: float) -> float | None:
        """How long nothing has to be done unless something happens; None for ever."""
        return None if self._deadline_s is None else max(0.0, self._deadline_s - now_s)
