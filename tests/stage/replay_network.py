"""The network that real baskets are replayed in, as the files that the hub imports: a branch for each store."""

import csv
from collections.abc import Iterable
from pathlib import Path

from tests.stage.baskets import Days

ORGANISATION, DISTRICT, CATEGORY = "replay-stores", "replay", "groceries"
TABLES: dict[str, str] = {
    "districts": "district,name_th,name_en",
    "organisations": "organisation,kind,name_th,name_en,district,centre,level",
    "branches": "branch,organisation,name_th,name_en,tax_id",
    "categories": "category,name_th,name_en",
    "items": "item,name_th,name_en,category,unit,pack_th,pack_en,price_satang,tax,barcodes",
    "members": "member,number,name,organisation,cards",
    "rounds": "round,item,title_th,title_en,pack_th,pack_en,coordinator,minimum_packs,tiers,opens_on,closes_on,state",
}


def write_network(days: Days, folder: Path) -> None:
    """Write all of ``TABLES``. An item's price is the first that it was sold at; a round there is none."""
    prices: dict[str, int] = {}
    for basket in days.baskets:
        for line in basket.lines:
            prices.setdefault(line.item, line.price_satang)
    rows: dict[str, Iterable[tuple[object, ...]]] = {
        "districts": [(DISTRICT, "อำเภอทดลอง", "Replay district")],
        "organisations": [
            (ORGANISATION, "federation", "ร้านค้าทดลอง", "Replayed stores", DISTRICT, "", "province"),
        ],
        "branches": [(branch, ORGANISATION, branch, branch, "") for branch in days.branches],
        "categories": [(CATEGORY, "ของชำ", "Groceries")],
        "items": [
            (item, name, name, CATEGORY, "piece", "ชิ้น", "piece", prices[item], "exempt", "")
            for item, name in sorted(days.items.items())
        ],
        "members": [(member, member.split("-")[1], member, ORGANISATION, "") for member in days.members],
        "rounds": [],
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, header in TABLES.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(header.split(","))
            table.writerows(rows[name])
