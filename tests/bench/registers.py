"""A network for the hub to know: some branches of one federation, and the made-up goods; nobody is a member."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.bench import data

HEADERS = {
    "districts": "district,name_th,name_en",
    "organisations": "organisation,kind,name_th,name_en,district,centre,level",
    "branches": "branch,organisation,name_th,name_en,tax_id",
    "categories": "category,name_th,name_en",
    "items": "item,name_th,name_en,category,unit,pack_th,pack_en,price_satang,tax,barcodes",
    "members": "member,number,name,organisation,cards",
    "rounds": "round,item,title_th,title_en,pack_th,pack_en,coordinator,minimum_packs,tiers,opens_on,closes_on,state",
}


def write_registers(folder: Path, branches: Sequence[str], items: int) -> Iterator[tuple[str, Path]]:
    """Write each register and tell its kind and file, in the order of import."""
    rows: dict[str, Iterable[Sequence[object]]] = {
        "districts": [("bench", "อำเภอทดลอง", "Bench district")],
        "organisations": [("bench-fed", "federation", "ชุมนุมทดลอง", "Bench federation", "bench", "", "province")],
        "branches": [(branch, "bench-fed", branch, branch, "") for branch in branches],
        "categories": [(f"c{no}", f"หมวด {no}", f"Category {no}") for no in range(data.CATEGORIES)],
        "items": (_item(row) for row in data.items(items)),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for kind, header in HEADERS.items():
        file = folder / f"{kind}.csv"
        with file.open("w", encoding="utf-8", newline="") as lines:
            table = csv.writer(lines)
            table.writerow(header.split(","))
            table.writerows(rows.get(kind, ()))
        yield kind, file


def _item(row: dict[str, object]) -> list[object]:
    """Every item of the bench is sold without tax, as its baskets say."""
    return [*(row[name] for name in HEADERS["items"].split(",")[:-2]), "exempt", ""]
