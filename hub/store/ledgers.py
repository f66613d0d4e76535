"""Reads what the intake holds a batch against: ledgers, their chains, and which events are known."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select

from hub.store.ledger_tables import event_key, events, ledgers
from hub.store.tables import branches

LOOKUP_LIMIT = 500


class Ledger(NamedTuple):
    """How far one epoch of a branch is booked, and its chain there."""

    ledger: int
    branch_n: int
    hw: int
    hash: bytes


def find(connection: Connection, branch: str, epoch: str) -> Ledger | None:
    """A ledger that has begun."""
    query = (
        select(ledgers.c.ledger, ledgers.c.branch_n, ledgers.c.hw, ledgers.c.hash)
        .join(branches)
        .where(branches.c.branch == branch, ledgers.c.epoch == epoch)
    )
    row = connection.execute(query).first()
    return Ledger(*row) if row else None


def begin(connection: Connection, branch_n: int, epoch: str, genesis: bytes, at_ms: int) -> Ledger:
    """Begin a ledger at nothing."""
    row = {"branch_n": branch_n, "epoch": epoch, "hw": 0, "hash": genesis, "heard_ms": at_ms}
    made = connection.execute(insert(ledgers).returning(ledgers.c.ledger), row).scalar_one()
    return Ledger(made, branch_n, 0, genesis)


def chain_at(connection: Connection, ledger: int, seq: int) -> bytes | None:
    """The chain after an event that is booked."""
    query = select(events.c.hash).where(events.c.event == event_key(ledger, seq))
    found: bytes | None = connection.execute(query).scalar()
    return found


def others(connection: Connection, branch_n: int, ledger: int) -> bool:
    """Whether the branch has another ledger, so that an event may come a second time under another number."""
    query = select(func.count()).where(ledgers.c.branch_n == branch_n, ledgers.c.ledger != ledger)
    return bool(connection.execute(query).scalar())


def known_ids(connection: Connection, branch_n: int, ids: Sequence[str]) -> set[str]:
    """Which of these events the branch has sent before, under whichever number."""
    found: set[str] = set()
    for start in range(0, len(ids), LOOKUP_LIMIT):
        some = ids[start : start + LOOKUP_LIMIT]
        query = select(events.c.id).where(
            events.c.branch_n == branch_n, events.c.id.in_(some), events.c.state != "duplicate"
        )
        found.update(connection.execute(query).scalars())
    return found


class StoredEvent(NamedTuple):
    """An event as it lies in the books."""

    event: int
    branch: str
    branch_n: int
    body: bytes
    state: str
    received_ms: int


def stored(connection: Connection, event: int) -> StoredEvent | None:
    """An event by its number in the books."""
    query = (
        select(
            events.c.event, branches.c.branch, events.c.branch_n, events.c.body, events.c.state, events.c.received_ms
        )
        .join(branches)
        .where(events.c.event == event)
    )
    row = connection.execute(query).first()
    return StoredEvent(*row) if row else None
