"""What the hub tells the branch is taken in once and in order; what cannot be read is kept and blocks nothing."""

import msgspec

from appliance import messages
from appliance.actions.accept_from_hub import accept_from_hub
from appliance.messages import Aside, Put
from appliance.store import reference
from appliance.store.reference import FeedPosition
from hub.contract import v1
from hub.contract.envelope import Change
from tests.appliance.conftest import REFERENCE, Shop, item_row

KNOWN = len(REFERENCE)


def price(shop: Shop) -> int:
    """What the soap costs at the counter."""
    found = reference.item(shop.till.store.reference.reader(), "soap")
    assert found is not None
    return found.price_satang


def put_price(price_satang: int, version: int) -> list[Put]:
    """A change of the soap's price."""
    return [Put(version, "item", item_row("soap", "สบู่ก้อน", "Soap bar", price_satang))]


def test_an_old_batch_that_comes_again_changes_nothing(shop: Shop) -> None:
    """Yesterday's price does not come back with a message that was late."""
    shop.hear(("item", item_row("soap", "สบู่ก้อน", "Soap bar", 1200)))
    here = accept_from_hub(
        shop.till, hub_epoch="h-1", after=KNOWN - 1, up_to=KNOWN, puts=put_price(900, KNOWN), asides=[]
    )
    assert here == FeedPosition("h-1", KNOWN + 1)
    assert price(shop) == 1200


def test_a_batch_behind_a_gap_waits_for_what_is_missing(shop: Shop) -> None:
    """The box says how far it has read instead of skipping a change."""
    here = accept_from_hub(
        shop.till, hub_epoch="h-1", after=KNOWN + 5, up_to=KNOWN + 6, puts=put_price(900, KNOWN + 6), asides=[]
    )
    assert here == FeedPosition("h-1", KNOWN)
    assert price(shop) == 1070


def test_a_hub_in_a_new_life_is_read_from_its_beginning(shop: Shop) -> None:
    """After a restore the hub's numbers begin anew; its first batch is taken, one from the middle is not."""
    accept_from_hub(shop.till, hub_epoch="h-2", after=7, up_to=8, puts=put_price(900, 8), asides=[])
    assert price(shop) == 1070
    here = accept_from_hub(shop.till, hub_epoch="h-2", after=0, up_to=1, puts=put_price(900, 1), asides=[])
    assert here == FeedPosition("h-2", 1)
    assert price(shop) == 900


def test_a_change_of_tomorrow_is_put_aside_and_the_next_is_taken(shop: Shop) -> None:
    """A kind that this box does not know is kept with its reason; the prices behind it still come."""
    raws = [
        change(KNOWN + 1, "coupon.put", b'{"coupon":"c-1"}'),
        change(KNOWN + 2, "item.put", b'{"item":"soap"}'),
        change(KNOWN + 3, "category.put", v1.to_wire(v1.CategoryPut(category="new", name_th="ใหม่", name_en="New"))),
    ]
    asides: list[Aside] = []
    puts = list(messages.changes(raws, asides.append))
    accept_from_hub(shop.till, hub_epoch="h-1", after=KNOWN, up_to=KNOWN + 3, puts=puts, asides=asides)
    db = shop.till.store.reference.reader()
    kept = [tuple(row) for row in db.execute("SELECT version, type, why FROM feed_aside ORDER BY version")]
    assert [(version, kind) for version, kind, _ in kept] == [(KNOWN + 1, "coupon.put"), (KNOWN + 2, "item.put")]
    assert "coupon.put" in kept[0][2]
    assert "name_th" in kept[1][2]
    assert db.execute("SELECT name_th FROM categories WHERE category = 'new'").fetchone()[0] == "ใหม่"


def change(version: int, kind: str, data: bytes) -> msgspec.Raw:
    """A change as it comes."""
    return msgspec.Raw(msgspec.json.encode(Change(version=version, type=kind, data=msgspec.Raw(data))))
