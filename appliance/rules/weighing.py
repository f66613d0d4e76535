"""What a scale can say, and when a weight may be sold on: one place, whatever the scale.

Stable, fresh, gross of nothing else, heavy enough, within capacity, and with the pan seen empty since the last
item. Anything else is refused with what to do; an old weight or a guess is never taken.
"""

from dataclasses import dataclass
from typing import Literal

from appliance.errors import (
    PanNotCleared,
    ScaleAbsent,
    ScaleGarbled,
    ScaleMoving,
    ScaleOverloaded,
    ScaleSilent,
    ScaleUnderZero,
    TooLight,
)

FRESH_S = 1.0
"""How old a reading may be, seconds."""
LEAST_DIVISIONS = 20
"""The least load of a class III scale is 20 e (OIML R 76)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A weight off the scale. ``zeros``: how often the pan was seen empty, stable at zero, before this reading.

    ``at_s`` is ``time.monotonic()`` when it came, ``frame`` the bytes as they came.
    """

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


def sellable(state: ScaleState, *, now_s: float, zeros_sold: int, capacity_g: int, division_g: int) -> Reading:
    """The reading, if goods may be sold on it.

    ``now_s`` is ``time.monotonic()``; ``zeros_sold`` is ``zeros`` of the reading that was sold last, -1 for none.

    >>> on_pan = Reading(1230, stable=True, net=False, at_s=10.0, zeros=1)
    >>> sellable(on_pan, now_s=10.4, zeros_sold=0, capacity_g=15_000, division_g=5).weight_g
    1230
    >>> sellable(on_pan, now_s=10.4, zeros_sold=1, capacity_g=15_000, division_g=5)
    Traceback (most recent call last):
    ...
    appliance.errors.counter.PanNotCleared: This weight was sold already. Empty the pan before you weigh the next item.

    Raises the NoWeight that fits the state.
    """
    match state:
        case Absent():
            raise ScaleAbsent
        case Silent():
            raise ScaleSilent
        case Garbled():
            raise ScaleGarbled
        case Unsettled(why="over"):
            raise ScaleOverloaded
        case Unsettled(why="under"):
            raise ScaleUnderZero
        case Unsettled():
            raise ScaleMoving
    if now_s - state.at_s > FRESH_S:
        raise ScaleSilent
    if not state.stable:
        raise ScaleMoving
    if state.weight_g < 0:
        raise ScaleUnderZero
    if state.weight_g > capacity_g:
        raise ScaleOverloaded
    if state.weight_g < LEAST_DIVISIONS * division_g:
        raise TooLight(least_g=LEAST_DIVISIONS * division_g)
    if state.zeros <= zeros_sold:
        raise PanNotCleared
    return state
