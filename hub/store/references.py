"""What facts may refer to: items, members and rounds that are known.

Items and members are never taken out of the books, so one that was seen once is known for good. Of the items all are
kept, the newer ones read in where one is missing; of the members those who were met. Whoever is not known is looked
up again in the next transaction, because an import in another process may have brought him since.
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
    """Known items and members, kept from one transaction to the next; rounds as they are in this one.

    Call ``begin`` with each new transaction.
    """

    def __init__(self) -> None:
        self.members: set[str] = set()
        self._items: dict[str, ItemRef] = {}
        self._newest = 0
        self._is_fresh = False
        self._rounds: dict[str, str] | None = None
        self._connection: Connection | None = None

    def begin(self, connection: Connection) -> None:
        """Look things up in this transaction from now on."""
        self._connection = connection
        self._is_fresh = False
        self._rounds = None
        if len(self.members) > MEMBERS_KEPT_LIMIT:
            self.members.clear()

    def item(self, item: str) -> ItemRef | None:
        """An item, or None where it is in no catalogue."""
        found = self._items.get(item)
        if found is None and not self._is_fresh:
            query = select(items.c.item, items.c.n, items.c.unit).where(items.c.n > self._newest).order_by(items.c.n)
            for name, n, unit in self._open().execute(query):
                self._items[name] = ItemRef(n, unit)
                self._newest = n
            self._is_fresh = True
            found = self._items.get(item)
        return found

    def meet(self, wanted: Iterable[str]) -> None:
        """Look up members, so that ``members`` holds those of them who are known."""
        strangers = list(set(wanted) - self.members)
        for start in range(0, len(strangers), LOOKUP_LIMIT):
            some = strangers[start : start + LOOKUP_LIMIT]
            found = self._open().execute(select(members.c.member).where(members.c.member.in_(some)))
            self.members.update(found.scalars())

    def round_state(self, round_id: str) -> str | None:
        """A round's state, or None where there is no such round."""
        if self._rounds is None:
            found = self._open().execute(select(rounds.c.round, rounds.c.state))
            self._rounds = {row[0]: row[1] for row in found}
        return self._rounds.get(round_id)

    def _open(self) -> Connection:
        if self._connection is None:
            raise RuntimeError("begin() was not called with the transaction")
        return self._connection
