"""What the hub told the branch: catalogue, members, cards, rounds. It can be fetched again, so it has its own file."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from appliance.rules.demand import Round, Tier
from appliance.rules.receipt import Shop
from appliance.rules.sale import Tax, Unit
from hub.contract.units import Satang

TRIGRAM = 3
"""Fewer characters than this are searched as the beginning of a name."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the catalogue with its price now."""

    item: str
    name_th: str
    name_en: str
    category: str
    unit: Unit
    pack_th: str
    pack_en: str
    price_satang: Satang
    tax: Tax


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """A member as the hub knows him."""

    member: str
    number: str
    name: str
    organisation: str
    active: bool


@dataclass(frozen=True, slots=True)
class CardRecord:
    """A card and whose it is; ``state`` active or frozen."""

    card: str
    member: str
    state: str


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf of the catalogue."""

    category: str
    name_th: str
    name_en: str


@dataclass(frozen=True, slots=True)
class FeedPosition:
    """How far the hub's changes were read, and in which life of the hub they were numbered."""

    hub_epoch: str
    version: int


_ITEM = "item, name_th, name_en, category, unit, pack_th, pack_en, price_satang, tax"


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────


def feed_position(db: Database) -> FeedPosition:
    """How far the feed was read."""
    return FeedPosition(*db.execute("SELECT hub_epoch, version FROM feed").fetchone())


def item(db: Database, item_id: str) -> Item | None:
    """An item that is sold, by its id."""
    row = db.execute(f"SELECT {_ITEM} FROM items WHERE item = ? AND active", (item_id,)).fetchone()
    return Item(*row) if row else None


def item_by_barcode(db: Database, code: str) -> tuple[Item, int] | None:
    """An item by a code on its pack, and how many units that pack holds."""
    row = db.execute(
        f"SELECT {_ITEM}, units FROM barcodes JOIN items USING (item) WHERE code = ? AND active", (code,)
    ).fetchone()
    return (Item(*row[:-1]), row[-1]) if row else None


def search(db: Database, text: str, limit: int) -> list[Item]:
    """Items whose Thai or English name, id or barcode contains the words; best match first.

    One or two characters are taken as the beginning of a name.
    """
    words = text.split()
    if not words:
        return []
    if max(map(len, words)) < TRIGRAM:
        return _starting_with(db, text.strip(), limit)
    query = " ".join('"' + word.replace('"', '""') + '"' for word in words if len(word) >= TRIGRAM)
    rows = db.execute(
        f"SELECT {_ITEM} FROM item_words JOIN items ON items.no = item_words.rowid"
        " WHERE item_words MATCH ? AND active ORDER BY rank, name_th LIMIT ?",
        (query, limit),
    )
    return [Item(*row) for row in rows]


def _starting_with(db: Database, start: str, limit: int) -> list[Item]:
    rows = db.execute(
        f"SELECT {_ITEM} FROM items WHERE active AND name_th >= ? AND name_th < ?"
        f" UNION SELECT {_ITEM} FROM items"
        " WHERE active AND name_en >= ? COLLATE NOCASE AND name_en < ? COLLATE NOCASE"
        " ORDER BY name_th LIMIT ?",
        (start, start + "\U0010ffff", start, start + "\U0010ffff", limit),
    )
    return [Item(*row) for row in rows]


def categories(db: Database) -> list[Category]:
    """The shelves that have something on them."""
    rows = db.execute(
        "SELECT category, name_th, name_en FROM categories"
        " WHERE category IN (SELECT category FROM items WHERE active) ORDER BY rowid"
    )
    return [Category(*row) for row in rows]


def items_of(db: Database, category: str, limit: int) -> list[Item]:
    """What stands on a shelf."""
    rows = db.execute(
        f"SELECT {_ITEM} FROM items WHERE category = ? AND active ORDER BY name_th LIMIT ?", (category, limit)
    )
    return [Item(*row) for row in rows]


def card(db: Database, uid: str) -> CardRecord | None:
    """A card by the number that the reader reads."""
    row = db.execute("SELECT card, member, state FROM cards WHERE card = ?", (uid,)).fetchone()
    return CardRecord(*row) if row else None


def _member(row: Sequence[Any] | None) -> MemberRecord | None:
    return MemberRecord(row[0], row[1], row[2], row[3], bool(row[4])) if row else None


def member(db: Database, member_id: str) -> MemberRecord | None:
    """A member by id."""
    return _member(db.execute("SELECT * FROM members WHERE member = ?", (member_id,)).fetchone())


def member_by_number(db: Database, number: str) -> MemberRecord | None:
    """A member by the number on his card."""
    return _member(db.execute("SELECT * FROM members WHERE number = ?", (number,)).fetchone())


