"""Cash, change, paper: the moment that must never be lost and never happen twice."""

import pytest

from appliance.actions.open_shift import open_shift
from appliance.store import views
from hub.contract.units import Satang
from tests.appliance.conftest import Shop
from tests.appliance_web.screen import Screen


def sales(shop: Shop) -> list[views.SaleRow]:
    """What is booked."""
    return views.latest_sales(shop.till.store.books.reader(), 10)


def test_a_member_buys_pays_and_gets_his_change(shop: Shop, selling: Screen) -> None:
    """The whole sale: member, goods, what is due with its rounding, change in large, the receipt's number."""
    selling.press("/counter/member", number="1001")
    selling.press("/counter/scan", code="8850000000010")
    asked = selling.open("/counter/charge")
    assert "ยอดชำระเงินสด 10.50 อานา ทดสอบ •• 1001 สินค้า 10.70 · ปัดเศษ -0.20" in asked.words
    assert "จ่ายพอดี 20 50 100 500 1,000" in asked.words
    done = selling.press("/counter/charge", basket=asked.field("basket"), due=asked.field("due"), given="๒๐")
    assert (done.attribute("data-change"), done.attribute("data-number")) == ("9.50", "1")
    assert "ใบเสร็จเลขที่ hatyai01-000001 · อานา ทดสอบ" in done.words
    assert done.attribute("data-lines") == "0"
    assert [(sale.due_satang, sale.member_name) for sale in sales(shop)] == [(1050, "อานา ทดสอบ")]


def test_a_double_tap_on_charge_books_one_sale(shop: Shop, selling: Screen) -> None:
    """Both taps show the same receipt and the same change."""
    basket = selling.press("/counter/add", item="soap").attribute("data-basket")
    taps = [selling.press("/counter/charge", basket=basket, due="10.50", given="20") for _ in range(2)]
    assert [tap.attribute("data-sale") for tap in taps] == [basket, basket]
    assert [tap.attribute("data-change") for tap in taps] == ["9.50", "9.50"]
    assert len(sales(shop)) == 1


@pytest.mark.parametrize(
    ("given", "due", "sentence"),
    [
        ("10", "10.50", "เงินยังขาดอีก 0.50 บาท"),
        ("8850000000010", "10.50", "ไม่ใช่ตัวเลขที่ใช้ได้"),
        ("88500010", "10.50", "มากเกินไปสำหรับยอดนี้"),
        ("", "10.50", "ไม่ใช่ตัวเลขที่ใช้ได้"),
        ("-20", "10.50", "ไม่ใช่ตัวเลขที่ใช้ได้"),
        ("20.005", "10.50", "ไม่ใช่ตัวเลขที่ใช้ได้"),
        ("20", "9.00", "ยอดในตะกร้าเปลี่ยนเป็น 10.50 บาท"),
    ],
)
def test_wrong_money_books_nothing(shop: Shop, selling: Screen, given: str, due: str, sentence: str) -> None:
    """Too little, a barcode, nothing, or a sum that is no longer the basket's: a sentence and no sale."""
    basket = selling.press("/counter/add", item="soap").attribute("data-basket")
    answer = selling.press("/counter/charge", basket=basket, due=due, given=given)
    assert answer.status == 422
    assert sentence in answer.words
    assert sales(shop) == []
    assert selling.basket.attribute("data-lines") == "1"


def test_without_a_shift_nothing_is_charged(shop: Shop, screen: Screen) -> None:
    """The counter asks to open a shift instead of charging, and the basket waits for it."""
    assert "เปิดกะก่อน แล้วเริ่มขายได้เลย" in screen.open("/").words
    basket = screen.press("/counter/add", item="soap").attribute("data-basket")
    assert "ยังไม่ได้เปิดกะ" in screen.open("/counter/charge").words
    answer = screen.press("/counter/charge", basket=basket, due="10.50", given="20")
    assert (answer.status, sales(shop)) == (422, [])
    assert "ยังไม่ได้เปิดกะ" in answer.words
    open_shift(shop.till, "สมศรี", Satang(0))
    assert screen.press("/counter/charge", basket=basket, due="10.50", given="20").status == 200


def test_an_empty_basket_is_not_charged(shop: Shop, selling: Screen) -> None:
    """There is nothing to pay and nothing to book."""
    assert "ตะกร้ายังว่าง" in selling.open("/counter/charge").words
    answer = selling.press("/counter/charge", basket=selling.basket.attribute("data-basket"), due="0", given="0")
    assert (answer.status, sales(shop)) == (422, [])


def test_on_a_full_disk_the_cashier_is_told_and_the_basket_stays(shop: Shop, selling: Screen) -> None:
    """Nothing is booked, the sentence says what to do, and with room again the same tap books one sale."""
    basket = selling.press("/counter/add", item="soap").attribute("data-basket")
    with shop.till.store.books.transaction() as db:
        (pages,) = db.execute("PRAGMA page_count").fetchone()
    while True:
        with shop.till.store.books.transaction() as db:
            db.execute(f"PRAGMA max_page_count = {pages}")
        answer = selling.press("/counter/charge", basket=basket, due="10.50", given="20")
        if answer.status != 200:
            break
        basket = selling.press("/counter/add", item="soap").attribute("data-basket")
        assert len(sales(shop)) < 10, "the disk never filled up"
    booked = len(views.latest_sales(shop.till.store.books.reader(), 1000))
    assert answer.status == 503
    assert "เนื้อที่จัดเก็บเต็ม รายการนี้ยังไม่ได้บันทึก" in answer.words
    assert selling.basket.attribute("data-lines") == "1"
    with shop.till.store.books.transaction() as db:
        db.execute("PRAGMA max_page_count = 1000000")
    assert selling.press("/counter/charge", basket=basket, due="10.50", given="20").status == 200
    assert len(views.latest_sales(shop.till.store.books.reader(), 1000)) == booked + 1


def test_a_receipt_is_printed_again_or_left(selling: Screen) -> None:
    """The receipts page lists the sale with its paper; Print again queues it, No paper needed settles it."""
    basket = selling.press("/counter/add", item="soap").attribute("data-basket")
    selling.press("/counter/charge", basket=basket, due="10.50", given="20")
    assert "000001" in selling.open("/sales").words
    assert selling.press("/counter/leave-paper", sale=basket).attribute("data-paper") == "dropped"
    assert selling.press("/counter/print-again", sale=basket).attribute("data-paper") == "queued"
    assert "รอเครื่องพิมพ์" in selling.open(f"/counter/paper/{basket}").words
    for path in ("/counter/print-again", "/counter/leave-paper"):
        assert "ไม่พบการขายนี้" in selling.press(path, sale="no-such").words
    assert selling.open("/counter/paper/no-such").status == 422
