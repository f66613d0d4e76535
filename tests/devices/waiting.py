"""Waiting for what a device will say, without stating how long it takes."""

import time
from collections.abc import Callable
from typing import TypeVar

AT_MOST_S = 20.0
LOOK_EVERY_S = 0.01

T = TypeVar("T")


def wait_for(look: Callable[[], T], wanted: Callable[[T], bool]) -> T:
    """Look until it is as wanted, and give what was seen; what was seen last where it never is."""
    until_s = time.monotonic() + AT_MOST_S
    while not wanted(seen := look()) and time.monotonic() < until_s:
        time.sleep(LOOK_EVERY_S)
    return seen
