"""What lies on the bench: cards to tap, packs to scan and goods to weigh, out of the example data."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import barcode as python_barcode  # type: ignore[import-untyped]
from barcode.writer import SVGWriter  # type: ignore[import-untyped]
from stdnum import ean

CARDS, CODES = 5, 6
UNKNOWN_CARD = "04FFEEDDCCBBAA"
RANDOM_UID = "08AABBCC"
"""A phone shows another number at every tap; four bytes that begin with 08."""
EAN13_DIGITS = 13
WEIGHTS_G = (100, 250, 500, 1_234, 2_500, 5_000, 12_000)


@dataclass(frozen=True, slots=True)
class Card:
    """A card with its member's name; ``what`` names a word of the bench where it is a special one."""

    uid: str
    name: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A barcode on a pack; ``what`` names a word of the bench where it is a special one."""

    code: str
    name_th: str
    name_en: str
    units: int = 1
    what: str = ""


@dataclass(frozen=True, slots=True)
class Props:
    """All of it."""

    cards: tuple[Card, ...]
    codes: tuple[Code, ...]
    weights_g: tuple[int, ...] = WEIGHTS_G

    def picture_of(self, code: str) -> io.BytesIO | None:
        """The bars of one of the codes, to be scanned off the screen."""
        if code not in {each.code for each in self.codes}:
            return None
        kind = "ean13-guard" if len(code) == EAN13_DIGITS and ean.is_valid(code) else "code128"
        return _bars(kind, code)


def _bars(kind: str, code: str) -> io.BytesIO:
    drawn = io.BytesIO()
    look: dict[str, Any] = {"module_height": 9, "font_size": 8, "text_distance": 3.5, "quiet_zone": 2}
    python_barcode.get(kind, code, writer=SVGWriter()).write(drawn, look)
    drawn.seek(0)
    return drawn


def read_props(example: Path) -> Props:
    """Read the example data: the first members and the first frozen card, the first packs and a case."""
    members, items = _rows(example / "members.csv"), _rows(example / "items.csv")
    return Props(cards=tuple(_cards(members)), codes=tuple(_codes(items)))


def _cards(members: list[dict[str, str]]) -> Iterator[Card]:
    held = [(uid, member["name"]) for member in members for uid in member["cards"].split()]
    good = [(uid, name) for uid, name in held if ":" not in uid]
    for uid, name in good[:CARDS]:
        yield Card(uid, name)
    frozen = next(((uid.partition(":")[0], name) for uid, name in held if uid.endswith(":frozen")), None)
    if frozen:
        yield Card(*frozen, what="frozen")
    yield Card(UNKNOWN_CARD, "", what="unknown")
    yield Card(RANDOM_UID, "", what="phone")


def _codes(items: list[dict[str, str]]) -> Iterator[Code]:
    packs = [
        Code(code, item["name_th"], item["name_en"], int(units))
        for item in items
        for code, _, units in (each.partition("*") for each in item["barcodes"].split())
        if item["unit"] == "piece"
    ]
    single = [pack for pack in packs if pack.units == 1 and len(pack.code) == EAN13_DIGITS]
    yield from single[:: max(1, len(single) // CODES)][:CODES]
    yield from [pack for pack in packs if pack.units > 1][:1]
    if single:
        good = single[0]
        wrong = good.code[:-1] + str((int(good.code[-1]) + 1) % 10)
        yield Code(wrong, good.name_th, good.name_en, what="wrong_digit")
    yield Code("8859999999992", "", "", what="not_listed")


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
