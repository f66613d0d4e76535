"""A basket and the sale it becomes: values that never change, and the arithmetic between them.

>>> tomatoes = Line("tomato", "มะเขือเทศ", "Tomato", "kg", Milliunits(1234), Satang(995), "exempt")
>>> soap = Line("soap", "สบู่", "Soap", "piece", Milliunits(2000), Satang(1070), "vat7")
>>> totals((tomatoes, soap))
Totals(goods_satang=3368, vatable_satang=2140, vat_satang=140)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from appliance.errors import BasketEmpty, NotEnoughCash, QuantityOutOfRange, TooMuchCash
from appliance.rules.figures import baht
from hub.contract.units import MILLI, BasisPoints, Milliunits, Satang, line_total, vat_included

LINES_LIMIT = 200
"""Lines of one receipt."""
PIECES_LIMIT = 9_999
"""Pieces on one line: more is a barcode typed into the quantity."""
CASH_LIMIT_SATANG = Satang(100_000_000)
"""A million baht across the counter in notes: more is a slip of the finger."""
CASH_STEP_SATANG = 25
"""The smallest coin in use: cash is rounded down to it, never up."""
VAT = BasisPoints(700)

Unit = Literal["piece", "kg"]
Tax = Literal["vat7", "exempt"]


@dataclass(frozen=True, slots=True)
class Weighing:
    """Where a weight came from; kept with the line as evidence. ``by_hand`` marks a typed one (ป้อนมือ)."""

    gross_g: int
    tare_g: int
    scale: str
    frame: bytes
    stable: bool = True
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """So much of an item at a price; ``quantity_milli`` in thousandths of a piece or of a kilogram."""

    item: str
    name_th: str
    name_en: str
    unit: Unit
    quantity_milli: Milliunits
    price_satang: Satang
    tax: Tax
    weighing: Weighing | None = None

    @property
    def total_satang(self) -> Satang:
        """What the line costs, rounded once."""
        return line_total(self.quantity_milli, self.price_satang)


@dataclass(frozen=True, slots=True)
class Totals:
    """What lines come to. ``vatable_satang`` of the goods carry tax, ``vat_satang`` is inside it."""

    goods_satang: Satang
    vatable_satang: Satang
    vat_satang: Satang


@dataclass(frozen=True, slots=True)
class Cash:
    """Notes and coins: what is due after rounding, what was handed over, what goes back."""

    due_satang: Satang
    rounding_satang: Satang
    given_satang: Satang
    change_satang: Satang


def pieces(count: int) -> Milliunits:
    """Check a number of pieces typed at the counter.

    >>> pieces(3)
    3000

    Raises QuantityOutOfRange for 0, less, or more than ``PIECES_LIMIT``.
    """
    if not 1 <= count <= PIECES_LIMIT:
        raise QuantityOutOfRange(given=count, limit=PIECES_LIMIT)
    return Milliunits(count * MILLI)


def totals(lines: Iterable[Line]) -> Totals:
    """Add lines up; the tax is taken once from the sum of the taxed ones."""
    goods = vatable = 0
    for line in lines:
        goods += line.total_satang
        if line.tax == "vat7":
            vatable += line.total_satang
    return Totals(Satang(goods), Satang(vatable), vat_included(Satang(vatable), VAT))


def cash_due(goods_satang: Satang) -> Satang:
    """What to pay in cash: down to 25 satang.

    >>> cash_due(Satang(1228)), cash_due(Satang(1225)), cash_due(Satang(24))
    (1225, 1225, 0)
    """
    return Satang(goods_satang - goods_satang % CASH_STEP_SATANG)


def pay_cash(goods_satang: Satang, given_satang: Satang) -> Cash:
    """Take cash for goods and say what goes back.

    >>> pay_cash(Satang(1228), Satang(2000))
    Cash(due_satang=1225, rounding_satang=-3, given_satang=2000, change_satang=775)

    Raises NotEnoughCash with what is missing, TooMuchCash beyond ``CASH_LIMIT_SATANG``.
    """
    due = cash_due(goods_satang)
    if given_satang < due:
        raise NotEnoughCash(missing=baht(Satang(due - given_satang)))
    if given_satang > max(CASH_LIMIT_SATANG, 2 * due):
        raise TooMuchCash(given=baht(given_satang))
    return Cash(due, Satang(due - goods_satang), given_satang, Satang(given_satang - due))


@dataclass(frozen=True, slots=True)
class Member:
    """Who the sale is for, as far as the receipt says it."""

    member: str
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Basket:
    """What lies on the counter and is not yet paid."""

    basket: str
    lines: tuple[Line, ...] = ()
    member: Member | None = None

    @property
    def totals(self) -> Totals:
        """What it comes to now."""
        return totals(self.lines)


@dataclass(frozen=True, slots=True)
class Sale:
    """A basket that was paid. It takes the basket's id, so charging it twice finds it booked."""

    sale: str
    number: int
    shift: str
    cashier: str
    sold_at: str
    lines: tuple[Line, ...]
    member: Member | None
    totals: Totals
    cash: Cash


def close(basket: Basket, given_satang: Satang, *, number: int, shift: str, cashier: str, sold_at: str) -> Sale:
    """Turn a basket and the cash handed over into a sale.

    ``sold_at`` is UTC, ISO 8601. Raises BasketEmpty, NotEnoughCash, TooMuchCash.
    """
    if not basket.lines:
        raise BasketEmpty
    sums = basket.totals
    cash = pay_cash(sums.goods_satang, given_satang)
    return Sale(basket.basket, number, shift, cashier, sold_at, basket.lines, basket.member, sums, cash)
