"""Papers whose pictures are kept in ``tests/golden/papers``, and the comparison with them.

After a change of how papers look: ``python -m tests.devices.papers`` draws the pictures anew; look at each of them.
"""

from pathlib import Path

from PIL import Image, ImageChops

from appliance.devices.printer.raster import Drawer
from appliance.devices.printer.thai_lines import ThaiLines
from appliance.rules.paper import Columns, Paper, Qr, Ruler, Text

FOLDER = Path(__file__).parent.parent / "golden" / "papers"
OTHER_DOTS_PER_MILLION = 500
"""Another release of FreeType may place a dot in two thousand differently; a wrong letter is far more."""

RECEIPT: Paper = (
    Text("สหกรณ์การเกษตรรัตภูมิ จำกัด", align="centre", size="large", bold=True),
    Text("สาขาตลาดท่าชะมวง ต.ท่าชะมวง อ.รัตภูมิ จ.สงขลา", align="centre", size="small"),
    Text("ใบเสร็จรับเงิน/ใบกำกับภาษีอย่างย่อ", align="centre", bold=True),
    Columns("เลขที่ 000123", "22/11/2568 08:31"),
    Ruler(),
    Columns("น้ำปลาร้าปรุงสำเร็จ ตราแม่บุญล้ำ ขวดใหญ่ 400 มล.", "45.00"),
    Text("   3 ขวด × 15.00", size="small"),
    Columns("มะเขือเทศ 1.234 กก. × 9.95", "12.28"),
    Ruler(),
    Columns("รวมทั้งสิ้น", "57.28", size="large", bold=True),
    Columns("เงินสด", "100.00"),
    Columns("เงินทอน", "42.72"),
    Text("พิมพ์ซ้ำ ครั้งที่ 2 (สำเนา)", align="right"),
    Qr("00020101021229370016A000000677010111011300668123456785303764540557.285802TH6304ABCD"),
    Text("ขอบคุณที่อุดหนุนสหกรณ์ของเรา", align="centre"),
)
STACKS: Paper = (
    *(Text(f"น้ำปลาร้า กิ๊บเก๋ ปั๊มน้ำมัน ที่นี่ ผู้ใหญ่ ญี่ปุ่น ฐานทัพ {n}", size=n) for n in ("small", "normal", "large")),
    Text("ฟื้นฟู ปู่ ป๊ะป๋า ฎุ ฏู ฐิ ญู โต๊ะจีน เปี๊ยะ ก๋วยเตี๋ยว ซื่อสัตย์ ฯลฯ ๆ ๑๒๓ ฿1,234.50", bold=True),
    Text("ฤๅษี ทฤษฎี กตัญญู บิณฑบาต พฤกษ์ สิทธิ์ เก็บ เท่ห์ ศิลป์"),
)
LONG_NAMES: Paper = (
    Columns("ปุ๋ยเคมีสูตร 15-15-15 ตราหัววัวคันไถกระสอบห้าสิบกิโลกรัมสำหรับสวนยางพาราและปาล์มน้ำมัน", "1,250.00"),
    Text("ก" * 60),
    Text("abcdefghijklmnopqrstuvwxyz0123456789" * 2),
    Columns("ยอดหนี้รวมทั้งสิ้นของสมาชิกกลุ่มเกษตรกรทำสวนยาง", "999,999,999,999,999.99"),
    Columns("ก", "1234567890" * 6),
    Columns("", "ชิดขวา"),
)
FORTY_LINES: Paper = tuple(Columns(f"{n}. ข้าวสารหอมมะลิ {n} กก.", f"{n * 45}.00") for n in range(1, 41))
LARGE_TOTAL: Paper = (
    Columns("รวมทั้งสิ้น", "12,345,678.90", size="large", bold=True),
    Columns("รวมเป็นเงินทั้งสิ้น", "123,456,789,012.34", size="large", bold=True),
)

PAPERS: dict[str, tuple[int, Paper]] = {
    "receipt_576": (576, RECEIPT),
    "receipt_384": (384, RECEIPT),
    "stacks_576": (576, STACKS),
    "long_names_384": (384, LONG_NAMES),
    "forty_lines_576": (576, FORTY_LINES),
    "large_total_512": (512, LARGE_TOTAL),
}


def golden(name: str) -> Image.Image:
    """The picture as it was looked at and found good."""
    with Image.open(FOLDER / f"{name}.png") as picture:
        return picture.convert("1")


def other_dots(one: Image.Image, other: Image.Image) -> int:
    """How many dots of two pictures of one size differ."""
    return ImageChops.logical_xor(one, other).histogram()[255]


def draw_anew() -> None:
    """Draw every picture and keep it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (width_px, paper) in PAPERS.items():
        Drawer(width_px, ThaiLines()).draw(paper).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    draw_anew()
