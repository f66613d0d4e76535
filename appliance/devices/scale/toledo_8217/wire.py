"""Toledo 8217: the box asks ``W``, the scale answers with one frame, 9600 baud, 7 data bits, even parity, 1 stop bit.

A stable weight, in kilograms with three decimals, zeros or blanks in front; ``N`` follows where it is net::

    ┌─────┬───┬───┬───┬───┬───┬───┬─────┬─────┐
    │ STX │ d │ d │ . │ d │ d │ d │ [N] │ CR  │      02 30 31 2E 32 33 34 0D      1.234 kg
    └─────┴───┴───┴───┴───┴───┴───┴─────┴─────┘

No weight to give: a question mark and a status character instead::

    ┌─────┬─────┬────┬─────┐   bit 0  in motion          bit 3  outside the zero capture range (since switching on)
    │ STX │  ?  │ st │ CR  │   bit 1  over capacity      bit 4  centre of zero
    └─────┴─────┴────┴─────┘   bit 2  under zero         bit 5  net
                               bit 6  set in every printable character, says nothing

Bit 7 is none of seven; a frame with it set is noise. Of several bits the graver one counts: over, under, moving.
Outside the zero capture range counts as under zero, for the remedy is the same: clear the pan, press zero. A status
that gives no reason counts as moving: ask again. Two decimals (pounds) are refused, so a pound is never sold as a
kilogram.

Source: Mettler-Toledo, 8217 Technical Manual, serial interface; checked against the customer's table of protocols.

>>> decoder = Decoder8217()
>>> decoder.feed(bytes.fromhex("02 30 31 2E 32"))
[]
>>> decoder.feed(bytes.fromhex("33 34 0D 02 3F 41 0D"))[0].weight_g
1234
"""

import re

from appliance.devices.scale.wire import Heard, Line, Noise, NoWeight, Protocol, Weight

STX, CR = 0x02, 0x0D
ASK_WEIGHT = b"W"
FRAME_BYTES_LIMIT = 9
"""STX, six characters of weight, N, CR."""
NOISE_BYTES_LIMIT = 32
"""A stream without any frame is reported in pieces of so many bytes."""
MOVING, OVER, UNDER, OUTSIDE_ZERO_CAPTURE = 1 << 0, 1 << 1, 1 << 2, 1 << 3

_WEIGHT = re.compile(rb"([ 0-9][0-9])\.([0-9]{3})(N?)")
_STATUS = re.compile(rb"\?([\x40-\x7f])")


def read_frame(frame: bytes) -> Heard:
    """What one frame says, from STX to CR; Noise where it is none.

    >>> read_frame(b"\\x02 0.250N\\r")
    Weight(weight_g=250, stable=True, net=True, frame=b'\\x02 0.250N\\r')
    >>> read_frame(b"\\x02?A\\r").why, read_frame(b"\\x02?C\\r").why, read_frame(b"\\x02?D\\r").why
    ('moving', 'over', 'under')
    >>> read_frame(b"\\x020.25\\r")
    Noise(frame=b'\\x020.25\\r')
    """
    if weight := _WEIGHT.fullmatch(frame, 1, len(frame) - 1):
        kilograms, grams, net = weight.groups()
        return Weight(int(kilograms) * 1000 + int(grams), stable=True, net=bool(net), frame=frame)
    if status := _STATUS.fullmatch(frame, 1, len(frame) - 1):
        bits = status[1][0]
        if bits & OVER:
            return NoWeight("over", frame)
        if bits & (UNDER | OUTSIDE_ZERO_CAPTURE):
            return NoWeight("under", frame)
        return NoWeight("moving", frame)
    return Noise(frame)


class Decoder8217:
    """Finds frames in the stream: from an STX to the next CR, and whatever is between frames is noise."""

    def __init__(self) -> None:
        self._frame = b""
        self._stray = b""

    def feed(self, data: bytes) -> list[Heard]:
        """Take the next piece of the stream and give what became complete with it."""
        return [heard for byte in data for heard in self._take(byte)]

    def _take(self, byte: int) -> list[Heard]:
        if byte == STX:
            broken = self._stray + self._frame
            self._frame, self._stray = bytes([STX]), b""
            return [Noise(broken)] if broken else []
        if not self._frame:
            self._stray += bytes([byte])
            if len(self._stray) < NOISE_BYTES_LIMIT and byte != CR:
                return []
            broken, self._stray = self._stray, b""
            return [Noise(broken)]
        self._frame += bytes([byte])
        if byte == CR:
            frame, self._frame = self._frame, b""
            return [read_frame(frame)]
        if len(self._frame) >= FRAME_BYTES_LIMIT:
            self._stray, self._frame = self._frame, b""
        return []


TOLEDO_8217 = Protocol(
    name="toledo-8217",
    line=Line(baud=9600, data_bits=7, parity="E", stop_bits=1),
    decoder=Decoder8217,
    ask=ASK_WEIGHT,
)
