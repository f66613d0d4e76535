"""What a member may ask for in a joint-purchase round, and what the round still lacks."""

from collections.abc import Sequence
from dataclasses import dataclass

from appliance.errors import DemandOutOfRange
from hub.contract.units import Satang

PACKS_LIMIT = 100_000
"""Packs that one member may ask for: 5,000 tonnes of 50-kg bags."""


@dataclass(frozen=True, slots=True)
class Tier:
    """From so many packs in the whole round, each costs so much."""

    from_packs: int
    price_satang: Satang


@dataclass(frozen=True, slots=True)
class Round:
    """A joint-purchase round as the box last heard of it."""

    round: str
    item: str
    title_th: str
    title_en: str
    pack_th: str
    pack_en: str
    is_open: bool
    closes_on: str
    minimum_packs: int
    firm_packs: int
    maximum_packs: int
    tiers: tuple[Tier, ...]

    @property
    def missing_packs(self) -> int:
        """What the round lacks to its minimum order."""
        return missing(self.minimum_packs, self.firm_packs)

    @property
    def price_now_satang(self) -> Satang | None:
        """What a pack costs at the firm quantity so far; None below the first tier."""
        reached = [tier for tier in self.tiers if tier.from_packs <= _at_least_one(self.firm_packs)]
        return max(reached, key=lambda tier: tier.from_packs).price_satang if reached else None

    @property
    def next_tier(self) -> Tier | None:
        """The next better price, or None where the best is reached."""
        return next_tier(self.tiers, self.firm_packs)


def check(firm: int, maximum: int) -> None:
    """Check a request in packs: 0 ≤ firm ≤ maximum, and something is asked for.

    >>> check(2, 5)

    Raises DemandOutOfRange.
    """
    if not (0 <= firm <= maximum and 1 <= maximum <= PACKS_LIMIT):
        raise DemandOutOfRange(firm=firm, maximum=maximum, limit=PACKS_LIMIT)


def missing(minimum_packs: int, firm_packs: int) -> int:
    """ขาดอีก n: what is lacking to a quantity, never less than 0.

    >>> missing(20_000, 18_500), missing(100, 150)
    (1500, 0)
    """
    return max(0, minimum_packs - firm_packs)


def next_tier(tiers: Sequence[Tier], firm_packs: int) -> Tier | None:
    """The nearest better price that the firm quantity does not reach; the first request reaches the first tier.

    >>> next_tier([Tier(1, Satang(52_000)), Tier(20_000, Satang(49_600))], 0)
    Tier(from_packs=20000, price_satang=49600)
    >>> next_tier([Tier(1, Satang(52_000)), Tier(20_000, Satang(49_600))], 18_500)
    Tier(from_packs=20000, price_satang=49600)
    """
    ahead = [tier for tier in tiers if tier.from_packs > _at_least_one(firm_packs)]
    return min(ahead, key=lambda tier: tier.from_packs, default=None)


def _at_least_one(firm_packs: int) -> int:
    return max(firm_packs, 1)
