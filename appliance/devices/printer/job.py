"""Turns a picture into the bytes of one print job, with python-escpos.

A job is: reset, count in dots, pulse for the drawer, the picture in strips, feed, cut. Blank rows are fed rather than
sent, which saves a third of the bytes of a receipt.

python-escpos does much when it is imported (reads all its printers' profiles, writes them to a new temporary folder,
sets up logging), so it is imported when a printer is opened, and what it left behind is put right.
"""

import logging
import os
import shutil
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from PIL import Image

from appliance.devices.printer.wire import DRAWER_PULSE, feed_and_cut, feed_dots, motion_units
from appliance.errors import BadSettings

STRIP_ROWS = 256
"""Some printers take no higher picture at once."""
BLANK_ROWS_MIN = 8
"""Fewer blank rows are cheaper to send than to feed."""
LAST_FEED_DOTS = 16
PROFILES = {576: ("TM-T20II", 203), 512: ("TM-T88V", 180), 384: ("POS-5890", 203)}
"""Dots across the paper → a printer of python-escpos with that width, and its dots per inch."""
WHITE_BYTE = 0xFF

_KEPT_IN = "ESCPOS_CAPABILITIES_PICKLE_DIR"


def _python_escpos() -> Any:
    """The module ``escpos.printer``, without the traces of its import."""
    handlers = list(logging.root.handlers)
    from escpos import capabilities, printer

    logging.root.handlers[:] = handlers
    if _KEPT_IN not in os.environ:
        shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    return printer


def bands(picture: Image.Image) -> Iterator[tuple[bool, int, int]]:
    """Cut a picture of mode 1 into bands (inked, first row, rows after the last).

    >>> picture = Image.new("1", (8, 30), 1)
    >>> picture.putpixel((3, 12), 0)
    >>> list(bands(picture))
    [(False, 0, 12), (True, 12, 13), (False, 13, 30)]
    """
    row_bytes = (picture.width + 7) // 8
    dots = picture.tobytes()
    blank = bytes([WHITE_BYTE]) * row_bytes
    rows = (dots[at : at + row_bytes] == blank for at in range(0, len(dots), row_bytes))
    first, inked_from = 0, None
    for is_blank, run in groupby(rows):
        end = first + sum(1 for _ in run)
        if is_blank and end - first >= BLANK_ROWS_MIN:
            if inked_from is not None:
                yield True, inked_from, first
            inked_from = None
            yield False, first, end
        elif inked_from is None:
            inked_from = first
        first = end
    if inked_from is not None:
        yield True, inked_from, first


class JobWriter:
    """Writes the jobs for paper of one width. Raises BadSettings for a width that no paper has."""

    def __init__(self, width_px: int) -> None:
        if width_px not in PROFILES:
            known = ", ".join(str(width) for width in PROFILES)
            raise BadSettings(setting="printer.width_px", reason=f"{width_px} is none of {known}")
        self._printers = _python_escpos()
        self._profile, self._dots_per_inch = PROFILES[width_px]

    def write(self, picture: Image.Image, *, open_drawer: bool) -> bytes:
        """The bytes of one job."""
        out = self._printers.Dummy(profile=self._profile)
        out.hw("INIT")
        out._raw(motion_units(self._dots_per_inch))
        if open_drawer:
            out.cashdraw(DRAWER_PULSE)
        for inked, top, bottom in bands(picture):
            if inked:
                strip = picture.crop((0, top, picture.width, bottom))
                out.image(strip, impl="bitImageRaster", fragment_height=STRIP_ROWS)
            else:
                out._raw(feed_dots(bottom - top))
        out._raw(feed_and_cut(LAST_FEED_DOTS))
        job: bytes = out.output
        return job
