"""Figures as operators read them: baht, quantities, ages, and Thai dates in the Buddhist Era."""

import datetime as dt

from hub.contract.units import MILLI, SATANG_PER_BAHT

BUDDHIST_ERA = 543
MONTHS_TH = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MINUTE_S, HOUR_S, DAY_S = 60, 3_600, 86_400


def baht(amount_satang: int, *, commas: bool = True) -> str:
    """Money with thousands and two decimals.

    >>> baht(297_600_000), baht(-5), baht(123_456, commas=False)
    ('2,976,000.00', '-0.05', '1234.56')
    """
    whole, rest = divmod(abs(amount_satang), SATANG_PER_BAHT)
    text = f"{whole:,}" if commas else str(whole)
    return f"{'-' if amount_satang < 0 else ''}{text}.{rest:02}"


def quantity(amount_milli: int, unit: str, *, commas: bool = True) -> str:
    """A quantity in its unit: kilograms with three decimals, pieces whole where they are.

    >>> quantity(1_234_567, "kg"), quantity(-2_000, "piece"), quantity(1_234_000, "piece", commas=False)
    ('1,234.567', '-2', '1234')
    """
    whole, rest = divmod(abs(amount_milli), MILLI)
    text = f"{whole:,}" if commas else str(whole)
    if rest or unit == "kg":
        text += f".{rest:03}"
    return f"-{text}" if amount_milli < 0 else text


def age(seconds: int, language: str) -> str:
    """How long ago, in one unit.

    >>> age(42, "en"), age(150, "en"), age(7_300, "th"), age(200_000, "en")
    ('42 s', '2 min', '2 ชม.', '2 d')
    """
    for size, thai, english in ((DAY_S, "วัน", "d"), (HOUR_S, "ชม.", "h"), (MINUTE_S, "นาที", "min")):
        if seconds >= size:
            return f"{seconds // size} {thai if language == 'th' else english}"
    return f"{max(0, seconds)} {'วินาที' if language == 'th' else 's'}"


def day(date: dt.date, language: str) -> str:
    """A date, in the Buddhist Era for Thai readers.

    >>> day(dt.date(2026, 3, 2), "th"), day(dt.date(2026, 3, 2), "en")
    ('2 มี.ค. 2569', '2 Mar 2026')
    """
    if language == "th":
        return f"{date.day} {MONTHS_TH[date.month - 1]} {date.year + BUDDHIST_ERA}"
    return f"{date.day} {MONTHS_EN[date.month - 1]} {date.year}"
