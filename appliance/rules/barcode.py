"""What a scanner or a thumb sends, made into a code that can be looked up.

A wedge scanner types like a keyboard: it may put an AIM identifier before the code, an end of line after it,
and under the Thai keyboard layout it types ๅ/-ภถุึคตจ where the code has 1234567890.
"""

import re

from appliance.errors import CheckDigitWrong, ItemUnknown

AIM_IDENTIFIER = re.compile(r"^\][A-Za-z][0-9]")
THAI_KEYS = str.maketrans("ๅ/-ภถุึคตจ", "1234567890")
THAI_LAYOUT = re.compile(r"[ๅ/\-ภถุึคตจ]{8,14}")
GTIN_LENGTHS = (8, 12, 13, 14)
CODE_LIMIT = 64


def check_digit(digits: str) -> int:
    """The last digit of an EAN, UPC or GTIN-14 from those before it (GS1 General Specifications 7.9).

    >>> check_digit("885000000001"), check_digit("1885000000001")
    (0, 7)
    """
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return -weighted % 10


def clean(typed: str) -> str:
    r"""Take off what the scanner added, and undo the Thai keyboard.

    >>> clean("]E08850000000010\r"), clean("คคถจจจจจจจจๅจ"), clean(" น้ำปลา ")
    ('8850000000010', '8850000000010', 'น้ำปลา')
    """
    code = AIM_IDENTIFIER.sub("", typed.strip())
    if THAI_LAYOUT.fullmatch(code):
        code = code.translate(THAI_KEYS)
    return code


def lookup_code(typed: str) -> str:
    """The code to look an item up by; a number as long as a barcode has to have its check digit right.

    >>> lookup_code("8850000000010")
    '8850000000010'

    Raises CheckDigitWrong, and ItemUnknown for an empty or endless code.
    """
    code = clean(typed)
    if not code or len(code) > CODE_LIMIT:
        raise ItemUnknown(code=code[:20])
    if code.isascii() and code.isdigit() and len(code) in GTIN_LENGTHS and check_digit(code[:-1]) != int(code[-1]):
        raise CheckDigitWrong(code=code)
    return code
