"""Turns numbered changes into facts of the wire, each as its row is at this moment."""

from collections import defaultdict
from collections.abc import Callable, Iterable

import msgspec

from hub.contract import v1
from hub.contract.envelope import Change
from hub.store.feed import Numbered
from hub.store.names import Books
from hub.store.views import reference


def _items(connection: Books, keys: list[str]) -> dict[str, v1.Down]:
    codes = reference.barcodes_of(connection, keys)
    return {
        row.item: v1.ItemPut(
            item=row.item,
            name_th=row.name_th,
            name_en=row.name_en,
            category=row.category,
            unit=row.unit,
            pack_th=row.pack_th,
            pack_en=row.pack_en,
            price_satang=row.price_satang,
            tax=row.tax,
            barcodes=tuple(v1.Barcode(code=code, units=units) for code, units in codes.get(row.item, ())),
            active=row.active,
        )
        for row in reference.items_of(connection, keys)
    }


def _categories(connection: Books, keys: list[str]) -> dict[str, v1.Down]:
    rows = reference.categories_of(connection, keys)
    made = (v1.CategoryPut(category=row.category, name_th=row.name_th, name_en=row.name_en) for row in rows)
    return {fact.category: fact for fact in made}


def _members(connection: Books, keys: list[str]) -> dict[str, v1.Down]:
    return {
        row.member: v1.MemberPut(
            member=row.member, number=row.number, name=row.name, organisation=row.organisation, active=row.active
        )
        for row in reference.members_of(connection, keys)
    }


def _cards(connection: Books, keys: list[str]) -> dict[str, v1.Down]:
    rows = reference.cards_of(connection, keys)
    return {row.card: v1.CardPut(card=row.card, member=row.member, state=row.state) for row in rows}


def _branches(connection: Books, keys: list[str]) -> dict[str, v1.Down]:
    return {
        row.branch: v1.BranchPut(
            branch=row.branch,
            name_th=row.name_th,
            name_en=row.name_en,
            organisation_th=row.organisation_th,
            organisation_en=row.organisation_en,
            tax_id=row.tax_id,
        )
        for row in reference.branches_of(connection, keys)
    }


def _rounds(connection: Books, keys: list[str]) -> dict[str, v1.Down]:
    tiers = reference.tiers_of(connection, keys)
    return {
        row.round: v1.RoundPut(
            round=row.round,
            item=row.item,
            title_th=row.title_th,
            title_en=row.title_en,
            pack_th=row.pack_th,
            pack_en=row.pack_en,
            state=row.state,
            closes_on=row.closes_on,
            minimum_packs=row.minimum_packs,
            firm_packs=row.announced_firm,
            maximum_packs=row.announced_maximum,
            tiers=tuple(
                v1.PriceTier(from_packs=packs, price_satang=price) for packs, price in tiers.get(row.round, ())
            ),
        )
        for row in reference.rounds_of(connection, keys)
    }


Reader = Callable[[Books, list[str]], dict[str, v1.Down]]

READERS: dict[str, Reader] = {
    v1.ItemPut.KIND: _items,
    v1.CategoryPut.KIND: _categories,
    v1.MemberPut.KIND: _members,
    v1.CardPut.KIND: _cards,
    v1.BranchPut.KIND: _branches,
    v1.RoundPut.KIND: _rounds,
}


def render(connection: Books, numbered: Iterable[Numbered]) -> list[msgspec.Raw]:
    """Changes in their order, ready for a batch. What is not in the books any more is left out."""
    wanted = list(numbered)
    keys: dict[str, list[str]] = defaultdict(list)
    for each in wanted:
        keys[each.kind].append(each.key)
    facts = {kind: READERS[kind](connection, list(dict.fromkeys(some))) for kind, some in keys.items()}
    return [
        msgspec.Raw(
            msgspec.json.encode(
                Change(version=each.version, type=each.kind, data=msgspec.Raw(v1.to_wire(facts[each.kind][each.key])))
            )
        )
        for each in wanted
        if each.key in facts[each.kind]
    ]
