"""ESC/POS, as far as a receipt needs it: what is sent beside the picture, and what a printer answers.

Questions about the state, answered at once, whatever else waits in the printer's buffer::

    10 04 n   DLE EOT n      answer: one byte, 0xx1xx10

      n = 1   printer        bit 3  offline
      n = 2   why offline    bit 2  cover open          bit 5  stopped for want of paper
      n = 4   paper sensors  bit 2+3  near the end      bit 5+6  at the end

The question that a confirmation hangs on, answered only when everything before it was printed, and not at all while
paper is out::

    1D 72 01  GS r 1         answer: one byte, 0xx0xxxx
                             bit 0+1  near the end      bit 2+3  at the end

The fixed bits tell the two kinds apart, so a late answer to the one is never taken for the other.

Source: Epson, ESC/POS Command Reference: DLE EOT, GS r, GS P, ESC J, GS V, ESC p; Xprinter, XP-80 programming manual.
"""

import enum
from dataclasses import dataclass

ASK_PRINTER, ASK_OFFLINE_CAUSE, ASK_PAPER = (bytes([0x10, 0x04, n]) for n in (1, 2, 4))
ASK_WHEN_PRINTED = bytes([0x1D, 0x72, 1])
DRAWER_PULSE = (0x1B, 0x70, 0, 25, 250)
"""ESC p: pin 2, 50 ms on, 500 ms off."""
FEED_DOTS_LIMIT = 255

OFFLINE = 1 << 3
COVER_OPEN, STOPPED_FOR_PAPER = 1 << 2, 1 << 5
NEAR_END, AT_END = 0b11 << 2, 0b11 << 5
LATE_NEAR_END, LATE_AT_END = 0b11, 0b11 << 2


class Answer(enum.Enum):
    """Which question a byte from the printer answers."""

    STATE = "state"
    PRINTED = "printed"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class State:
    """What the three answers say together."""

    offline: bool
    cover_open: bool
    paper_out: bool
    paper_low: bool


def answer_to(byte: int) -> Answer:
    """Tell by the fixed bits which question a byte answers.

    >>> answer_to(0x16), answer_to(0x72), answer_to(0x00), answer_to(0x0F), answer_to(0xFF)
    (<Answer.STATE: 'state'>, <Answer.STATE: 'state'>, <Answer.PRINTED: 'printed'>, <Answer.PRINTED: 'printed'>, \
<Answer.NEITHER: 'neither'>)
    """
    if byte & 0x93 == 0x12:
        return Answer.STATE
    if byte & 0x90 == 0:
        return Answer.PRINTED
    return Answer.NEITHER


def read_state(printer: int, offline_cause: int, paper: int) -> State:
    """Put the answers to 1, 2 and 4 together.

    >>> read_state(0x16, 0x12, 0x12)
    State(offline=False, cover_open=False, paper_out=False, paper_low=False)
    >>> read_state(0x1E, 0x32, 0x7E).paper_out, read_state(0x1E, 0x16, 0x12).cover_open
    (True, True)
    >>> read_state(0x16, 0x12, 0x1E).paper_low
    True
    """
    return State(
        offline=bool(printer & OFFLINE),
        cover_open=bool(offline_cause & COVER_OPEN),
        paper_out=bool(offline_cause & STOPPED_FOR_PAPER or paper & AT_END),
        paper_low=bool(paper & NEAR_END),
    )


def motion_units(dots_per_inch: int) -> bytes:
    """GS P: let ESC J count in dots, so that blank rows can be fed instead of sent.

    >>> motion_units(203).hex(" ")
    '1d 50 cb cb'
    """
    return bytes([0x1D, 0x50, dots_per_inch, dots_per_inch])


def feed_dots(dots: int) -> bytes:
    """ESC J, as often as it takes: each feeds 255 dots at most.

    >>> feed_dots(300).hex(" ")
    '1b 4a ff 1b 4a 2d'
    """
    whole, rest = divmod(dots, FEED_DOTS_LIMIT)
    steps = [FEED_DOTS_LIMIT] * whole + ([rest] if rest else [])
    return b"".join(bytes([0x1B, 0x4A, step]) for step in steps)


def feed_and_cut(dots: int) -> bytes:
    """GS V 66: feed to the knife and so many dots on, then cut but for a bridge.

    >>> feed_and_cut(16).hex(" ")
    '1d 56 42 10'
    """
    return bytes([0x1D, 0x56, 66, dots])
