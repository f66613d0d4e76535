"""How much a joint-purchase round is asked for: member → branch → district → province, and what is still missing.

A sum is made from the figures under it and nowhere else, so that Σ members = branch, Σ branches = district and
Σ districts = round (Q1) hold by construction. Quantities are whole packs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """What one member asks for at one branch: wanted at any rate, and taken if the price falls."""

    branch: str
    member: str
    firm: int
    maximum: int


@dataclass(frozen=True, slots=True)
class BranchDemand:
    """A branch and its members, the largest first."""

    branch: str
    members: tuple[Asked, ...]
    firm: int
    maximum: int


@dataclass(frozen=True, slots=True)
class DistrictDemand:
    """A district centre's branches; ``centre`` is None for those that belong to the province directly."""

    centre: str | None
    branches: tuple[BranchDemand, ...]
    firm: int
    maximum: int


@dataclass(frozen=True, slots=True)
class RoundDemand:
    """A round, seen from the province."""

    districts: tuple[DistrictDemand, ...]
    firm: int
    maximum: int


def _sums(parts: Iterable[Asked | BranchDemand | DistrictDemand]) -> tuple[int, int]:
    kept = tuple(parts)
    return sum(part.firm for part in kept), sum(part.maximum for part in kept)


def aggregate(asked: Iterable[Asked], centre_of: Mapping[str, str | None]) -> RoundDemand:
    """Add up a round's demand by branch, district and province.

    ``centre_of`` gives each branch's district centre, None where it belongs to the province directly.

    >>> total = aggregate([Asked("ratta01", "m1", 10, 15), Asked("ratta01", "m2", 5, 5), Asked("shop01", "m3", 1, 2)],
    ...                   {"ratta01": "ratta", "shop01": None})
    >>> total.firm, total.maximum, [(d.centre, d.firm) for d in total.districts]
    (16, 22, [('ratta', 15), (None, 1)])
    """
    by_branch: dict[str, list[Asked]] = defaultdict(list)
    for each in asked:
        by_branch[each.branch].append(each)
    by_centre: dict[str | None, list[BranchDemand]] = defaultdict(list)
    for branch, members in by_branch.items():
        members.sort(key=lambda one: (-one.firm, one.member))
        firm, maximum = _sums(members)
        by_centre[centre_of.get(branch)].append(BranchDemand(branch, tuple(members), firm, maximum))
    districts = []
    for centre, branches in by_centre.items():
        branches.sort(key=lambda one: (-one.firm, one.branch))
        districts.append(DistrictDemand(centre, tuple(branches), *_sums(branches)))
    districts.sort(key=lambda one: (-one.firm, one.centre or ""))
    return RoundDemand(tuple(districts), *_sums(districts))


@dataclass(frozen=True, slots=True)
class Tier:
    """From so many packs in the whole round, each costs so much."""

    from_packs: int
    price_satang: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a round stands: what is missing, and the price as things are."""

    firm: int
    minimum: int
    missing_to_minimum: int
    price_satang: int | None
    next_tier: Tier | None
    missing_to_next: int
    filled_permille: int
    """Of the minimum, at most 1,000: the length of the bar."""


def standing(firm: int, minimum: int, tiers: Iterable[Tier]) -> Standing:
    """What a round still needs, counted in packs that are firmly wanted.

    >>> s = standing(18_400, 20_000, [Tier(1, 52_000), Tier(20_000, 49_600)])
    >>> s.missing_to_minimum, s.price_satang, s.missing_to_next, s.filled_permille
    (1600, 52000, 1600, 920)
    """
    ladder = sorted(tiers, key=lambda tier: tier.from_packs)
    reached = [tier for tier in ladder if tier.from_packs <= firm]
    ahead = next((tier for tier in ladder if tier.from_packs > firm), None)
    return Standing(
        firm=firm,
        minimum=minimum,
        missing_to_minimum=max(0, minimum - firm),
        price_satang=reached[-1].price_satang if reached else None,
        next_tier=ahead,
        missing_to_next=ahead.from_packs - firm if ahead else 0,
        filled_permille=min(1000, firm * 1000 // minimum) if minimum else 1000,
    )
