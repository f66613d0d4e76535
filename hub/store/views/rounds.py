"""Rounds of joint purchase with what is asked of them."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from hub.rules import demand, routes
from hub.rules.demand import Asked, RoundDemand, Tier
from hub.store import organisations as organisations_
from hub.store.ledger_tables import requests
from hub.store.tables import branches, items, members, organisations, round_tiers, rounds
from hub.store.views import Rows


class RoundLine(NamedTuple):
    """A round with its totals and where it stands."""

    round: Any
    firm: int
    maximum: int
    standing: demand.Standing


def _tiers(connection: Connection) -> dict[str, list[Tier]]:
    found: dict[str, list[Tier]] = {}
    for round_id, packs, price in connection.execute(select(round_tiers).order_by(round_tiers.c.from_packs)):
        found.setdefault(round_id, []).append(Tier(packs, price))
    return found


def every(connection: Connection) -> list[RoundLine]:
    """All rounds, open ones first."""
    sums = (
        select(requests.c.round, func.sum(requests.c.firm).label("firm"), func.sum(requests.c.maximum).label("maximum"))
        .where(requests.c.standing.is_(True))
        .group_by(requests.c.round)
        .subquery()
    )
    query = (
        select(
            rounds,
            items.c.item,
            items.c.name_th,
            items.c.name_en,
            organisations.c.name_th.label("coordinator_th"),
            organisations.c.name_en.label("coordinator_en"),
            func.coalesce(sums.c.firm, 0).label("firm"),
            func.coalesce(sums.c.maximum, 0).label("maximum"),
        )
        .select_from(rounds.join(items).join(organisations).outerjoin(sums, sums.c.round == rounds.c.round))
        .order_by(rounds.c.state.desc(), rounds.c.closes_on, rounds.c.round)
    )
    tiers = _tiers(connection)
    return [
        RoundLine(
            row,
            int(row.firm),
            int(row.maximum),
            demand.standing(int(row.firm), row.minimum_packs, tiers.get(row.round, ())),
        )
        for row in connection.execute(query)
    ]


class Seen(NamedTuple):
    """A round from the province down to the member, with the names that the tree's ids stand for."""

    line: RoundLine
    tiers: list[Tier]
    demand: RoundDemand
    branches: dict[str, Any]
    members: dict[str, Any]
    centres: dict[str, Any]
    unrouted: set[str]
    """Branches whose organisation has no way to the province today: an affiliation is missing."""


def one(connection: Connection, round_id: str, day: str) -> Seen | None:
    """A round's demand by the affiliations of a day."""
    line = next((each for each in every(connection) if each.round.round == round_id), None)
    if line is None:
        return None
    standing = (requests.c.round == round_id, requests.c.standing.is_(True))
    query = (
        select(branches.c.branch, requests.c.member, func.sum(requests.c.firm), func.sum(requests.c.maximum))
        .join(branches, branches.c.n == requests.c.branch_n)
        .where(*standing)
        .group_by(branches.c.branch, requests.c.member)
    )
    asked = [Asked(branch, member, int(firm), int(most)) for branch, member, firm, most in connection.execute(query)]
    who = connection.execute(select(members).where(members.c.member.in_(select(requests.c.member).where(*standing))))
    everybody = organisations_.everybody(connection)
    ties = [tie for tie in organisations_.ties(connection) if tie.holds_on(day)]
    where = {row.branch: row for row in connection.execute(select(branches))}
    centre_of: dict[str, str | None] = {}
    unrouted = set()
    for branch in {each.branch for each in asked}:
        try:
            way = routes.route(where[branch].organisation, day, everybody, ties)
            centre_of[branch] = routes.district_of(way, everybody)
        except routes.NoRoute:
            centre_of[branch] = None
            unrouted.add(branch)
    names: Rows = connection.execute(select(organisations)).all()
    return Seen(
        line,
        _tiers(connection).get(round_id, []),
        demand.aggregate(asked, centre_of),
        where,
        {row.member: row for row in who},
        {row.organisation: row for row in names},
        unrouted,
    )
