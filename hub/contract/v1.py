"""What is said on the wire, version 1: frozen structs, one for each kind of fact.

Events go up from a branch and are never changed; changes come down from the hub and replace what was
known under the same key. A field that is added later has a default; a field that a reader does not
know is ignored; a kind that it does not know is put aside with its reason.

Ids are made where the fact is born (UUID, text). Times are UTC, ISO 8601. Money is satang, quantities
are milliunits (``units.py``).
"""

from typing import Annotated, ClassVar, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from hub.contract.units import MONEY_LIMIT_SATANG, QUANTITY_LIMIT_MILLI

Id = Annotated[str, Meta(min_length=1, max_length=64)]
Text = Annotated[str, Meta(max_length=200)]
Money = Annotated[int, Meta(ge=-MONEY_LIMIT_SATANG, le=MONEY_LIMIT_SATANG)]
Price = Annotated[int, Meta(ge=0, le=MONEY_LIMIT_SATANG)]
Quantity = Annotated[int, Meta(gt=0, le=QUANTITY_LIMIT_MILLI)]
Amount = Annotated[int, Meta(ge=0, le=QUANTITY_LIMIT_MILLI)]

Unit = Literal["piece", "kg"]
Tax = Literal["vat7", "exempt"]


class Fact(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that happened, or a change that holds from now on."""

    KIND: ClassVar[str] = ""


# ── up: what a branch booked ────────────────────────────────────────────────────────────────────────


class ShiftOpened(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A cashier opened the till with so much change in the drawer."""

    KIND: ClassVar[str] = "shift.opened"
    shift: Id
    cashier: Text
    float_satang: Price


class ShiftClosed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The till was closed: what the books expect in the drawer, and what was counted there."""

    KIND: ClassVar[str] = "shift.closed"
    shift: Id
    cashier: Text
    sales: Annotated[int, Meta(ge=0)]
    sold_satang: Money
    cash_expected_satang: Money
    cash_counted_satang: Price


class Weighing(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Where a line's weight came from: the scale's frame, or a hand (``ป้อนมือ``)."""

    gross_g: int
    tare_g: int = 0
    stable: bool = True
    scale: Text = ""
    frame_hex: Text = ""
    by_hand: bool = False


class SaleLine(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One line of a receipt; ``quantity_milli`` in thousandths of the item's unit."""

    item: Id
    name: Text
    unit: Unit
    quantity_milli: Quantity
    price_satang: Price
    total_satang: Money
    tax: Tax
    weighing: Weighing | None = None


class Tender(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """How it was paid. For cash, ``given_satang`` is what was handed over and the change went back."""

    kind: Literal["cash"]
    amount_satang: Money
    given_satang: Price
    change_satang: Price


class SaleClosed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A sale that the counter saw booked. ``number`` is the receipt's number, gap-free per epoch of a box."""

    KIND: ClassVar[str] = "sale.closed"
    sale: Id
    number: Annotated[int, Meta(ge=1)]
    shift: Id
    member: Id | None = None
    lines: Annotated[tuple[SaleLine, ...], Meta(min_length=1, max_length=200)]
    tenders: Annotated[tuple[Tender, ...], Meta(min_length=1, max_length=20)]
    goods_satang: Money
    rounding_satang: Money = 0
    total_satang: Money
    vat_satang: Money


class GoodsLine(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """So much of an item came in."""

    item: Id
    unit: Unit
    quantity_milli: Quantity


class GoodsReceived(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Goods came into the branch's store; ``source`` is who brought them, ``document`` his paper's number."""

    KIND: ClassVar[str] = "goods.received"
    receipt: Id
    source: Text
    document: Text = ""
    lines: Annotated[tuple[GoodsLine, ...], Meta(min_length=1, max_length=200)]


class DemandRequested(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A member asks for so many in a joint-purchase round.

    Quantities are whole packs of the round's item. ``firm`` is wanted at any rate, ``maximum`` (≥ firm) is
    taken if the price falls. ``replaces`` names his earlier request of the same round, which no longer counts.
    """

    KIND: ClassVar[str] = "demand.requested"
    request: Id
    round: Id
    member: Id
    firm: Annotated[int, Meta(ge=0, le=1_000_000)]
    maximum: Annotated[int, Meta(ge=0, le=1_000_000)]
    replaces: Id | None = None

    def __post_init__(self) -> None:
        if self.maximum < self.firm:
            raise ValueError(f"maximum {self.maximum} is less than firm {self.firm}")


Up = ShiftOpened | ShiftClosed | SaleClosed | GoodsReceived | DemandRequested


# ── down: what a branch has to know ─────────────────────────────────────────────────────────────────


class Barcode(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A code printed on the goods, and how many units it stands for (a case of 24)."""

    code: Id
    units: Annotated[int, Meta(ge=1, le=10_000)] = 1


class ItemPut(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """An item of the catalogue with its price from now on."""

    KIND: ClassVar[str] = "item.put"
    item: Id
    name_th: Text
    name_en: Text
    category: Id
    unit: Unit
    pack_th: Text = ""
    pack_en: Text = ""
    price_satang: Price
    tax: Tax
    barcodes: Annotated[tuple[Barcode, ...], Meta(max_length=50)] = ()
    active: bool = True


class CategoryPut(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A shelf of the catalogue: what the counter's buttons are grouped by."""

    KIND: ClassVar[str] = "category.put"
    category: Id
    name_th: Text
    name_en: Text


class MemberPut(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A member of an organisation of the network."""

    KIND: ClassVar[str] = "member.put"
    member: Id
    number: Id
    name: Text
    organisation: Id
    active: bool = True


class CardPut(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A member's card, by the UID that a reader reads (hex, upper case). A member may hold several."""

    KIND: ClassVar[str] = "card.put"
    card: Id
    member: Id
    state: Literal["active", "frozen"] = "active"


class PriceTier(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """From so many packs in the whole round, each costs so much."""

    from_packs: Annotated[int, Meta(ge=1)]
    price_satang: Price


class RoundPut(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A joint-purchase round as the counter shows it: what is asked so far, and what the next price needs."""

    KIND: ClassVar[str] = "round.put"
    round: Id
    item: Id
    title_th: Text
    title_en: Text
    pack_th: Text
    pack_en: Text
    state: Literal["SURVEY_OPEN", "CLOSED"]
    closes_on: Text
    minimum_packs: Annotated[int, Meta(ge=0)]
    firm_packs: Annotated[int, Meta(ge=0)] = 0
    maximum_packs: Annotated[int, Meta(ge=0)] = 0
    tiers: Annotated[tuple[PriceTier, ...], Meta(max_length=20)] = ()


class BranchPut(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """How the branch is called on its screens and papers."""

    KIND: ClassVar[str] = "branch.put"
    branch: Id
    name_th: Text
    name_en: Text
    organisation_th: Text
    organisation_en: Text
    tax_id: Text = ""


Down = ItemPut | CategoryPut | MemberPut | CardPut | RoundPut | BranchPut

UP_KINDS: dict[str, type[Up]] = {
    kind.KIND: kind for kind in (ShiftOpened, ShiftClosed, SaleClosed, GoodsReceived, DemandRequested)
}
DOWN_KINDS: dict[str, type[Down]] = {
    kind.KIND: kind for kind in (ItemPut, CategoryPut, MemberPut, CardPut, RoundPut, BranchPut)
}

F = TypeVar("F", bound=Fact)


class UnknownKind(ValueError):
    """A kind that this version does not know: put it aside, a newer one may know it."""


class BadFact(ValueError):
    """A fact whose fields do not fit its kind; the text says which, for the person who mends it."""


def to_wire(fact: Fact) -> bytes:
    """A fact as compact JSON, fields in their order of declaration, defaults left out.

    >>> to_wire(ShiftOpened(shift="s1", cashier="Ana", float_satang=50_000))
    b'{"shift":"s1","cashier":"Ana","float_satang":50000}'
    """
    return msgspec.json.encode(fact)


def from_wire(kinds: dict[str, type[F]], kind: str, data: bytes) -> F:
    """Read a fact of one direction (``UP_KINDS`` or ``DOWN_KINDS``) back; fields it does not know are ignored.

    >>> from_wire(UP_KINDS, "shift.opened", b'{"shift":"s1","cashier":"Ana","float_satang":1,"new":true}')
    ShiftOpened(shift='s1', cashier='Ana', float_satang=1)

    Raises UnknownKind, and BadFact with the field that does not fit.
    """
    struct = kinds.get(kind)
    if struct is None:
        raise UnknownKind(f"kind {kind!r} is not known to version 1")
    try:
        return msgspec.json.decode(data, type=struct)
    except msgspec.MsgspecError as error:
        raise BadFact(f"{kind}: {error}") from error
