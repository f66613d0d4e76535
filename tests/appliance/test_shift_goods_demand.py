"""Shifts, goods and joint-purchase requests as the books hold them and the hub hears of them."""

import pytest

from appliance.actions.close_shift import close_shift
from appliance.actions.identify_member import identify_member, member_of_number, member_of_tap
from appliance.actions.open_shift import open_shift
from appliance.actions.receive_goods import receive_goods
from appliance.actions.request_joint_purchase import request_joint_purchase
from appliance.errors import (
    CardAnonymous,
    CardFrozen,
    CardUnknown,
    CardUnreadable,
    CashierMissing,
    DeliveryEmpty,
    DemandOutOfRange,
    MemberLeft,
    MemberUnknown,
    NoShift,
    QuantityOutOfRange,
    RoundClosed,
    ShiftIsOpen,
)
from appliance.ports import BadTap, Tap
from appliance.rules.records import Goods
from appliance.store import baskets, requests, views
from hub.contract import envelope, v1
from hub.contract.units import Milliunits, Satang
from tests.appliance.conftest import Shop
from tests.appliance.test_ring_up import sell


def told(shop: Shop) -> v1.Fact:
    """What the newest event says."""
    event = envelope.read_event(shop.events()[-1].body)
    return v1.from_wire(v1.UP_KINDS, event.type, event.data)


def test_a_closed_shift_says_what_should_be_in_the_drawer_and_what_is(open_shop: Shop) -> None:
    """500 at the start, 10.50 and 195.00 sold, 700 counted: 5.50 are missing, and the hub hears it."""
    sell(open_shop, "soap")
    sell(open_shop, "rice-5")
    closed = close_shift(open_shop.till, Satang(70_000))
    assert (closed.takings.sales, closed.takings.expected_satang, closed.difference_satang) == (2, 70_550, -550)
    fact = told(open_shop)
    assert isinstance(fact, v1.ShiftClosed)
    assert (fact.sold_satang, fact.cash_expected_satang, fact.cash_counted_satang) == (20_550, 70_550, 70_000)


def test_one_shift_at_a_time(open_shop: Shop) -> None:
    """A second cashier is told whose shift is open."""
    with pytest.raises(ShiftIsOpen, match="สมศรี"):
        open_shift(open_shop.till, "มานี", Satang(0))
    close_shift(open_shop.till, Satang(50_000))
    with pytest.raises(NoShift):
        close_shift(open_shop.till, Satang(50_000))
    assert open_shift(open_shop.till, "มานี", Satang(0)).cashier == "มานี"


def test_a_shift_needs_a_name(shop: Shop) -> None:
    """Nobody sells as nobody."""
    with pytest.raises(CashierMissing):
        open_shift(shop.till, "   ", Satang(0))


def test_received_goods_are_in_the_store_once_though_the_form_was_sent_twice(shop: Shop) -> None:
    """The delivery's own id makes the second sending find the first."""
    goods = [Goods("soap", "piece", Milliunits(144_000)), Goods("tomato", "kg", Milliunits(12_500))]
    for _ in range(2):
        receive_goods(shop.till, "g-1", "ตลาดกลาง", "DN-1", goods)
    stock = {row.item: row.on_hand_milli for row in views.stock(shop.till.store.books.reader())}
    assert stock == {"soap": 144_000, "tomato": 12_500}
    assert [entry.type for entry in shop.events()] == ["goods.received"]
    assert views.wrong_stock(shop.till.store.books.reader()) == []


@pytest.mark.parametrize("quantity_milli", [0, -1000, 10**12])
def test_a_delivery_of_nothing_or_of_the_whole_world_is_refused(shop: Shop, quantity_milli: int) -> None:
    """0 and 10^9 pieces are slips of the finger."""
    with pytest.raises(QuantityOutOfRange):
        receive_goods(shop.till, "g-1", "", "", [Goods("soap", "piece", Milliunits(quantity_milli))])
    with pytest.raises(DeliveryEmpty):
        receive_goods(shop.till, "g-1", "", "", [])
    assert shop.events() == []


