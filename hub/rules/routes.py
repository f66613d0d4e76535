"""Through whom an organisation trades: member → its district's centre → the province's centre.

Savings and shop co-ops belong to the province directly. A cluster may coordinate a round, but is no place on
anybody's way; outside organisations have no way. Affiliations have dates: from ``since`` (that day counts) up to
``until`` (that day does not). Who trades past his centre needs a recorded exception, never a silent one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Level = Literal["province", "district", "cluster", "member", "outside"]
LEVELS: tuple[Level, ...] = ("province", "district", "cluster", "member", "outside")
KINDS = (
    "agricultural_coop",
    "rubber_fund_coop",
    "savings_group",
    "housewives_group",
    "savings_coop",
    "shop_coop",
    "federation",
    "cluster",
    "outside",
)
DIRECT_KINDS = frozenset({"savings_coop", "shop_coop"})
STEPS_LIMIT = 4
"""A way is member, district, province; longer is a circle."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation as far as its way is concerned."""

    organisation: str
    kind: str
    level: str
    district: str = ""


@dataclass(frozen=True, slots=True)
class Affiliation:
    """From ``since`` until before ``until`` (ISO dates; empty for still), it trades through ``centre``."""

    organisation: str
    centre: str
    since: str
    until: str = ""

    def holds_on(self, day: str) -> bool:
        """Whether it holds on a day.

        >>> Affiliation("a", "b", "2026-01-01", "2026-02-01").holds_on("2026-02-01")
        False
        """
        return self.since <= day and (not self.until or day < self.until)


@dataclass(frozen=True, slots=True)
class RouteException:
    """Leave to trade past one's centre, with its reason and who gave it; ``round`` empty for every round."""

    organisation: str
    since: str
    until: str
    reason: str
    approved_by: str
    round: str = ""

    def holds_on(self, day: str, round_id: str) -> bool:
        """Whether it holds for a round on a day; ``until`` is the first day on which it does not."""
        return self.since <= day < self.until and self.round in ("", round_id)


def why_not(organisation: Organisation, centre: Organisation | None) -> str:
    """Why an organisation may not belong to a centre; empty where it may.

    >>> province = Organisation("p", "federation", "province")
    >>> why_not(Organisation("s", "shop_coop", "member"), province)
    ''
    >>> why_not(Organisation("r", "rubber_fund_coop", "member"), province)
    "a rubber_fund_coop goes through its district's centre, not through p"
    """
    level, kind = organisation.level, organisation.kind
    if level in ("province", "outside"):
        return "" if centre is None else f"an organisation of level {level} has no centre"
    if centre is None:
        return f"an organisation of level {level} needs its centre"
    wanted = "province" if level == "district" or kind in DIRECT_KINDS else "district"
    if centre.level == wanted:
        return ""
    if wanted == "province":
        return f"a {kind} of level {level} belongs to the province, not to {centre.organisation}"
    return f"a {kind} goes through its district's centre, not through {centre.organisation}"


class NoRoute(ValueError):
    """An organisation has no way to the province on that day; the text says why."""


def route(
    organisation: str, day: str, organisations: Mapping[str, Organisation], affiliations: Iterable[Affiliation]
) -> tuple[str, ...]:
    """The organisations that a trade passes on a day, from the organisation itself up to the province.

    >>> everybody = {o.organisation: o for o in (
    ...     Organisation("plant", "rubber_fund_coop", "member"), Organisation("ratta", "agricultural_coop", "district"),
    ...     Organisation("province", "federation", "province"))}
    >>> route("plant", "2026-03-01", everybody, [
    ...     Affiliation("plant", "ratta", "2026-01-01"), Affiliation("ratta", "province", "2026-01-01")])
    ('plant', 'ratta', 'province')

    Raises NoRoute.
    """
    centre_of = {each.organisation: each.centre for each in affiliations if each.holds_on(day)}
    way = [organisation]
    while True:
        here = organisations.get(way[-1])
        if here is None:
            raise NoRoute(f"{way[-1]} is not in the register")
        if here.level == "province":
            return tuple(way)
        if here.level in ("cluster", "outside") and len(way) > 1:
            raise NoRoute(f"{here.organisation} is no centre that others trade through")
        if here.organisation not in centre_of or len(way) >= STEPS_LIMIT:
            raise NoRoute(f"{here.organisation} belongs to no centre on {day}")
        way.append(centre_of[here.organisation])


def district_of(way: Iterable[str], organisations: Mapping[str, Organisation]) -> str | None:
    """The district centre on a way, or None for who belongs to the province directly."""
    return next((each for each in way if organisations[each].level == "district"), None)
