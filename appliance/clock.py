"""The time of the box: the system's clock with its quality, and one that a test moves by hand.

A Pi has no battery clock: after a power cut it may wake in 1970 or at the hour it was switched off. So the time
only informs; order and identity come from numbers.
"""

import datetime as dt
import secrets
import time
from pathlib import Path
from typing import Literal

TIMESYNC_MARK = Path("/run/systemd/timesync/synchronized")
"""systemd-timesyncd touches it when the clock was set over the network since this start."""
RTC = Path("/sys/class/rtc/rtc0/since_epoch")


class SystemClock:
    """The machine's clock."""

    def __init__(self) -> None:
        self.boot = f"b-{secrets.token_hex(6)}"
        self._started_s = time.monotonic()

    def now(self) -> dt.datetime:
        """UTC."""
        return dt.datetime.now(dt.UTC)

    def quality(self) -> Literal["ntp", "rtc", "guess"]:
        """``ntp`` after a synchronisation since the start, ``rtc`` with a battery clock, else ``guess``."""
        if TIMESYNC_MARK.exists():
            return "ntp"
        return "rtc" if RTC.exists() else "guess"

    def mono_ms(self) -> int:
        """Milliseconds since this start."""
        return int((time.monotonic() - self._started_s) * 1000)


class HandClock:
    """A clock that stands until a test moves it."""

    def __init__(self, at: dt.datetime, boot: str = "b-test") -> None:
        self.boot = boot
        self._at = at
        self._mono_ms = 0

    def now(self) -> dt.datetime:
        """Where the hands stand."""
        return self._at

    def move(self, by: dt.timedelta) -> None:
        """Move the hands, forward or back."""
        self._at += by
        self._mono_ms += max(0, int(by.total_seconds() * 1000))

    def quality(self) -> Literal["ntp", "rtc", "guess"]:
        """A clock set by hand is a guess."""
        return "guess"

    def mono_ms(self) -> int:
        """Milliseconds that it was moved forward."""
        return self._mono_ms
