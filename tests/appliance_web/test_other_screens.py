"""Shift, goods that come in, health, languages, and what keeps strangers out."""

import json
import stat

import pytest

from appliance.store import views
from tests.appliance.conftest import Shop
from tests.appliance_web.screen import Screen


def test_a_shift_is_opened_counted_and_closed(selling: Screen, shop: Shop) -> None:
    """The page says what should lie in the drawer only after it was counted, and by how much it differs."""
    basket = selling.press("/counter/add", item="soap").attribute("data-basket")
    selling.press("/counter/charge", basket=basket, due="10.50", given="20")
    assert "510.50" not in selling.open("/shift").words, "whoever counts must not see what is expected"
    assert "กะของ สมศรี เปิดอยู่แล้ว" in selling.press("/shift/open", cashier="อารีย์", float="1").words
    closed = selling.press("/shift/close", counted="510.00")
    assert "ควรมีในลิ้นชัก 510.50 นับได้ 510.00 เกิน/ขาด -0.50" in closed.words
    assert "ยังไม่ได้เปิดกะ" in selling.press("/shift/close", counted="1").words
    assert "สมศรี" in selling.open("/shift").words, "who was here before is one press away"
    assert "เปิดกะแล้ว" in selling.press("/shift/open", cashier="อารีย์", float="500").words


@pytest.mark.parametrize(("cashier", "float_"), [("", "500"), ("  ", "500"), ("สมศรี", ""), ("สมศรี", "มาก")])
def test_a_shift_needs_a_name_and_a_figure(screen: Screen, cashier: str, float_: str) -> None:
    """Without them the page says what to enter."""
    assert screen.press("/shift/open", cashier=cashier, float=float_).status == 422


def test_a_delivery_is_booked_once_and_the_stock_shown(shop: Shop, screen: Screen) -> None:
    """Scanned goods become lines of the form; a double tap books them once; the page shows the stock after it."""
    line = screen.press("/goods/receive/item", code="18850000000017")
    assert (line.field("item"), line.field("quantity")) == ("soap", "12")
    assert "มะเขือเทศ" in screen.press("/goods/receive/item", code="มะเขือ").words
    form = {"receipt": screen.open("/goods/receive").field("receipt"), "source": "บริษัท ตัวอย่าง", "document": "INV-1"}
    goods = {"item": ["soap", "tomato"], "quantity": ["12", "7.5"]}
    for _ in range(2):
        booked = screen.press("/goods/receive", **form, **goods)
        assert "สบู่ก้อน 12 12 มะเขือเทศ 7.500 7.500" in booked.words
    assert views.on_hand(shop.till.store.books.reader(), "soap") == 12_000
    assert "บริษัท ตัวอย่าง" in screen.open("/goods/receive").words


@pytest.mark.parametrize(
    ("items", "quantities"),
    [
        (["soap"], ["0"]),
        (["soap"], ["1000000000"]),
        (["soap"], ["1.5"]),
        (["soap"], [""]),
        (["soap"], ["-3"]),
        (["tomato"], ["0.0001"]),
        (["no-such"], ["1"]),
        ([], []),
        (["soap"] * 201, ["1"] * 201),
    ],
)
def test_a_delivery_that_cannot_be_books_nothing(
    shop: Shop, screen: Screen, items: list[str], quantities: list[str]
) -> None:
    """One wrong line, none, or more than a paper has: a sentence, and the store is as it was."""
    goods = {"item": ["rice-5", *items], "quantity": ["1", *quantities]} if items else {}
    answer = screen.press("/goods/receive", receipt="d-1", source="x", **goods)
    assert answer.status == 422
    assert views.stock(shop.till.store.books.reader()) == []


def test_health_says_how_everything_is(selling: Screen) -> None:
    """A person reads words, a program figures, and both see what waits for the hub."""
    assert "เครื่องนี้ยังไม่ได้ตั้งค่าศูนย์" in selling.open("/health").words
    facts = json.loads(selling.open("/health.json").source)
    assert facts["well"] is True
    assert (facts["link"]["waiting"], facts["books"]["events"], facts["shift"]) == (1, 1, "open")


@pytest.mark.parametrize("path", ["/", "/joint-purchase", "/goods/receive", "/sales", "/shift", "/health"])
def test_every_screen_speaks_both_languages(selling: Screen, path: str) -> None:
    """Thai first, English at a touch, and the choice stays."""
    assert 'lang="th"' in selling.open(path).source
    assert 'lang="en"' in selling.press("/language", language="en", back=path).source
    english = selling.open(path)
    assert "Joint purchase" in english.words
    assert "จัดซื้อรวม" not in english.words
    assert 'lang="th"' in selling.press("/language", language="th", back=path).source


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_the_language_button_never_leads_out_of_the_box(screen: Screen, back: str) -> None:
    """A forged form cannot send the cashier to another site."""
    token = screen.open("/").field("csrf_token")
    answer = screen.client.post("/language", data={"language": "en", "back": back, "csrf_token": token})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_a_form_without_the_pages_token_does_nothing(shop: Shop, screen: Screen) -> None:
    """Another site that is open in the same browser cannot press our buttons."""
    answer = screen.client.post("/shift/open", data={"cashier": "x", "float": "1"})
    assert answer.status_code == 400
    assert "โหลดหน้าใหม่" in answer.get_data(as_text=True)
    assert shop.events() == []


def test_pages_forbid_what_pages_should(screen: Screen) -> None:
    """No inline script, no frame, no copy kept; a strange host name is turned away."""
    headers = screen.open("/").headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert (headers["X-Frame-Options"], headers["Cache-Control"]) == ("DENY", "no-store")
    assert screen.client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_the_boxes_key_is_its_own_secret(shop: Shop, screen: Screen) -> None:
    """The key is made once, nobody else may read it, and the next start takes the same one."""
    key = shop.folder / "web.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_text()
    assert len(before) > 60
    assert Screen(shop.till).app.secret_key == screen.app.secret_key
    assert key.read_text() == before


def test_a_slip_of_the_program_is_a_plain_sentence(shop: Shop, screen: Screen) -> None:
    """With the books gone under it the screen says so in words, without a trace of the program."""
    shop.stop()
    answer = screen.open("/sales")
    assert answer.status == 500
    assert "เครื่องขัดข้อง" in answer.words
    assert "Traceback" not in answer.source


def test_an_address_that_is_none_says_so(screen: Screen) -> None:
    """A wrong address, or a page opened that only a button may ask for, leads back to the counter."""
    for path in ("/no-such-page", "/counter/scan"):
        assert "ไม่มีหน้านี้ กลับไปหน้าขาย" in screen.open(path).words
