"""Figures as people read and type them: baht, kilograms, pieces, Thai dates."""

import datetime as dt
import re

from appliance.errors import NotANumber
from hub.contract.units import MILLI, SATANG_PER_BAHT, Milliunits, Satang

BANGKOK = dt.timezone(dt.timedelta(hours=7), "Asia/Bangkok")
"""Thailand has kept UTC+7 without summer time since 1920."""
BUDDHIST_ERA = 543
"""Years to add to the Common Era."""
DIGITS_LIMIT = 12
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

MONTHS_TH = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def baht(amount_satang: int) -> str:
    """Money with thousands and two decimals.

    >>> baht(123_456_789), baht(-3), baht(0)
    ('1,234,567.89', '-0.03', '0.00')
    """
    whole, satang = divmod(abs(amount_satang), SATANG_PER_BAHT)
    return f"{'-' if amount_satang < 0 else ''}{whole:,}.{satang:02}"


def read_baht(text: str) -> Satang:
    """Money as it is typed: baht with up to two decimals; commas, spaces and Thai digits are fine.

    >>> read_baht("1,000"), read_baht("99.5"), read_baht("๒๐")
    (100000, 9950, 2000)

    Raises NotANumber.
    """
    clean = text.translate(THAI_DIGITS).replace(",", "").replace(" ", "")
    match = re.fullmatch(rf"([0-9]{{1,{DIGITS_LIMIT}}})(?:\.([0-9]{{1,2}}))?", clean)
    if match is None:
        raise NotANumber(given=text[:40])
    return Satang(int(match[1]) * SATANG_PER_BAHT + int((match[2] or "0").ljust(2, "0")))


def read_count(text: str) -> int:
    """A whole number as it is typed.

    >>> read_count("12"), read_count(" ๓ ")
    (12, 3)

    Raises NotANumber.
    """
    clean = text.translate(THAI_DIGITS).replace(",", "").strip()
    if not re.fullmatch(rf"-?[0-9]{{1,{DIGITS_LIMIT}}}", clean):
        raise NotANumber(given=text[:40])
    return int(clean)


def read_kg_or_count(text: str) -> Milliunits:
    """A quantity with up to three decimals, in thousandths.

    >>> read_kg_or_count("1.234"), read_kg_or_count("50")
    (1234, 50000)

    Raises NotANumber.
    """
    clean = text.translate(THAI_DIGITS).replace(",", "").strip()
    match = re.fullmatch(rf"([0-9]{{1,{DIGITS_LIMIT}}})(?:\.([0-9]{{1,3}}))?", clean)
    if match is None:
        raise NotANumber(given=text[:40])
    return Milliunits(int(match[1]) * MILLI + int((match[2] or "0").ljust(3, "0")))


def quantity(amount_milli: int, unit: str) -> str:
    """A quantity in its unit: kilograms with three decimals, pieces whole.

    >>> quantity(1234, "kg"), quantity(-12_000, "piece"), quantity(500, "piece")
    ('1.234', '-12', '0.5')
    """
    if unit == "kg":
        whole, grams = divmod(abs(amount_milli), MILLI)
        return f"{'-' if amount_milli < 0 else ''}{whole:,}.{grams:03}"
    whole, rest = divmod(abs(amount_milli), MILLI)
    tail = f".{rest:03}".rstrip("0") if rest else ""
    return f"{'-' if amount_milli < 0 else ''}{whole:,}{tail}"


def when(moment: dt.datetime, language: str) -> str:
    """Date and time in the shop, in the Buddhist Era for Thai and the Common Era for English.

    >>> when(dt.datetime(2026, 11, 22, 17, 5, tzinfo=dt.UTC), "th")
    '23 พ.ย. 2569 00:05'
    >>> when(dt.datetime(2026, 11, 22, 17, 5, tzinfo=dt.UTC), "en")
    '23 Nov 2026 00:05'
    """
    local = moment.astimezone(BANGKOK)
    if language == "en":
        return f"{local.day} {MONTHS_EN[local.month - 1]} {local.year} {local:%H:%M}"
    return f"{local.day} {MONTHS_TH[local.month - 1]} {local.year + BUDDHIST_ERA} {local:%H:%M}"


def last4(text: str) -> str:
    """The end of a number that should not be shown whole.

    >>> last4("04A1B2C3D4E5F1")
    'E5F1'
    """
    return text[-4:]
