"""Keeps what could not be trusted, byte for byte, so that somebody can look at it; so much a branch and no more."""

import hashlib

from sqlalchemy import Connection, func, insert, select

from hub.store.tables import quarantine

KEPT_PER_BRANCH = 50
"""A box that is refused sends again for days: the first fifty different messages tell all there is to know."""
DETAIL_LIMIT = 500


def keep(connection: Connection, branch: str, reason: str, detail: str, payload: bytes, at_ms: int) -> bool:
    """Keep a message; False where the same one, or enough of this branch, lies there already."""
    digest = hashlib.sha256(payload).digest()
    mine = quarantine.c.branch == branch
    if connection.execute(select(quarantine.c.n).where(mine, quarantine.c.digest == digest)).first():
        return False
    if connection.execute(select(func.count()).where(mine)).scalar_one() >= KEPT_PER_BRANCH:
        return False
    row = {
        "branch": branch,
        "reason": reason,
        "detail": detail[:DETAIL_LIMIT],
        "digest": digest,
        "payload": payload,
        "received_ms": at_ms,
    }
    connection.execute(insert(quarantine), row)
    return True
