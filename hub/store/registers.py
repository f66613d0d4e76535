"""Writes the registers: districts, organisations, branches, catalogue, members, rounds.

Each ``put_…`` takes rows that were read and checked one by one, holds them against what the books know, writes what
differs and returns the keys of what it wrote and the rows that it had to refuse. Putting the same again writes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, RowMapping, Table, bindparam, delete, insert, select, update

from hub.rules import registers as rows_
from hub.store.tables import (
    barcodes,
    branches,
    cards,
    categories,
    districts,
    items,
    members,
    organisations,
    round_tiers,
    rounds,
)

LOOKUP_LIMIT = 500


class Put(NamedTuple):
    """What became of rows: keys that were written, and reasons by key for those refused."""

    written: list[str]
    refused: dict[str, str]


def look_up(connection: Connection, table: Table, column: Column[Any], keys: Iterable[str]) -> dict[str, RowMapping]:
    """Rows of a table by key, however many are asked for."""
    wanted = list(dict.fromkeys(keys))
    found: dict[str, RowMapping] = {}
    for start in range(0, len(wanted), LOOKUP_LIMIT):
        query = select(table).where(column.in_(wanted[start : start + LOOKUP_LIMIT]))
        for row in connection.execute(query).mappings():
            found[row[column.name]] = row
    return found


def upsert(connection: Connection, table: Table, column: Column[Any], given: Mapping[str, dict[str, Any]]) -> list[str]:
    """Insert what is new, update what differs, and say which keys those were."""
    known = look_up(connection, table, column, given)
    new = [key for key in given if key not in known]
    differ = [
        key for key in given if key in known and any(known[key][name] != value for name, value in given[key].items())
    ]
    if new:
        connection.execute(insert(table), [given[key] for key in new])
    if differ:
        names = [name for name in given[differ[0]] if name != column.name]
        changed: dict[str, Any] = {name: bindparam(f"b_{name}") for name in names}
        statement = update(table).where(_is(column)).values(changed)
        connection.execute(
            statement,
            [{"b_key": key, **{f"b_{name}": given[key][name] for name in names}} for key in differ],
        )
    written = set(new) | set(differ)
    return [key for key in given if key in written]


def _is(column: Column[Any]) -> ColumnElement[bool]:
    return column == bindparam("b_key")


def put_districts(connection: Connection, rows: Sequence[rows_.DistrictRow]) -> Put:
    """Districts by id."""
    given = {row.district: {"district": row.district, "name_th": row.name_th, "name_en": row.name_en} for row in rows}
    return Put(upsert(connection, districts, districts.c.district, given), {})


def put_categories(connection: Connection, rows: Sequence[rows_.CategoryRow]) -> Put:
    """Shelves of the catalogue."""
    given = {row.category: {"category": row.category, "name_th": row.name_th, "name_en": row.name_en} for row in rows}
    return Put(upsert(connection, categories, categories.c.category, given), {})


def put_branches(connection: Connection, rows: Sequence[rows_.BranchRow]) -> Put:
    """Branches of organisations that are known."""
    known = look_up(connection, organisations, organisations.c.organisation, (row.organisation for row in rows))
    refused = {
        row.branch: f"organisation {row.organisation} is not known" for row in rows if row.organisation not in known
    }
    given = {
        row.branch: {
            "branch": row.branch,
            "organisation": row.organisation,
            "name_th": row.name_th,
            "name_en": row.name_en,
            "tax_id": row.tax_id,
        }
        for row in rows
        if row.branch not in refused
    }
    return Put(upsert(connection, branches, branches.c.branch, given), refused)


def _owners(connection: Connection, codes: Iterable[str]) -> dict[str, str]:
    """The item that has each barcode."""
    wanted = list(dict.fromkeys(codes))
    found: dict[str, str] = {}
    for start in range(0, len(wanted), LOOKUP_LIMIT):
        query = select(barcodes.c.code, items.c.item).join(items, items.c.n == barcodes.c.item_n)
        some = connection.execute(query.where(barcodes.c.code.in_(wanted[start : start + LOOKUP_LIMIT])))
        found.update((code, item) for code, item in some)
    return found


def _item_faults(connection: Connection, rows: Sequence[rows_.ItemRow]) -> dict[str, str]:
    shelves = look_up(connection, categories, categories.c.category, (row.category for row in rows))
    known = look_up(connection, items, items.c.item, (row.item for row in rows))
    owners = _owners(connection, (code for row in rows for code, _ in row.barcodes))
    refused: dict[str, str] = {}
    for row in rows:
        if row.category not in shelves:
            refused[row.item] = f"category {row.category} is not known"
        elif row.item in known and known[row.item]["unit"] != row.unit:
            refused[row.item] = f"its unit is {known[row.item]['unit']}: a unit never changes, make a new item"
        for code, _ in row.barcodes:
            owner = owners.setdefault(code, row.item)
            if owner != row.item:
                refused[row.item] = f"barcode {code} belongs to {owner}"
    return refused


def put_items(connection: Connection, rows: Sequence[rows_.ItemRow]) -> Put:
    """Items with their barcodes; a code that another item has is refused, and so is a change of unit."""
    refused = _item_faults(connection, rows)
    taken = {row.item: row for row in rows if row.item not in refused}
    given = {
        row.item: {
            "item": row.item,
            "name_th": row.name_th,
            "name_en": row.name_en,
            "category": row.category,
            "unit": row.unit,
            "pack_th": row.pack_th,
            "pack_en": row.pack_en,
            "price_satang": row.price_satang,
            "tax": row.tax,
            "active": True,
        }
        for row in taken.values()
    }
    written = set(upsert(connection, items, items.c.item, given))
    numbers = {item: row["n"] for item, row in look_up(connection, items, items.c.item, taken).items()}
    wanted = {numbers[item]: dict(row.barcodes) for item, row in taken.items()}
    now: dict[int, dict[str, int]] = {n: {} for n in wanted}
    for start in range(0, len(wanted), LOOKUP_LIMIT):
        some = list(wanted)[start : start + LOOKUP_LIMIT]
        for code, n, units in connection.execute(select(barcodes).where(barcodes.c.item_n.in_(some))):
            now[n][code] = units
    differ = [n for n in wanted if wanted[n] != now[n]]
    if differ:
        connection.execute(delete(barcodes).where(barcodes.c.item_n == bindparam("b_n")), [{"b_n": n} for n in differ])
        fresh = [{"code": code, "item_n": n, "units": units} for n in differ for code, units in wanted[n].items()]
        if fresh:
            connection.execute(insert(barcodes), fresh)
    written |= {item for item, n in numbers.items() if n in set(differ)}
    return Put([item for item in taken if item in written], refused)


class PutMembers(NamedTuple):
    """What became of members' rows; cards are told apart, because branches hear of them apart."""

    written: list[str]
    cards: list[str]
    refused: dict[str, str]


