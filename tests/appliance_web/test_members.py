"""Who the basket and the request are for."""

import pytest

from appliance.store import requests
from tests.appliance.conftest import Shop
from tests.appliance_web.screen import Screen


def test_a_member_is_seen_at_once_and_can_be_taken_off(selling: Screen) -> None:
    """Name and the number's last digits stand over the basket; one press removes them."""
    answer = selling.press("/counter/member", number=" 1001 ")
    assert "อานา ทดสอบ •• 1001" in answer.words
    assert "ไม่ระบุสมาชิก" in selling.press("/counter/member/clear").words


@pytest.mark.parametrize(
    ("number", "sentence"), [("9999", "ไม่พบสมาชิกเลขที่ 9999"), ("1002", "พ้นสภาพแล้ว"), ("", "ไม่พบสมาชิก")]
)
def test_a_wrong_number_keeps_the_member_that_was_there(selling: Screen, number: str, sentence: str) -> None:
    """The cashier reads why, and the basket is still in the first member's name."""
    selling.press("/counter/member", number="1001")
    answer = selling.press("/counter/member", number=number)
    assert answer.status == 422
    assert sentence in answer.words
    assert "อานา ทดสอบ" in selling.basket.words


def test_no_tap_is_no_member(selling: Screen) -> None:
    """A page that asks for a tap where none was is told to hold the card still."""
    assert "อ่านบัตรไม่สำเร็จ" in selling.press("/counter/card").words


def test_a_member_asks_for_goods_in_a_round(shop: Shop, selling: Screen) -> None:
    """The round says what is missing; a request is noted, a double tap notes it once, a new one takes its place."""
    page = selling.open("/joint-purchase")
    assert "ขาดอีก 60 ถุง" in page.words
    assert "ราคาขณะนี้ 190.00 ตั้งแต่ 100 180.00 รับถึง 31 ธ.ค. 2569" in page.words
    page = selling.press("/joint-purchase/member", number="1001", round="r-1")
    assert "อานา ทดสอบ" in page.words
    first = {"request": page.field("request"), "member": page.field("member"), "firm": 5, "maximum": 8}
    events = len(shop.events())
    for _ in range(2):
        page = selling.press("/joint-purchase/r-1/request", **first)
        assert "บันทึกคำขอแล้ว" in page.words
    assert "แน่นอน 5 ไม่เกิน 8" in page.words
    assert len(shop.events()) == events + 1
    page = selling.press("/joint-purchase/r-1/request", request="r-new", member="m-ana", firm=2, maximum=2)
    assert "แน่นอน 2 ไม่เกิน 2" in page.words
    standing = requests.standing(shop.till.store.books.reader(), "r-1", "m-ana")
    assert standing is not None
    assert (standing.firm, standing.maximum) == (2, 2)


@pytest.mark.parametrize(
    ("round_id", "member", "firm", "maximum", "sentence"),
    [
        ("r-1", "m-ana", "0", "0", "จำนวนสูงสุด"),
        ("r-1", "m-ana", "5", "2", "จำนวนสูงสุด (2)"),
        ("r-1", "m-ana", "1", "1000000000", "จำนวนสูงสุด (1000000000)"),
        ("r-1", "m-ana", "x", "2", "ไม่ใช่ตัวเลขที่ใช้ได้"),
        ("r-1", "m-left", "1", "2", "แตะบัตรสมาชิก"),
        ("r-1", "", "1", "2", "แตะบัตรสมาชิก"),
        ("r-9", "m-ana", "1", "2", "ปิดรับแล้ว"),
    ],
)
def test_a_request_that_cannot_be_is_refused(
    shop: Shop, selling: Screen, round_id: str, member: str, firm: str, maximum: str, sentence: str
) -> None:
    """Nothing, less at most than for sure, a thousand million, no member, no round: a sentence and no entry."""
    events = len(shop.events())
    answer = selling.press(
        f"/joint-purchase/{round_id}/request", request="q", member=member, firm=firm, maximum=maximum
    )
    assert answer.status == 422
    assert sentence in answer.words
    assert len(shop.events()) == events
