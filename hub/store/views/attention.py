"""What waits for a person: events put aside, alarms, and what lies in quarantine."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from hub.store.ledger_tables import events
from hub.store.tables import alarms, branches, quarantine
from hub.store.views import Rows

LINES_SHOWN = 500


class Counts(NamedTuple):
    """How much waits."""

    aside: int
    alarms: int


def counts(connection: Connection) -> Counts:
    """How much waits, for the bar at the top of each page."""
    return Counts(
        int(connection.execute(select(func.count()).where(events.c.state == "aside")).scalar_one()),
        int(connection.execute(select(func.count()).where(alarms.c.acknowledged_ms.is_(None))).scalar_one()),
    )


def aside(connection: Connection) -> Rows:
    """Events that were put aside, the oldest first."""
    query = (
        select(
            events.c.event,
            branches.c.branch,
            branches.c.name_th,
            branches.c.name_en,
            events.c.type,
            events.c.ts,
            events.c.received_ms,
            events.c.reason,
            events.c.body,
        )
        .join(branches)
        .where(events.c.state == "aside")
        .order_by(events.c.received_ms, events.c.event)
        .limit(LINES_SHOWN)
    )
    return connection.execute(query).all()


def _named(table: Any) -> Any:
    return table.outerjoin(branches, branches.c.branch == table.c.branch)


def ringing(connection: Connection) -> Rows:
    """Alarms that nobody acknowledged, the newest first."""
    query = select(alarms, branches.c.name_th, branches.c.name_en).select_from(_named(alarms))
    newest = query.where(alarms.c.acknowledged_ms.is_(None)).order_by(alarms.c.last_ms.desc()).limit(LINES_SHOWN)
    return connection.execute(newest).all()


def acknowledged(connection: Connection) -> Rows:
    """Alarms that somebody took on, the newest first."""
    query = select(alarms, branches.c.name_th, branches.c.name_en).select_from(_named(alarms))
    seen = query.where(alarms.c.acknowledged_ms.is_not(None)).order_by(alarms.c.acknowledged_ms.desc()).limit(50)
    return connection.execute(seen).all()


def of_branch(connection: Connection, branch: str) -> Rows:
    """A branch's alarms that nobody acknowledged."""
    query = select(alarms).where(alarms.c.branch == branch, alarms.c.acknowledged_ms.is_(None))
    return connection.execute(query.order_by(alarms.c.last_ms.desc())).all()


def kept(connection: Connection) -> Rows:
    """What lies in quarantine, without the bytes."""
    columns = (
        quarantine.c.n,
        quarantine.c.branch,
        quarantine.c.reason,
        quarantine.c.detail,
        quarantine.c.received_ms,
        func.length(quarantine.c.payload).label("bytes"),
    )
    return connection.execute(select(*columns).order_by(quarantine.c.n.desc()).limit(LINES_SHOWN)).all()
