"""What can stand on a receipt, before anybody knows which printer prints it: a tuple of marks.

A printer's driver turns marks into its own bytes and breaks long Thai lines where they may be broken.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text; too long for the paper, it goes on in the next line."""

    text: str
    align: Literal["left", "centre", "right"] = "left"
    size: Literal["small", "normal", "large"] = "normal"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """A text at the left and a figure at the right edge; the figure is never broken."""

    left: str
    right: str
    size: Literal["small", "normal", "large"] = "normal"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Ruler:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code in the middle, with so much room on the paper as it needs to be read by a phone."""

    data: str


Mark = Text | Columns | Ruler | Qr
Paper = tuple[Mark, ...]
