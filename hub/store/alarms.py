"""Alarms: what an operator has to look at. One stays open per branch and kind, and counts how often it came."""

from sqlalchemy import Connection, insert, select, update

from hub.store.tables import alarms

DETAIL_LIMIT = 500


def ring(connection: Connection, branch: str, kind: str, detail: str, at_ms: int) -> None:
    """Raise an alarm, or say once more that it stands; the newest detail is kept."""
    changed = connection.execute(
        update(alarms)
        .where(alarms.c.branch == branch, alarms.c.kind == kind, alarms.c.acknowledged_ms.is_(None))
        .values(times=alarms.c.times + 1, last_ms=at_ms, detail=detail[:DETAIL_LIMIT])
    )
    if changed.rowcount:
        return
    row = {
        "branch": branch,
        "kind": kind,
        "detail": detail[:DETAIL_LIMIT],
        "times": 1,
        "first_ms": at_ms,
        "last_ms": at_ms,
    }
    connection.execute(insert(alarms), row)


def acknowledge(connection: Connection, alarm: int, by: str, at_ms: int) -> bool:
    """Somebody saw it. False where there is no such alarm, or it was acknowledged before."""
    open_one = select(alarms.c.alarm).where(alarms.c.alarm == alarm, alarms.c.acknowledged_ms.is_(None))
    if connection.execute(open_one).first() is None:
        return False
    connection.execute(update(alarms).where(alarms.c.alarm == alarm).values(acknowledged_ms=at_ms, acknowledged_by=by))
    return True
