"""Numbers the changes that branches have to hear of.

The feed says only *what* changed (kind and key) and under which number; the announcer reads the row as it is when it
tells it. A key stands in the feed twice at most: where it first came, so that whatever leans on it comes after, and
where it changed last. So the feed grows with the registers and not with their history.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, delete, insert, or_, select, update

from hub.store.tables import feed, identity

LOOKUP_LIMIT = 500


class Changed(NamedTuple):
    """A row of a register that branches have to know; ``branch`` where it concerns one branch only."""

    kind: str
    key: str
    branch: str | None = None


class Numbered(NamedTuple):
    """A change with its number in the feed."""

    version: int
    kind: str
    key: str


def append(connection: Connection, changes: Iterable[Changed]) -> None:
    """Give changes their numbers, in their order, in the transaction that made them."""
    wanted = list(dict.fromkeys(changes))
    if not wanted:
        return
    head = connection.execute(select(identity.c.feed_head)).scalar_one()
    known: set[tuple[str, str]] = set()
    for start in range(0, len(wanted), LOOKUP_LIMIT):
        some = wanted[start : start + LOOKUP_LIMIT]
        for kind in {change.kind for change in some}:
            keys = [change.key for change in some if change.kind == kind]
            found = connection.execute(select(feed.c.key).where(feed.c.kind == kind, feed.c.key.in_(keys)).distinct())
            known.update((kind, key) for key in found.scalars())
    again = [{"k": change.kind, "key_": change.key} for change in wanted if (change.kind, change.key) in known]
    if again:
        older = delete(feed).where(
            feed.c.kind == bindparam("k"), feed.c.key == bindparam("key_"), feed.c.first.is_(False)
        )
        connection.execute(older, again)
    rows = [
        {
            "version": head + place,
            "kind": change.kind,
            "key": change.key,
            "branch": change.branch,
            "first": (change.kind, change.key) not in known,
        }
        for place, change in enumerate(wanted, start=1)
    ]
    connection.execute(insert(feed), rows)
    connection.execute(update(identity).values(feed_head=head + len(wanted)))


def head(connection: Connection) -> int:
    """The newest number of the feed."""
    return int(connection.execute(select(identity.c.feed_head)).scalar_one())


def after(connection: Connection, version: int, branch: str, limit: int) -> list[Numbered]:
    """The next changes for a branch, in their order."""
    mine = or_(feed.c.branch.is_(None), feed.c.branch == branch)
    query = (
        select(feed.c.version, feed.c.kind, feed.c.key)
        .where(and_(feed.c.version > version, mine))
        .order_by(feed.c.version)
        .limit(limit)
    )
    return [Numbered(*row) for row in connection.execute(query)]
