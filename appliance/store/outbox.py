"""The ledger's events: numbered and chained in the transaction of what they tell, and kept after the hub has them."""

from dataclasses import dataclass

from sqlite_utils import Database

from appliance.rules.records import Entry, Seal


@dataclass(frozen=True, slots=True)
class Position:
    """Where the ledger stands: its last number and chain, and what the hub has acknowledged."""

    branch: str
    epoch: str
    seq: int
    chain: bytes
    acked: int
    hub_epoch: str

    @property
    def waiting(self) -> int:
        """Events that the hub has not acknowledged."""
        return self.seq - self.acked


def append(db: Database, seal: Seal) -> int:
    """Book an event with the next number; returns the number. Call it in the transaction of the fact itself."""
    seq, chain = db.execute("SELECT seq, chain FROM ledger").fetchone()
    entry = seal(seq + 1, chain)
    db.execute(
        "INSERT INTO outbox VALUES (?, ?, ?, ?, ?, ?, ?)",
        (entry.seq, entry.id, entry.type, entry.boot, entry.ts, entry.body, entry.chain),
    )
    db.execute("UPDATE ledger SET seq = ?, chain = ?", (entry.seq, entry.chain))
    return entry.seq


def position(db: Database) -> Position:
    """Where the ledger stands now."""
    row = db.execute("SELECT branch, epoch, seq, chain, acked, hub_epoch FROM ledger").fetchone()
    return Position(*row)


def after(db: Database, seq: int, limit: int) -> list[Entry]:
    """At most so many events behind a number, in their order."""
    rows = db.execute("SELECT * FROM outbox WHERE seq > ? ORDER BY seq LIMIT ?", (seq, limit))
    return [Entry(*row) for row in rows]


def chain_at(db: Database, seq: int) -> bytes | None:
    """The chain up to and with an event, or None where it is no longer, or not yet, kept."""
    row = db.execute("SELECT chain FROM outbox WHERE seq = ?", (seq,)).fetchone()
    return row[0] if row else None


def acknowledge(db: Database, acked: int, hub_epoch: str) -> None:
    """Note how far the hub has booked; after the hub was restored that may be less than before."""
    db.execute("UPDATE ledger SET acked = ?, hub_epoch = ?", (acked, hub_epoch))