def _round(db: Database, row: sqlite3.Row) -> Round:
    tiers = db.execute(
        "SELECT from_packs, price_satang FROM round_tiers WHERE round = ? ORDER BY from_packs", (row["round"],)
    )
    return Round(
        row["round"],
        row["item"],
        row["title_th"],
        row["title_en"],
        row["pack_th"],
        row["pack_en"],
        row["state"] == "SURVEY_OPEN",
        row["closes_on"],
        row["minimum_packs"],
        row["firm_packs"],
        row["maximum_packs"],
        tuple(Tier(*tier) for tier in tiers),
    )


def round_(db: Database, round_id: str) -> Round | None:
    """A joint-purchase round as last heard of."""
    row = db.execute("SELECT * FROM rounds WHERE round = ?", (round_id,)).fetchone()
    return _round(db, row) if row else None


def open_rounds(db: Database) -> list[Round]:
    """The rounds that take requests."""
    rows = db.execute("SELECT * FROM rounds WHERE state = 'SURVEY_OPEN' ORDER BY closes_on, round").fetchall()
    return [_round(db, row) for row in rows]


def shop(db: Database, branch: str) -> Shop:
    """How the branch is called on its papers; only its id before the hub has said more."""
    row = db.execute("SELECT * FROM branch WHERE branch = ?", (branch,)).fetchone()
    return Shop(*row) if row else Shop(branch)


# ── writing: only what the feed brings ──────────────────────────────────────────────────────────────

Row = dict[str, Any]


def _put_item(db: Database, row: Row) -> None:
    values = {key: value for key, value in row.items() if key != "barcodes"}
    db.execute(
        "INSERT INTO items (item, name_th, name_en, category, unit, pack_th, pack_en, price_satang, tax, active)"
        " VALUES (:item, :name_th, :name_en, :category, :unit, :pack_th, :pack_en, :price_satang, :tax, :active)"
        " ON CONFLICT (item) DO UPDATE SET name_th = excluded.name_th, name_en = excluded.name_en,"
        " category = excluded.category, unit = excluded.unit, pack_th = excluded.pack_th, pack_en = excluded.pack_en,"
        " price_satang = excluded.price_satang, tax = excluded.tax, active = excluded.active",
        values,
    )
    (no,) = db.execute("SELECT no FROM items WHERE item = ?", (row["item"],)).fetchone()
    db.execute("DELETE FROM barcodes WHERE item = ?", (row["item"],))
    codes = [(code, row["item"], units) for code, units in row["barcodes"]]
    db.conn.executemany("INSERT OR REPLACE INTO barcodes VALUES (?, ?, ?)", codes)
    words = " ".join((row["name_th"], row["name_en"], row["item"], *(code for code, _ in row["barcodes"])))
    db.execute("INSERT OR REPLACE INTO item_words (rowid, words) VALUES (?, ?)", (no, words))


def _put_round(db: Database, row: Row) -> None:
    db.table("rounds").upsert({key: value for key, value in row.items() if key != "tiers"}, pk="round")
    db.execute("DELETE FROM round_tiers WHERE round = ?", (row["round"],))
    db.conn.executemany("INSERT INTO round_tiers VALUES (?, ?, ?)", [(row["round"], *tier) for tier in row["tiers"]])


def _upsert(table: str, key: str) -> Callable[[Database, Row], None]:
    def put(db: Database, row: Row) -> None:
        names = ", ".join(row)
        places = ", ".join(f":{name}" for name in row)
        changes = ", ".join(f"{name} = excluded.{name}" for name in row if name != key)
        db.execute(f"INSERT INTO {table} ({names}) VALUES ({places}) ON CONFLICT ({key}) DO UPDATE SET {changes}", row)

    return put


PUT: Mapping[str, Callable[[Database, Row], None]] = {
    "item": _put_item,
    "category": _upsert("categories", "category"),
    "member": _upsert("members", "member"),
    "card": _upsert("cards", "card"),
    "round": _put_round,
    "branch": _upsert("branch", "branch"),
}
"""What a change of each noun does here; a row's keys are the columns of its table."""


def put_aside(db: Database, version: int, kind: str, data: bytes, why: str) -> None:
    """Keep a change that this version of the box cannot read."""
    db.execute("INSERT OR REPLACE INTO feed_aside VALUES (?, ?, ?, ?)", (version, kind, data, why))


def move_feed(db: Database, position: FeedPosition) -> None:
    """Note how far the feed was read."""
    db.execute("UPDATE feed SET hub_epoch = ?, version = ?", (position.hub_epoch, position.version))
