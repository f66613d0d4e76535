"""Finds the places where a Thai text may go on in the next line, for Thai writes no blanks between words.

The words are libthai's (Debian ``libthai0``, ``th_brk_wc_find_breaks``, over ctypes). Without the library lines break
at blanks only, and where there is none, between two letters, never inside a letter with its vowels and tone marks;
``by`` says which of the two it is, and the driver says so in its log.
"""

import contextlib
import ctypes
import threading
from collections.abc import Callable
from typing import Literal

LIBRARY = "libthai.so.0"
BEFORE_CONSONANT = frozenset("เแโใไ")
AFTER_CONSONANT = frozenset("ะัาำิีึืฺุูๅๆฯ็่้๊๋์ํ๎")


class ThaiLines:
    """Breaks texts into lines. Ask from any thread; libthai's dictionary is opened once and given back by ``close``."""

    def __init__(self) -> None:
        self.by: Literal["libthai", "spaces"] = "spaces"
        self._lock = threading.Lock()
        self._brk: int | None = None
        with contextlib.suppress(OSError, AttributeError):
            library = ctypes.CDLL(LIBRARY)
            library.th_brk_new.restype = ctypes.c_void_p
            library.th_brk_new.argtypes = [ctypes.c_char_p]
            library.th_brk_delete.argtypes = [ctypes.c_void_p]
            library.th_brk_wc_find_breaks.argtypes = [
                ctypes.c_void_p,
                ctypes.c_wchar_p,
                ctypes.POINTER(ctypes.c_int),
                ctypes.c_size_t,
            ]
            self._library = library
            self._brk = library.th_brk_new(None)
        if self._brk:
            self.by = "libthai"

    def close(self) -> None:
        """Give the dictionary back."""
        with self._lock:
            if self._brk:
                self._library.th_brk_delete(self._brk)
            self._brk, self.by = None, "spaces"

    def breaks(self, text: str) -> list[int]:
        """The places, in characters from the start, where the text may be broken.

        >>> lines = ThaiLines()
        >>> lines.by, lines.breaks("ข้าวสารหอมมะลิ")
        ('libthai', [7, 10])
        """
        places = {at + 1 for at, letter in enumerate(text[:-1]) if letter == " "}
        with self._lock:
            if self._brk:
                found = (ctypes.c_int * len(text))()
                count = self._library.th_brk_wc_find_breaks(self._brk, text, found, len(text))
                places.update(place for place in found[:count] if may_part(text, place))
        return sorted(places)

    def wrap(self, text: str, fits: Callable[[str], bool]) -> list[str]:
        """Break a text into lines that fit, each as long as may be; a word that fits nowhere is cut between letters.

        Blanks in front of the text indent its first line.
        """
        lines: list[str] = []
        rest = text.rstrip()
        while rest and not fits(rest):
            places = [place for place in self.breaks(rest) if rest[:place].strip() and fits(rest[:place].rstrip())]
            place = places[-1] if places else _between_letters(rest, fits)
            lines.append(rest[:place].rstrip())
            rest = rest[place:].lstrip()
        return [*lines, rest] if rest or not lines else lines


def may_part(text: str, place: int) -> bool:
    """Whether the letters on both sides of a place may be parted at all.

    >>> [place for place in range(1, 5) if may_part("เก้าอี้", place)]
    [4]
    """
    return text[place - 1] not in BEFORE_CONSONANT and text[place] not in AFTER_CONSONANT


def _between_letters(text: str, fits: Callable[[str], bool]) -> int:
    """The last place between two letters before which the text fits; the first such place where none fits."""
    places = [place for place in range(1, len(text)) if may_part(text, place)] or [len(text)]
    return next((place for place in reversed(places) if fits(text[:place])), places[0])
