"""A Toledo 8217 for trying things out: the other end of the serial cable, a pan that a hand puts goods on."""

import threading
import time
from typing import Self

from appliance.devices.scale.terminal import Terminal
from appliance.devices.scale.toledo_8217.wire import ASK_WEIGHT, CR, MOVING, OVER, STX, UNDER

OVER_BY_DIVISIONS = 9
"""A scale shows so many divisions more than its capacity before it says over."""
ALWAYS_SET = 0x40


class VirtualScale:
    """A scale in a shop, with goods on its pan. ``port`` goes into the box's ``scale.port``."""

    def __init__(self, *, capacity_g: int = 15_000, division_g: int = 5) -> None:
        self.capacity_g, self.division_g = capacity_g, division_g
        self._lock = threading.Lock()
        self._weight_g, self._moving, self._settled_at_s = 0, False, 0.0
        self._mute, self._garble, self._garbled = False, False, 0
        self._terminal = Terminal(self._hear)
        self.port = self._terminal.port

    def put(self, weight_g: int, *, moving: bool = False, settle_s: float = 0.4) -> None:
        """Have so much on the pan; the pan swings for ``settle_s`` seconds, or for good where it is ``moving``."""
        with self._lock:
            self._weight_g, self._moving = weight_g, moving
            self._settled_at_s = time.monotonic() + settle_s

    def over(self) -> None:
        """Put far too much on the pan."""
        self.put(2 * self.capacity_g, settle_s=0)

    def under(self) -> None:
        """Lift the pan off, so that the scale is under zero."""
        self.put(-20 * self.division_g, settle_s=0)

    def mute(self, on: bool) -> None:
        """Have the scale answer nothing, as when it is switched off."""
        self._mute = on

    def garble(self, on: bool) -> None:
        """Have something on the cable damage every answer, each in another way."""
        self._garble = on

    def unplug(self) -> None:
        """Pull the cable out of the box."""
        self._terminal.unplug()

    def plug(self) -> None:
        """Put the cable back."""
        self._terminal.plug()

    def close(self) -> None:
        """Take the scale away."""
        self._terminal.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _hear(self, data: bytes) -> bytes:
        if self._mute:
            return b""
        answers = b"".join(self._answer() for byte in data if byte == ASK_WEIGHT[0])
        return self._damaged(answers) if self._garble else answers

    def _answer(self) -> bytes:
        """The frame for what lies on the pan now, in whole divisions."""
        with self._lock:
            weight_g, moving, settled_at_s = self._weight_g, self._moving, self._settled_at_s
        shown_g = (2 * weight_g + self.division_g) // (2 * self.division_g) * self.division_g
        status = 0
        if shown_g > self.capacity_g + OVER_BY_DIVISIONS * self.division_g:
            status |= OVER
        if shown_g < 0:
            status |= UNDER
        if moving or time.monotonic() < settled_at_s:
            status |= MOVING
        if status:
            return bytes([STX, ord("?"), ALWAYS_SET | status, CR])
        return bytes([STX]) + b"%02d.%03d" % divmod(shown_g, 1000) + bytes([CR])

    def _damaged(self, frame: bytes) -> bytes:
        """Lose the end, flip a bit, or put another byte in the middle: in turn."""
        self._garbled += 1
        middle = len(frame) // 2
        ways = (
            frame[:middle],
            frame[:middle] + bytes([frame[middle] ^ 0x50]) + frame[middle + 1 :],
            frame[:middle] + b"~" + frame[middle:],
        )
        return ways[self._garbled % len(ways)]
