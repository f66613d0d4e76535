"""Made-up goods and baskets for measuring, the same at every run."""

import random
from collections.abc import Iterator

from appliance.rules.sale import Line
from hub.contract.units import Milliunits, Satang

SEED = 2547
LINES_OF_A_SALE = 4
CATEGORIES = 12
HEADS = ("ข้าว", "ปุ๋ย", "อาหารสัตว์", "น้ำมัน", "กาแฟ", "ผงซักฟอก", "มีด", "สบู่", "ยาสีฟัน", "ขนม", "เครื่องแกง", "นม")
TAILS = ("หอมมะลิ", "สูตรเข้มข้น", "พื้นบ้าน", "สมุนไพร", "กลิ่นตะไคร้", "ดอกบัว", "ปักษ์ใต้", "ตรานกยูง", "ชนิดเติม", "แบบถัง")
KINDS = tuple(head + tail for head in HEADS for tail in TAILS)
SYLLABLES = ("กา", "มะ", "ลำ", "ชัย", "ทอง", "บุญ", "พร", "วัน", "ศรี", "สุข", "แก้ว", "เพชร", "งาม", "รุ่ง", "ไทย", "ดาว")
SIZES = ("100 ก.", "250 ก.", "500 ก.", "1 กก.", "5 กก.", "50 กก.", "350 มล.", "1 ล.", "โหล", "แพ็ก 6")


def check_digit(body: str) -> str:
    """The last digit of an EAN-13 whose first twelve are given.

    >>> check_digit("885000000001")
    '0'
    """
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return str(-weighed % 10)


def barcode_of(no: int) -> str:
    """The barcode of the item with this number."""
    body = f"885{no:09d}"
    return body + check_digit(body)


def maker_of(chance: random.Random) -> str:
    """A maker's made-up name."""
    return "".join(chance.choices(SYLLABLES, k=3))


def items(count: int) -> Iterator[dict[str, object]]:
    """So many items, as rows of the box's reference; names of real shape, each with its number in it."""
    chance = random.Random(SEED)
    for no in range(count):
        kind = chance.randrange(len(KINDS))
        maker, size = maker_of(chance), chance.choice(SIZES)
        yield {
            "item": f"item-{no:06d}",
            "name_th": f"{KINDS[kind]} {maker} {size} ({no})",
            "name_en": f"Item {no} of kind {kind}",
            "category": f"c{kind % CATEGORIES}",
            "unit": "piece",
            "pack_th": "ชิ้น",
            "pack_en": "piece",
            "price_satang": chance.randrange(500, 90_000, 25),
            "tax": chance.choice(("vat7", "exempt")),
            "active": True,
            "barcodes": [(barcode_of(no), 1)],
        }


def baskets(count: int, of_items: int) -> Iterator[tuple[Line, ...]]:
    """So many baskets of ``LINES_OF_A_SALE`` different items each."""
    chance = random.Random(SEED)
    for _ in range(count):
        chosen = chance.sample(range(of_items), LINES_OF_A_SALE)
        yield tuple(
            Line(
                f"item-{no:06d}",
                f"{KINDS[no % len(KINDS)]} {SIZES[no // 10 % len(SIZES)]}",
                f"Item {no}",
                "piece",
                Milliunits(chance.choice((1, 1, 1, 2, 3, 6)) * 1000),
                Satang(500 + no % 700 * 25),
                "exempt",
            )
            for no in chosen
        )
