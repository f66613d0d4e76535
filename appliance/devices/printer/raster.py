"""Draws a paper as the dots that a thermal printer burns: Thai is set here, for no two printers set it alike.

``Drawer.draw(paper)`` gives a black and white picture, as wide as the paper has dots and as long as it takes. The font
is Loma of Debian's ``fonts-thai-tlwg``, whose regular and bold cut keep their strokes at 203 dpi; vowels and tone marks
are stacked by raqm (HarfBuzz).
"""

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import segno
from PIL import Image, ImageDraw, ImageFont, features

from appliance.devices.printer.thai_lines import ThaiLines
from appliance.errors import MissingPart, PaperTooLong
from appliance.rules.paper import Columns, Mark, Paper, Qr, Text

FONTS = Path("/usr/share/fonts/truetype/tlwg")
PAPER_ROWS_LIMIT = 24_000
"""Three metres at 203 dpi: two hundred lines, each of them broken once."""
BLACK_BELOW = 140
"""Grey values below it are burnt: a little more than half, or thin strokes break."""
GAP_PX = 12
RULER_ROWS, RULER_MARGIN_ROWS = 2, 8
FIGURE_SHARE_LIMIT = (3, 5)
"""A figure that takes more of the width gets a line of its own."""
QR_QUIET_MODULES = 4
QR_MODULE_MIN_PX, QR_MODULE_MAX_PX = 2, 8
QR_SHARE = (3, 5)
"""How much of the width a QR code may take."""

Size = Literal["small", "normal", "large"]
WHITE, BLACK = 255, 0

