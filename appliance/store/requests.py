"""What members asked for in joint-purchase rounds; a later request takes the place of the earlier one."""

from sqlite_utils import Database

from appliance.rules.records import Request


def standing(db: Database, round_id: str, member: str) -> Request | None:
    """The request of a member that counts in a round."""
    row = db.execute(
        "SELECT request, round, member, requested_at, firm, maximum FROM requests"
        " WHERE round = ? AND member = ? AND replaced_by IS NULL",
        (round_id, member),
    ).fetchone()
    return Request(*row) if row else None


def is_booked(db: Database, request: str) -> bool:
    """Whether this request was booked already."""
    return db.execute("SELECT 1 FROM requests WHERE request = ?", (request,)).fetchone() is not None


def book(db: Database, request: Request, replaces: Request | None) -> None:
    """Book a request; the one it replaces no longer counts."""
    if replaces is not None:
        db.execute("UPDATE requests SET replaced_by = ? WHERE request = ?", (request.request, replaces.request))
    db.execute(
        "INSERT INTO requests VALUES (?, ?, ?, ?, ?, ?, NULL)",
        (request.request, request.round, request.member, request.requested_at, request.firm, request.maximum),
    )
