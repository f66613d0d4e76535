"""A counter to test at: real books in a folder, a clock moved by hand, no devices."""

import datetime as dt
import itertools
import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from appliance import settings as box_settings
from appliance.actions.accept_from_hub import accept_from_hub
from appliance.actions.fill_basket import add_item, basket_on_counter, find_item
from appliance.actions.open_shift import open_shift
from appliance.box import open_till
from appliance.clock import HandClock
from appliance.messages import Put
from appliance.rules.records import Entry
from appliance.store import outbox
from appliance.till import Till
from hub.contract.units import Satang

MONDAY_0900 = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)


def item_row(item: str, th: str, en: str, price_satang: int, **more: object) -> dict[str, object]:
    """A row of the catalogue as the feed brings it."""
    row: dict[str, object] = {
        "item": item,
        "name_th": th,
        "name_en": en,
        "category": "food",
        "unit": "piece",
        "pack_th": "",
        "pack_en": "",
        "price_satang": price_satang,
        "tax": "vat7",
        "barcodes": [],
        "active": True,
    }
    return row | more


REFERENCE: tuple[tuple[str, dict[str, object]], ...] = (
    ("category", {"category": "food", "name_th": "อาหาร", "name_en": "Food"}),
    ("item", item_row("soap", "สบู่ก้อน", "Soap bar", 1070, barcodes=[("8850000000010", 1), ("18850000000017", 12)])),
    ("item", item_row("rice-5", "ข้าวหอมมะลิ 5 กก.", "Jasmine rice 5 kg", 19_500, tax="exempt")),
    ("item", item_row("tomato", "มะเขือเทศ", "Tomatoes", 995, unit="kg", tax="exempt")),
    ("member", {"member": "m-ana", "number": "1001", "name": "อานา ทดสอบ", "organisation": "o1", "active": True}),
    ("member", {"member": "m-left", "number": "1002", "name": "ลา ออกแล้ว", "organisation": "o1", "active": False}),
    ("card", {"card": "04A1B2C3D4E5F1", "member": "m-ana", "state": "active"}),
    ("card", {"card": "04A1B2C3D4E5F2", "member": "m-ana", "state": "frozen"}),
    (
        "round",
        {
            "round": "r-1",
            "item": "rice-5",
            "title_th": "ข้าวสารรอบแรก",
            "title_en": "First rice round",
            "pack_th": "ถุง",
            "pack_en": "bags",
            "state": "SURVEY_OPEN",
            "closes_on": "2026-12-31",
            "minimum_packs": 100,
            "firm_packs": 40,
            "maximum_packs": 60,
            "tiers": [(1, 19_000), (100, 18_000)],
        },
    ),
)


class Shop:
    """A branch whose power can be cut and come back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = HandClock(MONDAY_0900)
        ids = itertools.count(1)
        self.new_id = lambda: f"id-{next(ids)}"
        self._stack = ExitStack()
        if not (folder / "identity.json").exists():
            (folder / "identity.json").write_text(json.dumps({"branch": "hatyai01", "epoch": "e-1", "kid": "k-1"}))
            (folder / "settings.toml").write_text('[box]\nbranch = "hatyai01"\n')
        self.till = self.start()

    def start(self) -> Till:
        """Switch the box on."""
        till = self._stack.enter_context(open_till(box_settings.read(self.folder / "settings.toml"), self.clock))
        till.new_id = self.new_id
        self.till = till
        return till

    def stop(self) -> None:
        """Switch the box off."""
        self._stack.close()
        self._stack = ExitStack()

    def hear(self, *changes: tuple[str, dict[str, object]]) -> None:
        """Let the hub tell the box something."""
        position = self.till.store.reference.reader().execute("SELECT version FROM feed").fetchone()[0]
        puts = [Put(position + no, noun, dict(row)) for no, (noun, row) in enumerate(changes, 1)]
        accept_from_hub(self.till, hub_epoch="h-1", after=position, up_to=position + len(puts), puts=puts, asides=[])

    def fill(self, *codes: str) -> str:
        """Put goods on the counter; returns the basket."""
        basket = basket_on_counter(self.till)
        for code in codes:
            item, units = find_item(self.till, code)
            add_item(self.till, basket, item, units)
        return basket

    def events(self) -> list[Entry]:
        """Everything that the ledger holds."""
        return outbox.after(self.till.store.books.reader(), 0, 1_000_000)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A branch with a small catalogue, before its first shift."""
    branch = Shop(tmp_path)
    branch.hear(*REFERENCE)
    yield branch
    branch.stop()


@pytest.fixture
def open_shop(shop: Shop) -> Shop:
    """A branch whose till is open, with 500 baht in the drawer."""
    open_shift(shop.till, "สมศรี", Satang(50_000))
    return shop
