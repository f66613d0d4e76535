"""What facts may refer to: items, members and rounds that are known.

Items and members are never taken out of the books, so one that was seen once is known for good; whoever is not known
is looked up again each time, because an import in another process may have brought him since.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, select

from hub.store.tables import items, members, rounds

LOOKUP_LIMIT = 500
MEMBERS_KEPT_LIMIT = 200_000


class ItemRef(NamedTuple):
    """An item's number and the unit that it is counted in."""

    n: int
    unit: str


class References:
    """Known items and members, kept between groups; rounds as they are now."""

    def __init__(self) -> None:
        self.items: dict[str, ItemRef] = {}
        self.members: set[str] = set()
        self.rounds: dict[str, str] = {}

    def load(self, connection: Connection, item_ids: Iterable[str], member_ids: Iterable[str], asked: bool) -> None:
        """Look up what is not known yet; ``asked`` reads the rounds and their states again."""
        unknown = [item for item in set(item_ids) if item not in self.items]
        for start in range(0, len(unknown), LOOKUP_LIMIT):
            some = unknown[start : start + LOOKUP_LIMIT]
            for item, n, unit in connection.execute(
                select(items.c.item, items.c.n, items.c.unit).where(items.c.item.in_(some))
            ):
                self.items[item] = ItemRef(n, unit)
        strangers = [member for member in set(member_ids) if member not in self.members]
        if len(self.members) + len(strangers) > MEMBERS_KEPT_LIMIT:
            self.members.clear()
            strangers = list(set(member_ids))
        for start in range(0, len(strangers), LOOKUP_LIMIT):
            some = strangers[start : start + LOOKUP_LIMIT]
            self.members.update(
                connection.execute(select(members.c.member).where(members.c.member.in_(some))).scalars()
            )
        if asked:
            self.rounds = {row[0]: row[1] for row in connection.execute(select(rounds.c.round, rounds.c.state))}
