"""The counter's own screen, pressed as a cashier presses it."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.actions.open_shift import open_shift
from appliance.devices.scale.toledo_8217.sim import VirtualScale
from hub.contract.units import Satang
from tests.appliance.conftest import REFERENCE, Shop
from tests.appliance_web.screen import Answer, Screen

SOAP, CASE_OF_SOAP, WRONG_DIGIT = "8850000000010", "18850000000017", "8850000000011"
UNDER_THE_THAI_KEYBOARD = "คคถจจจจจจจจๅจ"


def in_basket(answer: Answer) -> tuple[str, str]:
    """How many lines the basket shown has, and what is due."""
    return answer.attribute("data-lines"), answer.attribute("data-due")


@pytest.mark.parametrize(
    ("code", "due"),
    [
        (SOAP, "10.50"),
        (f"]E0{SOAP}", "10.50"),
        (UNDER_THE_THAI_KEYBOARD, "10.50"),
        (CASE_OF_SOAP, "128.25"),
        ("rice-5", "195.00"),
        ("หอมมะลิ", "195.00"),
        (f"3*{SOAP}", "32.00"),
    ],
)
def test_a_scan_rings_up_what_was_scanned(selling: Screen, code: str, due: str) -> None:
    """A piece, a pack, an id, the only name that fits, and 3* before a code come to the right sum."""
    answer = selling.press("/counter/scan", code=code)
    assert answer.status == 200
    assert in_basket(answer) == ("1", due)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (WRONG_DIGIT, "หลักตรวจสอบไม่ถูก"),
        ("7777", "ไม่พบสินค้ารหัส 7777"),
        ("<script>alert(1)</script>", "ไม่พบสินค้ารหัส <script>"),
        ("", "ไม่พบสินค้า"),
        ("ก" * 5000, "ไม่พบสินค้า"),
        (f"0*{SOAP}", "จำนวน 0 ไม่ถูกต้อง"),
        (f"1000000000*{SOAP}", "จำนวน 1000000000 ไม่ถูกต้อง"),
    ],
)
def test_a_failed_scan_says_why_and_keeps_the_basket(selling: Screen, code: str, sentence: str) -> None:
    """The cashier reads what to do, and what was rung up stays."""
    selling.press("/counter/scan", code=SOAP)
    answer = selling.press("/counter/scan", code=code)
    assert answer.status == 422
    assert sentence in answer.words
    assert "<script>" not in answer.source
    assert answer.headers["HX-Reswap"] == "none"
    assert in_basket(selling.basket) == ("1", "10.50")


@pytest.mark.parametrize("count", ["0", "-1", "10000", "1000000000", "99999999999999999999", "abc", "1.5", "٣"])
def test_a_quantity_that_nobody_sells_is_refused(selling: Screen, count: str) -> None:
    """Neither a button nor the number pad takes such a quantity; only 0 on a line takes it out."""
    assert selling.press("/counter/add", item="soap", count=count).status == 422
    selling.press("/counter/add", item="soap")
    answer = selling.press("/counter/line/1", count=count)
    assert answer.status == (200 if count == "0" else 422)
    assert in_basket(selling.basket) == (("0", "0.00") if count == "0" else ("1", "10.50"))


def test_thai_digits_are_digits(selling: Screen) -> None:
    """A cashier whose keyboard is Thai types ๓ and gets three."""
    assert in_basket(selling.press("/counter/add", item="soap", count="๓")) == ("1", "32.00")


def test_lines_can_be_changed_and_taken_out(selling: Screen) -> None:
    """Plus, minus, the pad and Take out do what they say, and the line that was touched stays open."""
    selling.press("/counter/add", item="soap")
    selling.press("/counter/add", item="rice-5")
    assert in_basket(selling.press("/counter/line/1", count=5)) == ("2", "248.50")
    assert "สบู่ก้อน" in selling.open("/counter/line/1").words
    assert in_basket(selling.press("/counter/line/2", count=0)) == ("1", "53.50")
    assert selling.press("/counter/line/2", count=1).status == 422
    assert selling.open("/counter/line/77").status == 422


def test_the_basket_is_emptied_only_when_asked_twice(selling: Screen) -> None:
    """Empty asks first; the second press does it, and there is nothing left."""
    selling.press("/counter/add", item="soap")
    asked = selling.open("/counter/empty")
    assert "ล้างสินค้าทั้งหมดในตะกร้า" in asked.words
    assert in_basket(selling.basket)[0] == "1"
    assert in_basket(selling.press("/counter/empty", basket=asked.field("basket"))) == ("0", "0.00")


def test_a_second_screen_with_an_old_basket_is_told_so(selling: Screen) -> None:
    """What another screen has emptied cannot be changed here, and this screen fetches the basket that is there."""
    old = selling.press("/counter/add", item="soap").attribute("data-basket")
    selling.press("/counter/empty", basket=old)
    answer = selling.press("/counter/line/1", basket=old, count=2)
    assert answer.status == 422
    assert "ตะกร้านี้ไม่มีแล้ว" in answer.words
    assert answer.headers["HX-Trigger"] == "look-again"


def test_search_finds_by_part_of_a_thai_or_english_name(selling: Screen) -> None:
    """Three letters from the middle of a name are enough, two from its beginning; a barcode in Thai keys works too."""
    assert "มะเขือเทศ" in selling.open("/counter/search", q="เขือ").words
    assert "ข้าวหอมมะลิ" in selling.open("/counter/search", q="jasmine").words
    assert "สบู่ก้อน" in selling.open("/counter/search", q="สบ").words
    assert "สบู่ก้อน" in selling.open("/counter/search", q=UNDER_THE_THAI_KEYBOARD).words
    assert "ไม่พบสินค้าที่ตรงกับ “xyzzy”" in selling.open("/counter/search", q="xyzzy").words
    assert "สบู่ก้อน" in selling.open("/counter/category/food").words


@pytest.mark.parametrize("words", ['"', "' OR 1=1 --", "%", "*", "(((", "a AND NOT b", "\x00", "🍅🍅🍅"])
def test_no_search_upsets_the_box(selling: Screen, words: str) -> None:
    """Whatever is typed into the search field is looked for, nothing more."""
    assert selling.open("/counter/search", q=words).status == 200


def test_what_is_often_sold_stands_first(selling: Screen) -> None:
    """After some sales of soap the first button is soap; the rest of the catalogue follows."""
    basket = selling.press("/counter/add", item="soap").attribute("data-basket")
    selling.press("/counter/charge", basket=basket, given="20", due="10.50")
    words = selling.open("/counter/search").words
    assert words.index("สบู่ก้อน") < words.index("มะเขือเทศ")
    assert words.count("สบู่ก้อน") == 1


@pytest.fixture
def weighing(tmp_path: Path) -> Iterator[tuple[Screen, VirtualScale]]:
    """A counter with an open shift and a scale on a serial line."""
    with VirtualScale() as scale:
        shop = Shop(tmp_path)
        shop.hear(*REFERENCE)
        shop.stop()
        settings = f'[box]\nbranch = "hatyai01"\n[scale]\nkind = "toledo-8217"\nport = "{scale.port}"\n'
        (tmp_path / "settings.toml").write_text(settings)
        shop.start()
        open_shift(shop.till, "สมศรี", Satang(50_000))
        yield Screen(shop.till), scale
        shop.stop()


def wait_for_words(screen: Screen, words: str) -> Answer:
    """The weighing panel once it says so."""
    until = time.monotonic() + 5
    while words not in (answer := screen.open("/counter/weigh", item="tomato")).words:
        assert time.monotonic() < until, answer.words
        time.sleep(0.02)
    return answer


def test_goods_on_the_scale_are_sold_by_their_weight_once(weighing: tuple[Screen, VirtualScale]) -> None:
    """The panel shows the weight, Weigh takes it, and the same goods cannot be weighed a second time."""
    screen, scale = weighing
    wait_for_words(screen, "0.000")
    scale.put(1235, settle_s=0)
    wait_for_words(screen, "น้ำหนักนิ่งแล้ว")
    assert in_basket(screen.press("/counter/weigh", item="tomato")) == ("1", "12.25")
    answer = screen.press("/counter/scan", code="tomato")
    assert answer.status == 422
    assert "ชั่งรายการก่อนแล้ว" in answer.words
    assert in_basket(screen.basket) == ("1", "12.25")


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (lambda scale: scale.put(1235, moving=True), "น้ำหนักยังไม่นิ่ง"),
        (lambda scale: scale.over(), "น้ำหนักเกินพิกัด"),
        (lambda scale: scale.under(), "ต่ำกว่าศูนย์"),
        (lambda scale: scale.put(20, settle_s=0), "เบาเกินไป"),
        (lambda scale: scale.garble(True), "อ่านข้อมูลจากเครื่องชั่งไม่ได้"),
        (lambda scale: scale.mute(True), "เครื่องชั่งไม่ตอบ"),
    ],
    ids=["moving", "over", "under", "light", "garbled", "silent"],
)
def test_no_goods_are_sold_on_a_weight_that_is_none(weighing, trouble, sentence: str) -> None:
    """Moving, over, under, too light, garbled, silent: each says so before and after Weigh is pressed."""
    screen, scale = weighing
    wait_for_words(screen, "0.000")
    trouble(scale)
    wait_for_words(screen, sentence)
    answer = screen.press("/counter/weigh", item="tomato")
    assert answer.status == 422
    assert sentence in answer.words
    assert 'id="panel"' in answer.source, "the weighing panel stays open"
    assert in_basket(screen.basket)[0] == "0"


def test_weighed_and_counted_goods_are_not_mixed_up(selling: Screen) -> None:
    """A weighed item has no count, a counted one no weight, and a branch without a scale says that it has none."""
    assert "ขายตามน้ำหนัก" in selling.press("/counter/add", item="tomato").words
    assert "ขายเป็นชิ้น" in selling.press("/counter/weigh", item="soap").words
    assert "ไม่ได้ต่อเครื่องชั่ง" in selling.press("/counter/scan", code="tomato").words
    assert selling.press("/counter/add", item="no-such").status == 422
