"""Rows of the registers that operators import: what a line of a CSV has to say, and why it is refused.

A row comes as a mapping of column to text. A refusal is a sentence for the person who mends the file.
"""

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from hub.rules import gtin, routes
from hub.rules.demand import Tier

Row = Mapping[str, str]
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
BRANCH = re.compile(r"[a-z0-9]{3,16}")
RESERVED_BRANCHES = frozenset({"hub", "all"})
CARD = re.compile(r"(?:[0-9A-F]{2}){4,10}")
TEXT_LIMIT = 200
MONEY_LIMIT_SATANG = 10**15
PACKS_LIMIT = 10**9
UNITS_LIMIT = 10_000
ROUND_STATES = ("SURVEY_OPEN", "CLOSED")


class Refused(ValueError):
    """A row that cannot be taken; the text says why."""


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """A district of the province."""

    district: str
    name_th: str
    name_en: str


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation, and the centre that it trades through."""

    organisation: str
    kind: str
    level: str
    name_th: str
    name_en: str
    district: str | None
    centre: str | None


@dataclass(frozen=True, slots=True)
class BranchRow:
    """A shop or collecting point of an organisation."""

    branch: str
    organisation: str
    name_th: str
    name_en: str
    tax_id: str


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A shelf of the catalogue."""

    category: str
    name_th: str
    name_en: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item with its price and the codes printed on it (code, units that it stands for)."""

    item: str
    name_th: str
    name_en: str
    category: str
    unit: str
    pack_th: str
    pack_en: str
    price_satang: int
    tax: str
    barcodes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member with his cards (UID, active or frozen)."""

    member: str
    number: str
    name: str
    organisation: str
    cards: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A joint-purchase round with its price tiers."""

    round: str
    item: str
    title_th: str
    title_en: str
    pack_th: str
    pack_en: str
    coordinator: str
    minimum_packs: int
    tiers: tuple[Tier, ...]
    opens_on: str
    closes_on: str
    state: str


RegisterRow = DistrictRow | OrganisationRow | BranchRow | CategoryRow | ItemRow | MemberRow | RoundRow


def _text(row: Row, column: str, *, may_be_empty: bool = False) -> str:
    text = (row.get(column) or "").strip()
    if not text and not may_be_empty:
        raise Refused(f"{column} is empty")
    if len(text) > TEXT_LIMIT:
        raise Refused(f"{column} is longer than {TEXT_LIMIT} characters")
    return text


def _id(row: Row, column: str, pattern: re.Pattern[str] = ID) -> str:
    text = _text(row, column)
    if not pattern.fullmatch(text):
        raise Refused(f"{column} {text!r} is no id: it does not fit {pattern.pattern}")
    return text


def _one_of(row: Row, column: str, known: tuple[str, ...]) -> str:
    text = _text(row, column)
    if text not in known:
        raise Refused(f"{column} {text!r} is none of {', '.join(known)}")
    return text


def _whole(text: str, column: str, limit: int) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 18 or int(text) > limit:
        raise Refused(f"{column} {text!r} is no whole number from 0 to {limit}")
    return int(text)


def _day(row: Row, column: str) -> str:
    text = _text(row, column)
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise Refused(f"{column} {text!r} is no date like 2026-01-31") from error


def _district(row: Row) -> DistrictRow:
    return DistrictRow(_id(row, "district"), _text(row, "name_th"), _text(row, "name_en"))


def _organisation(row: Row) -> OrganisationRow:
    return OrganisationRow(
        organisation=_id(row, "organisation"),
        kind=_one_of(row, "kind", routes.KINDS),
        level=_one_of(row, "level", routes.LEVELS),
        name_th=_text(row, "name_th"),
        name_en=_text(row, "name_en"),
        district=_text(row, "district", may_be_empty=True) or None,
        centre=_text(row, "centre", may_be_empty=True) or None,
    )


def _branch(row: Row) -> BranchRow:
    branch = _id(row, "branch", BRANCH)
    if branch in RESERVED_BRANCHES:
        raise Refused(f"branch {branch!r} is a reserved word")
    tax_id = _text(row, "tax_id", may_be_empty=True)
    return BranchRow(branch, _id(row, "organisation"), _text(row, "name_th"), _text(row, "name_en"), tax_id)


def _category(row: Row) -> CategoryRow:
    return CategoryRow(_id(row, "category"), _text(row, "name_th"), _text(row, "name_en"))


def _barcodes(text: str) -> tuple[tuple[str, int], ...]:
    r"""Codes and their units.

    >>> _barcodes("8850000000010*1 18850000000017*24")
    (('8850000000010', 1), ('18850000000017', 24))
    """
    found: dict[str, int] = {}
    for part in text.split():
        code, _, units = part.partition("*")
        if not gtin.is_sound(code):
            raise Refused(f"barcode {code!r} has a wrong check digit or length")
        found[code] = _whole(units or "1", "units of a barcode", UNITS_LIMIT)
        if not found[code]:
            raise Refused(f"barcode {code!r} stands for no unit at all")
    return tuple(found.items())


def _item(row: Row) -> ItemRow:
    return ItemRow(
        item=_id(row, "item"),
        name_th=_text(row, "name_th"),
        name_en=_text(row, "name_en"),
        category=_id(row, "category"),
        unit=_one_of(row, "unit", ("piece", "kg")),
        pack_th=_text(row, "pack_th", may_be_empty=True),
        pack_en=_text(row, "pack_en", may_be_empty=True),
        price_satang=_whole(_text(row, "price_satang"), "price_satang", MONEY_LIMIT_SATANG),
        tax=_one_of(row, "tax", ("vat7", "exempt")),
        barcodes=_barcodes((row.get("barcodes") or "").strip()),
    )


def _cards(text: str) -> tuple[tuple[str, str], ...]:
    """Cards and their states.

    >>> _cards("04A1B2C3D4E5F1 04A1B2C3D4E5F2:frozen")
    (('04A1B2C3D4E5F1', 'active'), ('04A1B2C3D4E5F2', 'frozen'))
    """
    found: dict[str, str] = {}
    for part in text.split():
        card, _, state = part.partition(":")
        if not CARD.fullmatch(card):
            raise Refused(f"card {card!r} is no UID: 4 to 10 bytes in capital hex are wanted")
        if state not in ("", "active", "frozen"):
            raise Refused(f"card {card} is {state!r}: active or frozen wanted")
        found[card] = state or "active"
    return tuple(found.items())


def _member(row: Row) -> MemberRow:
    cards = _cards((row.get("cards") or "").strip())
    return MemberRow(_id(row, "member"), _id(row, "number"), _text(row, "name"), _id(row, "organisation"), cards)


def _tiers(text: str) -> tuple[Tier, ...]:
    """Price tiers, the smallest first.

    >>> _tiers("20000@49600 1@52000")
    (Tier(from_packs=1, price_satang=52000), Tier(from_packs=20000, price_satang=49600))
    """
    found: dict[int, int] = {}
    for part in text.split():
        packs, _, price = part.partition("@")
        found[_whole(packs, "packs of a tier", PACKS_LIMIT)] = _whole(price, "price of a tier", MONEY_LIMIT_SATANG)
    if 0 in found:
        raise Refused("a tier starts at 1 pack or more")
    return tuple(Tier(packs, found[packs]) for packs in sorted(found))


def _round(row: Row) -> RoundRow:
    opens_on, closes_on = _day(row, "opens_on"), _day(row, "closes_on")
    if closes_on < opens_on:
        raise Refused(f"it closes on {closes_on}, before it opens on {opens_on}")
    return RoundRow(
        round=_id(row, "round"),
        item=_id(row, "item"),
        title_th=_text(row, "title_th"),
        title_en=_text(row, "title_en"),
        pack_th=_text(row, "pack_th"),
        pack_en=_text(row, "pack_en"),
        coordinator=_id(row, "coordinator"),
        minimum_packs=_whole(_text(row, "minimum_packs"), "minimum_packs", PACKS_LIMIT),
        tiers=_tiers((row.get("tiers") or "").strip()),
        opens_on=opens_on,
        closes_on=closes_on,
        state=_one_of(row, "state", ROUND_STATES),
    )


@dataclass(frozen=True, slots=True)
class Register:
    """A kind of file: the columns that it must have, and what reads a row of it."""

    columns: tuple[str, ...]
    read: Callable[[Row], RegisterRow]


def _columns(row: type[RegisterRow]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(row))


REGISTERS: dict[str, Register] = {
    "districts": Register(_columns(DistrictRow), _district),
    "organisations": Register(_columns(OrganisationRow), _organisation),
    "branches": Register(_columns(BranchRow), _branch),
    "categories": Register(_columns(CategoryRow), _category),
    "items": Register(_columns(ItemRow), _item),
    "members": Register(_columns(MemberRow), _member),
    "rounds": Register(_columns(RoundRow), _round),
}
"""Every kind of file, in the order in which a new hub is filled."""
