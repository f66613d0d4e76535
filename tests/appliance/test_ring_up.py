"""A sale that the counter saw booked is in the books once, whole, and on its way to the hub."""

import pytest

from appliance.actions.fill_basket import basket_on_counter, change_quantity
from appliance.actions.ring_up import ring_up
from appliance.errors import (
    BasketChanged,
    BasketEmpty,
    BasketGone,
    BasketTooLong,
    NoShift,
    NotEnoughCash,
    TooMuchCash,
)
from appliance.messages import genesis
from appliance.store import baskets, papers, sales, views
from hub.contract import envelope, v1
from hub.contract.units import Satang
from tests.appliance.conftest import Shop


def sell(shop: Shop, *codes: str, given: int = 100_000) -> str:
    """Ring goods up for cash; returns the sale."""
    basket = shop.fill(*codes)
    due = shop.till.store.books.reader()
    total = baskets.get(due, basket).totals.goods_satang
    return ring_up(shop.till, basket, Satang(given), Satang(total - total % 25)).sale.sale


def test_a_sale_moves_the_stock_and_queues_its_message_and_its_paper(open_shop: Shop) -> None:
    """One tap on Charge books everything that belongs to the sale."""
    sale = sell(open_shop, "soap", "soap", "rice-5")
    db = open_shop.till.store.books.reader()
    booked = sales.find(db, sale)
    assert booked is not None
    assert (booked.number, booked.totals.goods_satang, booked.cash.due_satang) == (1, 21_640, 21_625)
    assert booked.cash.rounding_satang == -15
    assert booked.cash.change_satang == 100_000 - 21_625
    assert {row.item: row.on_hand_milli for row in views.stock(db)} == {"soap": -2000, "rice-5": -1000}
    assert [note.state for note in papers.of_sale(db, sale)] == ["queued"]
    event = envelope.read_event(open_shop.events()[-1].body)
    told = v1.from_wire(v1.UP_KINDS, event.type, event.data)
    assert isinstance(told, v1.SaleClosed)
    assert (told.sale, told.total_satang, sum(line.total_satang for line in told.lines)) == (sale, 21_625, 21_640)


def test_a_double_tap_on_charge_finds_the_sale_booked(open_shop: Shop) -> None:
    """The second tap gets the same receipt and books nothing."""
    basket = open_shop.fill("soap")
    first = ring_up(open_shop.till, basket, Satang(2000), Satang(1050))
    second = ring_up(open_shop.till, basket, Satang(2000), Satang(1050))
    assert (first.again, second.again) == (False, True)
    assert first.sale == second.sale
    assert len(views.latest_sales(open_shop.till.store.books.reader(), 10)) == 1
    assert [entry.type for entry in open_shop.events()] == ["shift.opened", "sale.closed"]


def test_receipt_numbers_have_no_gap_where_a_charge_was_refused(open_shop: Shop) -> None:
    """A refused charge takes no number."""
    sell(open_shop, "soap")
    basket = open_shop.fill("soap")
    with pytest.raises(NotEnoughCash, match=r"0\.50"):
        ring_up(open_shop.till, basket, Satang(1000), Satang(1050))
    ring_up(open_shop.till, basket, Satang(1050), Satang(1050))
    assert [row.number for row in views.latest_sales(open_shop.till.store.books.reader(), 10)] == [2, 1]


@pytest.mark.parametrize(
    ("given", "seen", "refusal"),
    [(1000, 1050, NotEnoughCash), (900_000_000, 1050, TooMuchCash), (2000, 1025, BasketChanged)],
)
def test_a_charge_that_does_not_fit_the_basket_books_nothing(
    open_shop: Shop, given: int, seen: int, refusal: type[Exception]
) -> None:
    """Too little, absurdly much, or a sum that another screen has changed: the basket stays as it is."""
    basket = open_shop.fill("soap")
    with pytest.raises(refusal):
        ring_up(open_shop.till, basket, Satang(given), Satang(seen))
    db = open_shop.till.store.books.reader()
    assert baskets.is_open(db, basket)
    assert len(baskets.get(db, basket).lines) == 1
    assert len(open_shop.events()) == 1


def test_nothing_is_sold_on_a_closed_till(shop: Shop) -> None:
    """Without a shift the charge is refused and the basket kept."""
    basket = shop.fill("soap")
    with pytest.raises(NoShift):
        ring_up(shop.till, basket, Satang(2000), Satang(1050))
    assert baskets.is_open(shop.till.store.books.reader(), basket)


def test_an_empty_basket_is_not_a_sale(open_shop: Shop) -> None:
    """Charge on nothing says so."""
    with pytest.raises(BasketEmpty):
        ring_up(open_shop.till, basket_on_counter(open_shop.till), Satang(0), Satang(0))


def test_a_basket_of_another_time_is_not_charged(open_shop: Shop) -> None:
    """A page left open since yesterday cannot charge what is no longer there."""
    with pytest.raises(BasketGone):
        ring_up(open_shop.till, "id-unknown", Satang(2000), Satang(1050))


def test_a_sale_too_long_for_one_message_is_refused_before_it_is_booked(open_shop: Shop) -> None:
    """A message that could never be sent would block all behind it, so the counter is asked to split the basket."""
    long_name = "ข้าว" * 40
    for number in range(150):
        row = {**_long_item(f"long-{number}", long_name)}
        open_shop.hear(("item", row))
    basket = open_shop.fill(*(f"long-{number}" for number in range(150)))
    with pytest.raises(BasketTooLong):
        ring_up(open_shop.till, basket, Satang(100_000), Satang(15_000))
    assert [entry.type for entry in open_shop.events()] == ["shift.opened"]
    assert baskets.is_open(open_shop.till.store.books.reader(), basket)


def _long_item(item: str, name: str) -> dict[str, object]:
    return {
        "item": item,
        "name_th": name,
        "name_en": name,
        "category": "food",
        "unit": "piece",
        "pack_th": "",
        "pack_en": "",
        "price_satang": 100,
        "tax": "exempt",
        "barcodes": [],
        "active": True,
    }


def test_a_basket_survives_a_power_cut(open_shop: Shop) -> None:
    """What lay on the counter lies there when the box is back, changed quantities and all."""
    basket = open_shop.fill("soap", "rice-5")
    change_quantity(open_shop.till, basket, 1, 3)
    open_shop.stop()
    open_shop.start()
    again = baskets.get(open_shop.till.store.books.reader(), basket_on_counter(open_shop.till))
    assert again.basket == basket
    assert [(line.item, line.quantity_milli) for line in again.lines] == [("soap", 3000), ("rice-5", 1000)]


def test_numbers_go_on_after_the_box_was_off(open_shop: Shop) -> None:
    """Neither receipts nor events begin again after a start, and the chain goes on from the genesis."""
    sell(open_shop, "soap")
    open_shop.stop()
    open_shop.start()
    sell(open_shop, "soap")
    assert [row.number for row in views.latest_sales(open_shop.till.store.books.reader(), 10)] == [2, 1]
    chain = genesis("hatyai01", "e-1")
    for seq, entry in enumerate(open_shop.events(), 1):
        chain = envelope.link(chain, entry.body)
        assert (entry.seq, entry.chain) == (seq, chain)