def test_a_members_card_names_the_basket(shop: Shop) -> None:
    """A tap puts the member on the basket, and it can be taken off again."""
    basket = shop.fill("soap")
    ana = member_of_tap(shop.till, Tap(1, "04A1B2C3D4E5F1", 0.0))
    identify_member(shop.till, basket, ana)
    assert baskets.get(shop.till.store.books.reader(), basket).member == ana
    assert ana.number == "1001"
    identify_member(shop.till, basket, None)
    assert baskets.get(shop.till.store.books.reader(), basket).member is None


@pytest.mark.parametrize(
    ("tap", "refusal"),
    [
        (Tap(1, "04FFFFFFFFFFFF", 0.0), CardUnknown),
        (Tap(1, "04A1B2C3D4E5F2", 0.0), CardFrozen),
        (BadTap(1, "random-uid", 0.0), CardAnonymous),
        (BadTap(1, "pulled-away", 0.0), CardUnreadable),
        (None, CardUnreadable),
    ],
)
def test_a_card_that_names_nobody_is_refused_with_what_to_do(
    shop: Shop, tap: Tap | BadTap | None, refusal: type[Exception]
) -> None:
    """Unknown, frozen, a phone, or pulled away: nobody is guessed."""
    with pytest.raises(refusal) as refused:
        member_of_tap(shop.till, tap)
    assert refused.value.say("th")
    assert "04A1B2" not in refused.value.say("th")


def test_a_number_names_a_member_who_is_one(shop: Shop) -> None:
    """Unknown numbers and ended memberships are told apart."""
    assert member_of_number(shop.till, " 1001 ").member == "m-ana"
    with pytest.raises(MemberUnknown):
        member_of_number(shop.till, "9999")
    with pytest.raises(MemberLeft):
        member_of_number(shop.till, "1002")


def test_a_later_request_takes_the_place_of_the_earlier(shop: Shop) -> None:
    """A member who changes his mind counts once, and the hub is told which request no longer stands."""
    ana = member_of_number(shop.till, "1001")
    request_joint_purchase(shop.till, "q-1", "r-1", ana, 10, 15)
    request_joint_purchase(shop.till, "q-2", "r-1", ana, 4, 4)
    standing = requests.standing(shop.till.store.books.reader(), "r-1", "m-ana")
    assert standing is not None
    assert (standing.request, standing.firm, standing.maximum) == ("q-2", 4, 4)
    fact = told(shop)
    assert isinstance(fact, v1.DemandRequested)
    assert (fact.request, fact.replaces, fact.firm) == ("q-2", "q-1", 4)


def test_a_request_sent_twice_is_booked_once(shop: Shop) -> None:
    """The form's own id makes the second sending find the first."""
    ana = member_of_number(shop.till, "1001")
    for _ in range(2):
        request_joint_purchase(shop.till, "q-1", "r-1", ana, 10, 15)
    assert [entry.type for entry in shop.events()] == ["demand.requested"]


@pytest.mark.parametrize(("firm", "maximum"), [(0, 0), (5, 4), (-1, 3), (1, 10**9)])
def test_a_request_that_makes_no_sense_is_refused(shop: Shop, firm: int, maximum: int) -> None:
    """Nothing at all, less than firm, or 10^9 packs."""
    with pytest.raises(DemandOutOfRange):
        request_joint_purchase(shop.till, "q-1", "r-1", member_of_number(shop.till, "1001"), firm, maximum)
    assert shop.events() == []


def test_a_round_that_is_closed_or_unknown_takes_no_request(shop: Shop) -> None:
    """The counter says so instead of promising goods."""
    ana = member_of_number(shop.till, "1001")
    with pytest.raises(RoundClosed):
        request_joint_purchase(shop.till, "q-1", "r-unknown", ana, 1, 1)
