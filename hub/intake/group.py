"""Books a group of verified batches in one transaction, in the order of each ledger.

The quick way writes the whole group with a few statements. Where something in it is booked already (a sale that comes
under another event), the database says so, nothing of the group stands, and each batch goes the careful way: one event
after the other, each in a savepoint of its own, so that one bad event never blocks the next.
"""

import datetime as dt
from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple

from hub.clock import unix_ms
from hub.contract import envelope, v1
from hub.contract.envelope import Hello
from hub.desk import NEWS_LIMIT, News
from hub.intake import effects
from hub.intake.verify import Arrived, Refusal, Verified
from hub.store import bookings, ledgers
from hub.store.bookings import Bookings, Reached
from hub.store.ledger_tables import event_key
from hub.store.names import AlreadyThere, Books
from hub.store.references import References


@dataclass(slots=True)
class Open:
    """A ledger while a group is booked: how far it is, and the chain at what was not written yet."""

    ledger: int
    branch_n: int
    hw: int
    hash: bytes
    has_others: bool
    ids: set[str]
    """Of the branch's events in this group, whichever ledger they came by."""
    chain: dict[int, bytes] = field(default_factory=dict)


class Booked(NamedTuple):
    """Where a ledger stands after a batch, and what stopped the batch there, if anything did."""

    hw: int
    hash: bytes
    refusal: Refusal | None = None


class Read(NamedTuple):
    """An event with its fact, or with the reason why there is none."""

    arrived: Arrived
    fact: v1.Up | None
    reason: str | None


def _read(arrived: Arrived) -> Read:
    if arrived.event is None:
        return Read(arrived, None, f"unreadable: {arrived.fault}")
    try:
        return Read(arrived, effects.read_fact(arrived.event), None)
    except effects.Unfit as error:
        return Read(arrived, None, str(error))


