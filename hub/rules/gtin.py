"""Numbers on goods: 8, 12, 13 or 14 digits of which the last one checks the others."""

LENGTHS = (8, 12, 13, 14)


def check_digit(digits: str) -> int:
    """The last digit that belongs to the digits before it: weights 3 and 1 from the right (GS1).

    >>> check_digit("885000000001")
    0
    """
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return -total % 10


def is_sound(code: str) -> bool:
    """Whether a barcode can be right: its length, and its check digit.

    >>> is_sound("8850000000010"), is_sound("8850000000018"), is_sound("12")
    (True, False, False)
    """
    if len(code) not in LENGTHS or not (code.isascii() and code.isdigit()):
        return False
    return check_digit(code[:-1]) == int(code[-1])
