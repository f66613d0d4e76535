"""The journal of prints: what is to be printed, what was, and what nobody knows of.

``queued`` nothing went out yet · ``sent`` it is on its way · ``confirmed`` the printer said so · ``late`` nothing went
out, and so much time passed that a person decides · ``unknown`` it may or may not be on paper, a person has to look ·
``dropped`` a person decided, or another print took its place.
"""

from dataclasses import dataclass

from sqlite_utils import Database

NOTHING_WENT_OUT = ("queued", "late")
SETTLED = ("confirmed", "dropped", "sent")


@dataclass(frozen=True, slots=True)
class PaperNote:
    """One print of a sale; ``copy`` 0 is the original."""

    paper: str
    sale: str
    copy: int
    state: str
    queued_at: str
    queued_mono_ms: int
    boot: str


def queue(db: Database, note: PaperNote) -> None:
    """Note that a paper is to be printed."""
    db.execute(
        "INSERT INTO papers VALUES (?, ?, ?, ?, ?, ?, ?)",
        (note.paper, note.sale, note.copy, note.state, note.queued_at, note.queued_mono_ms, note.boot),
    )


def next_queued(db: Database, boot: str) -> PaperNote | None:
    """The oldest paper of this start that nothing was printed of."""
    row = db.execute(
        "SELECT * FROM papers WHERE state = 'queued' AND boot = ? ORDER BY rowid LIMIT 1", (boot,)
    ).fetchone()
    return PaperNote(*row) if row else None


def mark(db: Database, paper: str, state: str) -> None:
    """Note what became of a paper."""
    db.execute("UPDATE papers SET state = ? WHERE paper = ?", (state, paper))


def of_sale(db: Database, sale: str) -> list[PaperNote]:
    """Every print of a sale that was asked for, oldest first."""
    rows = db.execute("SELECT * FROM papers WHERE sale = ? ORDER BY rowid", (sale,))
    return [PaperNote(*row) for row in rows]


def doubt_what_was_under_way(db: Database) -> None:
    """At a start: what was on its way or waited when the power went is for a person to look at."""
    db.execute("UPDATE papers SET state = 'unknown' WHERE state = 'sent'")
    db.execute("UPDATE papers SET state = 'late' WHERE state = 'queued'")


def unsettled(db: Database) -> list[PaperNote]:
    """Papers that wait for the printer or for a person, oldest first."""
    rows = db.execute("SELECT * FROM papers WHERE state IN ('queued', 'late', 'unknown') ORDER BY rowid LIMIT 100")
    return [PaperNote(*row) for row in rows]
