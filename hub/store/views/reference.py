"""Rows of the registers by key, as the feed tells them to the branches."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, select

from hub.store.tables import barcodes, branches, cards, categories, items, members, organisations, round_tiers, rounds
from hub.store.views import Rows

Keys = Sequence[str]


def items_of(connection: Connection, keys: Keys) -> Rows:
    """Items."""
    return connection.execute(select(items).where(items.c.item.in_(keys))).all()


def barcodes_of(connection: Connection, keys: Keys) -> dict[str, list[tuple[str, int]]]:
    """Codes and units by item."""
    query = (
        select(items.c.item, barcodes.c.code, barcodes.c.units)
        .join(barcodes, barcodes.c.item_n == items.c.n)
        .where(items.c.item.in_(keys))
        .order_by(barcodes.c.units, barcodes.c.code)
    )
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for item, code, units in connection.execute(query):
        found[item].append((code, units))
    return found


def categories_of(connection: Connection, keys: Keys) -> Rows:
    """Shelves of the catalogue."""
    return connection.execute(select(categories).where(categories.c.category.in_(keys))).all()


def members_of(connection: Connection, keys: Keys) -> Rows:
    """Members."""
    return connection.execute(select(members).where(members.c.member.in_(keys))).all()


def cards_of(connection: Connection, keys: Keys) -> Rows:
    """Cards."""
    return connection.execute(select(cards).where(cards.c.card.in_(keys))).all()


def branches_of(connection: Connection, keys: Keys) -> Rows:
    """Branches with the names of their organisations."""
    query = (
        select(
            branches,
            organisations.c.name_th.label("organisation_th"),
            organisations.c.name_en.label("organisation_en"),
        )
        .join(organisations)
        .where(branches.c.branch.in_(keys))
    )
    return connection.execute(query).all()


def rounds_of(connection: Connection, keys: Keys) -> Rows:
    """Rounds with their item."""
    query = select(rounds, items.c.item).join(items).where(rounds.c.round.in_(keys))
    return connection.execute(query).all()


def tiers_of(connection: Connection, keys: Keys) -> dict[str, list[tuple[int, int]]]:
    """Price tiers by round, the smallest first."""
    query = select(round_tiers).where(round_tiers.c.round.in_(keys)).order_by(round_tiers.c.from_packs)
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for round_id, packs, price in connection.execute(query):
        found[round_id].append((packs, price))
    return found
