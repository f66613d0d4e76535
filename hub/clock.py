"""The hub's time: the only place that asks the machine for it."""

import datetime as dt
from typing import Protocol

THAILAND = dt.timezone(dt.timedelta(hours=7), "Asia/Bangkok")
"""The day of a sale is the day in Thailand, wherever the hub's machine stands: UTC+7 without summer time."""


class Clock(Protocol):
    """The time as the hub sees it."""

    def now(self) -> dt.datetime:
        """UTC."""


class SystemClock:
    """The clock of the machine, which the operating system keeps right."""

    def now(self) -> dt.datetime:
        """UTC."""
        return dt.datetime.now(dt.UTC)


class HandClock:
    """A clock that a test moves by hand.

    >>> clock = HandClock(dt.datetime(2026, 1, 5, 2, 0, tzinfo=dt.UTC))
    >>> clock.move(dt.timedelta(hours=1))
    >>> clock.now().hour
    3
    """

    def __init__(self, start: dt.datetime) -> None:
        self._now = start

    def now(self) -> dt.datetime:
        """UTC, as it was last set."""
        return self._now

    def move(self, by: dt.timedelta) -> None:
        """Let time pass."""
        self._now += by


def unix_ms(moment: dt.datetime) -> int:
    """Milliseconds since 1970, as the books keep the hub's own times."""
    return int(moment.timestamp() * 1000)