class Group:
    """One transaction's worth of batches. Make a new one for every attempt."""

    def __init__(self, connection: Books, known: References, now: dt.datetime) -> None:
        self._connection = connection
        self._known = known
        self._now = now
        self._now_ms = unix_ms(now)
        self._books = Bookings()
        self._ledgers: dict[tuple[str, str], Open] = {}
        self._ids: dict[int, set[str]] = {}
        self._passed: deque[tuple[str, Read, str]] = deque(maxlen=NEWS_LIMIT)
        self.moved_rounds: set[str] = set()
        known.begin(connection)

    def take(self, batch: Verified, *, careful: bool = False) -> Booked:
        """Hold a batch against the books and book what is new of it.

        Raises AlreadyThere on the careful way only for what no savepoint mends; on the quick way ``finish`` does.
        """
        ledger = self._open(batch)
        refusal = self._misfit(ledger, batch)
        if refusal is not None or batch.base > ledger.hw or batch.to <= ledger.hw:
            return Booked(ledger.hw, ledger.hash, refusal)  # a fork, a gap, or nothing new
        new = [_read(arrived) for arrived in batch.events[ledger.hw - batch.base :]]
        self._look_up(new)
        twice = self._known_ids(ledger, new, careful)
        for read in new:
            self._book(ledger, batch, read, twice, careful)
        last = new[-1].arrived
        ledger.hw, ledger.hash = last.seq, last.hash
        return Booked(ledger.hw, ledger.hash)

    def greet(self, hello: Hello) -> Booked | None:
        """Hold what a box believes to be booked against the books; None where the ledger has not begun.

        A box that knows of more than the books do meets a hub that was restored: it is told how far the books are.
        """
        found = ledgers.find(self._connection, hello.branch, hello.epoch)
        if found is None:
            return None
        if not 0 < hello.acked <= found.hw:
            return Booked(found.hw, found.hash)
        same = hello.acked == found.hw
        ours = found.hash if same else ledgers.chain_at(self._connection, found.ledger, hello.acked)
        fork = Refusal("fork", f"another chain at number {hello.acked} of epoch {hello.epoch}")
        return Booked(found.hw, found.hash, None if ours == bytes.fromhex(hello.hash) else fork)

    def finish(self) -> None:
        """Write everything that was gathered, and how far the ledgers are now."""
        self._books.write(self._connection)
        reached = [Reached(each.ledger, each.hw, each.hash, self._now_ms) for each in self._ledgers.values()]
        bookings.move_high_water(self._connection, reached)

    def news(self) -> list[News]:
        """The newest of what was booked, for the screen."""
        told = []
        for branch, read, state in self._passed:
            event, fact = read.arrived.event, read.fact
            kind, ts = (event.type, event.ts) if event is not None else ("unreadable", "")
            amount_satang = effects.amount_satang(fact) if fact is not None else None
            told.append(News(branch, read.arrived.seq, kind, state, ts, self._now, amount_satang))
        return told

    def _open(self, batch: Verified) -> Open:
        name = (batch.branch, batch.epoch)
        if name not in self._ledgers:
            found = ledgers.find(self._connection, batch.branch, batch.epoch) or ledgers.begin(
                self._connection,
                batch.branch_n,
                batch.epoch,
                envelope.genesis(batch.branch, batch.epoch),
                self._now_ms,
            )
            has_others = ledgers.others(self._connection, found.branch_n, found.ledger)
            self._ledgers[name] = Open(*found, has_others, self._ids.setdefault(found.branch_n, set()))
        return self._ledgers[name]

    def _chain_at(self, ledger: Open, batch: Verified, seq: int) -> bytes | None:
        if seq == ledger.hw:
            return ledger.hash
        if seq == 0:
            return envelope.genesis(batch.branch, batch.epoch)
        return ledger.chain.get(seq) or ledgers.chain_at(self._connection, ledger.ledger, seq)

    def _misfit(self, ledger: Open, batch: Verified) -> Refusal | None:
        """Where batch and books know the same numbers, they have to know the same chain."""
        if batch.base > ledger.hw:
            return None
        known = {batch.base: batch.prev}
        common = min(batch.to, ledger.hw)
        if common > batch.base:
            known[common] = batch.events[common - batch.base - 1].hash
        for seq, chain in known.items():
            if self._chain_at(ledger, batch, seq) != chain:
                return Refusal("fork", f"other events up to number {seq} of epoch {batch.epoch}")
        return None

    def _look_up(self, new: list[Read]) -> None:
        named = (effects.member_of(read.fact) for read in new if read.fact is not None)
        self._known.meet(member for member in named if member)

    def _known_ids(self, ledger: Open, new: list[Read], careful: bool) -> set[str]:
        """Events that came before under another number. A branch's only ledger need not be searched: the table's
        own rule finds the rare repetition, and the careful way then looks.
        """
        if not (ledger.has_others or careful):
            return set()
        ids = [read.arrived.event.id for read in new if read.arrived.event is not None]
        return ledgers.known_ids(self._connection, ledger.branch_n, ids)

    def _book(self, ledger: Open, batch: Verified, read: Read, twice: set[str], careful: bool) -> None:
        arrived, event = read.arrived, read.arrived.event
        key = event_key(ledger.ledger, arrived.seq)
        seen = ledger.ids
        state, reason = "applied", read.reason
        books = Bookings() if careful else self._books
        if event is None:
            what = (f"{batch.epoch}/{arrived.seq}", "unreadable", "", "guess")
        else:
            what = (event.id, event.type, event.ts, event.tq)
        if what[0] in twice or what[0] in seen:
            state, reason = "duplicate", None
        elif read.fact is not None and event is not None:
            place = effects.Place(key, ledger.branch_n, effects.day_of(event, self._now))
            try:
                effects.book(read.fact, place, self._known, books)
            except effects.Unfit as error:
                reason = str(error)
        if reason is not None:
            state = "aside"
        seen.add(what[0])
        row = (key, ledger.branch_n, *what, self._now_ms, arrived.hash, arrived.body)
        books.events.append((*row, state, reason))
        if careful:
            state = self._write_alone(books, row, state)
        ledger.chain[arrived.seq] = arrived.hash
        if state == "applied" and isinstance(read.fact, v1.DemandRequested):
            self.moved_rounds.add(read.fact.round)
        self._passed.append((batch.branch, read, state))

    def _write_alone(self, books: Bookings, row: tuple[object, ...], state: str) -> str:
        try:
            with self._connection.begin_nested():
                books.write(self._connection)
        except AlreadyThere as error:
            alone = Bookings(events=[(*row, "aside", f"already-booked: {error.orig}")])
            alone.write(self._connection)
            return "aside"
        return state
