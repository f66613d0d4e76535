"""The boxes that may write a branch's ledger, and the hub's own identity."""

from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from hub.store.tables import boxes, branches, identity


class Box(NamedTuple):
    """A box as it was registered: one key for one epoch of a branch's ledger."""

    branch_n: int
    epoch: str
    kid: str
    public_key: bytes
    state: str


def register(connection: Connection, box: Box, at_ms: int) -> None:
    """Write a box down. Registering another key for an epoch that is known is the caller's to refuse."""
    connection.execute(insert(boxes), {**box._asdict(), "registered_ms": at_ms})


def of_branch(connection: Connection, branch: str) -> list[Box]:
    """Every box that a branch ever had."""
    columns = (boxes.c.branch_n, boxes.c.epoch, boxes.c.kid, boxes.c.public_key, boxes.c.state)
    query = select(*columns).join(branches).where(branches.c.branch == branch)
    return [Box(*row) for row in connection.execute(query)]


def hub_epoch(connection: Connection) -> str:
    """The name of these books' life."""
    return str(connection.execute(select(identity.c.hub_epoch)).scalar_one())


def web_secret(connection: Connection) -> str:
    """What signs the operators' cookies."""
    return str(connection.execute(select(identity.c.web_secret)).scalar_one())


def begin_epoch(connection: Connection, epoch: str) -> None:
    """From now on these are other books: boxes rewind and send again, and read the feed from its start."""
    connection.execute(update(identity).values(hub_epoch=epoch))