_NARROW_BELOW_PX = 500
_FONT_PX: dict[bool, dict[Size, int]] = {
    False: {"small": 24, "normal": 28, "large": 44},
    True: {"small": 20, "normal": 24, "large": 34},
}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text, where it begins, and how it is set."""

    text: str
    x_px: int
    font: ImageFont.FreeTypeFont


def _printable(text: str) -> list[str]:
    """The lines of a text without what has no shape: tabs and the like become blanks, invisible joiners go.

    >>> _printable("a\\tb\\nน้ำ\\u200bปลา")
    ['a b', 'น้ำปลา']
    """
    kinds = {"Cc": " ", "Cf": "", "Cs": "", "Co": "", "Cn": ""}
    return [
        "".join(kinds.get(unicodedata.category(letter), letter) for letter in line)
        for line in (text.splitlines() or [""])
    ]


class Drawer:
    """Draws papers of one width. Raises MissingPart where the font or raqm is not installed."""

    def __init__(self, width_px: int, lines: ThaiLines) -> None:
        self.width_px = width_px
        self._lines = lines
        self._font_px = _FONT_PX[width_px < _NARROW_BELOW_PX]
        self._fonts: dict[tuple[int, bool], ImageFont.FreeTypeFont] = {}
        if not features.check("raqm"):
            raise MissingPart(part="raqm", package="libfribidi0")
        self._font(self._font_px["normal"], bold=False)

    def draw(self, paper: Paper) -> Image.Image:
        """The paper as a picture, mode 1, white 255. Raises PaperTooLong, and ValueError for a QR code's overflow."""
        strips = [strip for mark in paper for strip in self._strips(mark)]
        rows = sum(strip.height for strip in strips)
        if rows > PAPER_ROWS_LIMIT:
            raise PaperTooLong(rows=rows, limit=PAPER_ROWS_LIMIT)
        sheet = Image.new("L", (self.width_px, max(rows, 1)), WHITE)
        top = 0
        for strip in strips:
            sheet.paste(strip, (0, top))
            top += strip.height
        return sheet.point(lambda grey: BLACK if grey < BLACK_BELOW else WHITE).convert("1")

    def _strips(self, mark: Mark) -> list[Image.Image]:
        if isinstance(mark, Text):
            return self._text(mark)
        if isinstance(mark, Columns):
            return self._columns(mark)
        return [self._qr(mark) if isinstance(mark, Qr) else self._ruler()]

    def _font(self, px: int, *, bold: bool) -> ImageFont.FreeTypeFont:
        if (px, bold) not in self._fonts:
            file = FONTS / ("Loma-Bold.ttf" if bold else "Loma.ttf")
            try:
                font = ImageFont.truetype(str(file), px, layout_engine=ImageFont.Layout.RAQM)
            except OSError as error:
                raise MissingPart(part=file.name, package="fonts-thai-tlwg") from error
            self._fonts[px, bold] = font
        return self._fonts[px, bold]

    def _wrap(self, text: str, font: ImageFont.FreeTypeFont, room_px: int) -> list[str]:
        return [
            line for part in _printable(text) for line in self._lines.wrap(part, lambda t: font.getlength(t) <= room_px)
        ]

    def _line(self, font: ImageFont.FreeTypeFont, *pieces: _Piece) -> Image.Image:
        """One line, as high as the font's highest stack and deepest tail, whatever stands in it."""
        above, below = font.getmetrics()
        strip = Image.new("L", (self.width_px, above + below), WHITE)
        pen = ImageDraw.Draw(strip)
        for piece in pieces:
            pen.text((piece.x_px, above), piece.text, fill=BLACK, font=piece.font, anchor="ls")
        return strip

    def _text(self, mark: Text) -> list[Image.Image]:
        font = self._font(self._font_px[mark.size], bold=mark.bold)
        strips = []
        for line in self._wrap(mark.text, font, self.width_px):
            left_over_px = self.width_px - int(font.getlength(line))
            x_px = {"left": 0, "centre": left_over_px // 2, "right": left_over_px}[mark.align]
            strips.append(self._line(font, _Piece(line, max(x_px, 0), font)))
        return strips

    def _columns(self, mark: Columns) -> list[Image.Image]:
        """The figure stands beside the last line of the text, or below it where it needs most of the width."""
        font = self._font(self._font_px[mark.size], bold=mark.bold)
        right = " ".join(_printable(mark.right)).strip()
        figure = self._fitting(right, self._font_px[mark.size], bold=mark.bold)
        figure_px = -int(-figure.getlength(right) // 1)
        beside = figure_px * FIGURE_SHARE_LIMIT[1] <= self.width_px * FIGURE_SHARE_LIMIT[0]
        room_px = self.width_px - figure_px - GAP_PX if beside and right else self.width_px
        lines = self._wrap(mark.left, font, room_px)
        at_right = _Piece(right, self.width_px - figure_px, figure)
        if font.getlength(lines[-1]) > self.width_px - figure_px - GAP_PX:
            lines.append("")
        *before, last = lines
        strips = [self._line(font, _Piece(line, 0, font)) for line in before]
        return [*strips, self._line(font, _Piece(last, 0, font), at_right)]

    def _fitting(self, figure: str, px: int, *, bold: bool) -> ImageFont.FreeTypeFont:
        """A font in which a figure fits on one line: it is made smaller rather than broken."""
        font = self._font(px, bold=bold)
        while font.getlength(figure) > self.width_px and px > 1:
            px -= 1
            font = self._font(px, bold=bold)
        return font

    def _ruler(self) -> Image.Image:
        strip = Image.new("L", (self.width_px, RULER_ROWS + 2 * RULER_MARGIN_ROWS), WHITE)
        strip.paste(BLACK, (0, RULER_MARGIN_ROWS, self.width_px, RULER_MARGIN_ROWS + RULER_ROWS))
        return strip

    def _qr(self, mark: Qr) -> Image.Image:
        """The code in the middle, in whole dots a module, with the quiet margin that a phone needs."""
        modules = [bytes(row) for row in segno.make(mark.data, error="m", micro=False).matrix]
        across = len(modules) + 2 * QR_QUIET_MODULES
        wanted_px = self.width_px * QR_SHARE[0] // QR_SHARE[1] // across
        module_px = max(QR_MODULE_MIN_PX, min(QR_MODULE_MAX_PX, wanted_px))
        code = Image.frombytes("L", (len(modules), len(modules)), b"".join(modules))
        code = code.point(lambda dark: BLACK if dark else WHITE)
        code = code.resize((len(modules) * module_px,) * 2, Image.Resampling.NEAREST)
        strip = Image.new("L", (self.width_px, across * module_px), WHITE)
        strip.paste(code, ((self.width_px - code.width) // 2, QR_QUIET_MODULES * module_px))
        return strip
