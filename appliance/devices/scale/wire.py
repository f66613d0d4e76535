"""What can be heard from a scale, whatever its protocol, and what a protocol has to bring along.

Pure values: no port, no clock, no waiting. A protocol is one ``Protocol`` value: what to ask, how the line is set,
and a decoder that takes the stream in any pieces and gives the same values for any cut.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from typing import Protocol as Shape


@dataclass(frozen=True, slots=True)
class Weight:
    """A frame with a weight."""

    weight_g: int
    stable: bool
    net: bool
    frame: bytes


@dataclass(frozen=True, slots=True)
class NoWeight:
    """A frame that says why there is no weight."""

    why: Literal["moving", "over", "under"]
    frame: bytes


@dataclass(frozen=True, slots=True)
class Noise:
    """Bytes that are no frame."""

    frame: bytes


Heard = Weight | NoWeight | Noise


class Decoder(Shape):
    """Turns the stream of bytes into values."""

    def feed(self, data: bytes) -> list[Heard]:
        """Take the next piece of the stream; what is not complete yet is kept for the next one."""


@dataclass(frozen=True, slots=True)
class Line:
    """How the serial line is set; the letters and numbers are pyserial's."""

    baud: int
    data_bits: Literal[7, 8] = 8
    parity: Literal["N", "E", "O"] = "N"
    stop_bits: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class Protocol:
    """A scale's protocol, as far as a driver has to know it. An empty ``ask`` is for scales that talk unasked."""

    name: str
    line: Line
    decoder: Callable[[], Decoder]
    ask: bytes = b""
    ask_every_ms: int = 125
