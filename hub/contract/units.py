"""What money, weight and quantity are made of: whole numbers with their unit in the type's name.

No figure of the shop is ever a ``float``. There is one rounding rule and one way to split a total.
"""

from collections.abc import Mapping
from typing import NewType

Satang = NewType("Satang", int)
"""Money: 1 baht = 100 satang. Amounts pass 10^11, so never a 32-bit column."""

Grams = NewType("Grams", int)
"""Weight as a scale shows it."""

Milliunits = NewType("Milliunits", int)
"""A quantity in thousandths of its unit: 1 bag = 1,000; 1 kg = 1,000, so that a gram is a milliunit of a kilogram."""

BasisPoints = NewType("BasisPoints", int)
"""Hundredths of a percent: 7 % = 700."""

MILLI = 1_000
SATANG_PER_BAHT = 100
QUANTITY_LIMIT_MILLI = Milliunits(1_000_000 * MILLI)
"""More than a million units on one line is a slip of the finger, not an order."""
MONEY_LIMIT_SATANG = Satang(10**15)
"""Ten million million baht: beyond it a figure is damaged, not large."""


def round_half_up(numerator: int, denominator: int) -> int:
    """Divide and round half away from zero: the one rounding rule, the same for a sale and for its refund.

    >>> round_half_up(12_278_300, 1_000_000), round_half_up(5, 10), round_half_up(-5, 10)
    (12, 1, -1)

    Raises ValueError unless the denominator is positive.
    """
    if denominator <= 0:
        raise ValueError("the denominator of a rounding must be positive")
    if numerator < 0:
        return -((-2 * numerator + denominator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


def line_total(quantity_milli: Milliunits, price_satang: Satang) -> Satang:
    """Price a line: half a satang rounds up, once a line, so what the receipt shows adds up to its total.

    ``price_satang`` is for one unit (a piece, a kilogram), ``quantity_milli`` in thousandths of that unit.

    >>> line_total(Milliunits(1234), Satang(995))     # 1.234 kg × 9.95 = 12.2783 baht
    1228
    >>> line_total(Milliunits(3000), Satang(4500))    # 3 bags × 45.00
    13500
    """
    return Satang(round_half_up(quantity_milli * price_satang, MILLI))


def vat_included(gross_satang: Satang, rate: BasisPoints) -> Satang:
    """The tax inside a price that includes it: gross × rate / (100 % + rate), rounded once a document.

    >>> vat_included(Satang(10_700), BasisPoints(700))
    700
    """
    return Satang(round_half_up(gross_satang * rate, 10_000 + rate))


def apportion(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Split a total by weight so that the shares add up to it: largest remainder, ties by code.

    Each share is first floor(total × weight / Σ weights); what is left over goes, one each, to the
    largest fractional remainders, and among equals to the code that sorts first.

    >>> apportion(20_000, {"a": 2_500, "b": 2_000, "c": 1_500})
    {'a': 8333, 'b': 6667, 'c': 5000}
    >>> apportion(555_000, {"p1": 100_000, "p2": 100_000, "p3": 82_265})
    {'p1': 196624, 'p2': 196624, 'p3': 161752}

    Raises ValueError for a negative total or weight, and where a total has nobody to go to.
    """
    if total < 0 or any(weight < 0 for weight in weights.values()):
        raise ValueError("a total and its weights must not be negative")
    whole = sum(weights.values())
    if whole == 0:
        if total:
            raise ValueError("a total cannot be split over weights that are all zero")
        return dict.fromkeys(weights, 0)
    shares = {code: total * weight // whole for code, weight in weights.items()}
    left = total - sum(shares.values())
    by_remainder = sorted(weights, key=lambda code: (-(total * weights[code] % whole), code))
    for code in by_remainder[:left]:
        shares[code] += 1
    return shares