def put_members(connection: Connection, rows: Sequence[rows_.MemberRow]) -> PutMembers:
    """Members with their cards: a card that another holds is refused, a card that is not named stays as it is."""
    known = look_up(connection, organisations, organisations.c.organisation, (row.organisation for row in rows))
    held = look_up(connection, cards, cards.c.card, (card for row in rows for card, _ in row.cards))
    holder = {card: row["member"] for card, row in held.items()}
    refused: dict[str, str] = {}
    for row in rows:
        if row.organisation not in known:
            refused[row.member] = f"organisation {row.organisation} is not known"
        for card, _ in row.cards:
            if holder.setdefault(card, row.member) != row.member:
                refused[row.member] = f"card {card} is held by member {holder[card]}"
    taken = {row.member: row for row in rows if row.member not in refused}
    given = {
        row.member: {
            "member": row.member,
            "number": row.number,
            "name": row.name,
            "organisation": row.organisation,
            "active": True,
        }
        for row in taken.values()
    }
    written = upsert(connection, members, members.c.member, given)
    their_cards = {
        card: {"card": card, "member": row.member, "state": state}
        for row in taken.values()
        for card, state in row.cards
    }
    return PutMembers(written, upsert(connection, cards, cards.c.card, their_cards), refused)


def put_rounds(connection: Connection, rows: Sequence[rows_.RoundRow]) -> Put:
    """Rounds with their price tiers."""
    goods = look_up(connection, items, items.c.item, (row.item for row in rows))
    known = look_up(connection, organisations, organisations.c.organisation, (row.coordinator for row in rows))
    refused: dict[str, str] = {}
    for row in rows:
        if row.item not in goods:
            refused[row.round] = f"item {row.item} is not known"
        elif row.coordinator not in known:
            refused[row.round] = f"coordinator {row.coordinator} is not known"
    taken = {row.round: row for row in rows if row.round not in refused}
    given = {
        row.round: {
            "round": row.round,
            "item_n": goods[row.item]["n"],
            "title_th": row.title_th,
            "title_en": row.title_en,
            "pack_th": row.pack_th,
            "pack_en": row.pack_en,
            "coordinator": row.coordinator,
            "minimum_packs": row.minimum_packs,
            "opens_on": row.opens_on,
            "closes_on": row.closes_on,
            "state": row.state,
        }
        for row in taken.values()
    }
    written = set(upsert(connection, rounds, rounds.c.round, given))
    for row in taken.values():
        wanted = {tier.from_packs: tier.price_satang for tier in row.tiers}
        mine = round_tiers.c.round == row.round
        now = {packs: price for _, packs, price in connection.execute(select(round_tiers).where(mine))}
        if now != wanted:
            connection.execute(delete(round_tiers).where(mine))
            fresh = [
                {"round": row.round, "from_packs": packs, "price_satang": price} for packs, price in wanted.items()
            ]
            if fresh:
                connection.execute(insert(round_tiers), fresh)
            written.add(row.round)
    return Put([key for key in taken if key in written], refused)
