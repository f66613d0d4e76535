"""Takes messages of branches in: verified, once, in order; answers only after the commit.

    messages → unpack → verify → one transaction (events, effects, high-water) → commit → acks

What cannot be trusted is kept in quarantine with an alarm, and refused with a reason that the box can show. A batch
that starts after a gap is answered with how far the books are, which is the request to send again.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import structlog

from hub.clock import unix_ms
from hub.contract import envelope, topics
from hub.contract.envelope import ZSTD, Ack, Batch, Hello, Live
from hub.desk import Desk, Out, Presence, Voice
from hub.intake.group import Booked, Group
from hub.intake.unzstd import unzstd
from hub.intake.verify import Refusal, Verified, signer_of, verify
from hub.rules.feeds import Device
from hub.store import alarms, boxes, ledgers, quarantine
from hub.store.boxes import Box
from hub.store.names import AlreadyThere
from hub.store.references import References

log = structlog.get_logger()


AnswerHello = Callable[[Hello], Iterable[Out]]
"""What a branch that said hello gets of the feed."""


@dataclass(slots=True)
class _Up:
    """A message on its way through: what it is, what it was verified to be, and what became of it."""

    topic_branch: str
    payload: bytes
    message: Batch | Hello
    verdict: Verified | Box | Refusal
    booked: Booked | None = None


@dataclass(slots=True)
class _Unreadable:
    topic_branch: str
    payload: bytes
    detail: str


@dataclass(slots=True)
class _Sorted:
    ups: list[_Up] = field(default_factory=list)
    unreadable: list[_Unreadable] = field(default_factory=list)


class Intake:
    """The one place where branches' messages become books. Not for two threads at a time."""

    def __init__(self, desk: Desk, known: References, voice: Voice, answer_hello: AnswerHello) -> None:
        self._desk = desk
        self._known = known
        self._voice = voice
        self._answer_hello = answer_hello

    def take(self, messages: Sequence[tuple[str, bytes]]) -> list[Out]:
        """Take a group of messages in with one commit, and say what has to be answered.

        Raises BooksFailed where the books cannot be written (a full disk); then nothing was booked and
        nothing is answered, so the boxes keep everything and send again.
        """
        now = self._desk.clock.now()
        sorted_ = self._sort(messages, now)
        if not sorted_.ups and not sorted_.unreadable:
            return []
        try:
            group = self._book(sorted_, now, careful=False)
            self._desk.board.booked(group.news(), group.moved_rounds)
        except AlreadyThere as error:
            log.info("something is booked already, event by event now", reason=str(error.orig))
            self._one_by_one(sorted_, now)
        return self._answers(sorted_.ups)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────

    def _sort(self, messages: Sequence[tuple[str, bytes]], now: dt.datetime) -> _Sorted:
        found = _Sorted()
        read: list[tuple[str, bytes, Batch | Hello]] = []
        for topic, payload in messages:
            branch = topics.branch_of(topic)
            if branch is None:
                continue
            try:
                message = envelope.unpack(payload, {ZSTD: unzstd})
            except envelope.Unreadable as error:
                found.unreadable.append(_Unreadable(branch, payload, str(error)))
                continue
            if isinstance(message, Live):
                self._live(branch, topic, message, now)
            elif isinstance(message, Batch | Hello) and topic == topics.up(branch):
                read.append((branch, payload, message))
            else:
                found.unreadable.append(_Unreadable(branch, payload, f"a {type(message).__name__} on {topic}"))
        with self._desk.store.read() as connection:
            keys = {name: boxes.of_branch(connection, name) for name in {name for name, _, _ in read}}
        for name, payload, up in read:
            known = keys[name]
            verdict = verify(up, name, known) if isinstance(up, Batch) else signer_of(up, name, known)
            found.ups.append(_Up(name, payload, up, verdict))
        return found

    def _live(self, branch: str, topic: str, live: Live, now: dt.datetime) -> None:
        if live.branch != branch or topic != topics.live(branch):
            return
        try:
            said = dt.datetime.fromisoformat(live.ts) if live.ts else None
        except ValueError:
            said = None
        presence = Presence(
            here=live.state == "here",
            heard_at=now,
            boot=live.boot,
            version=live.version,
            waiting=live.waiting,
            oldest_waiting_s=live.oldest_waiting_s,
            said_at=said if said is not None and said.tzinfo else None,
            clock=live.tq,
            devices=tuple(Device(each.device, each.state, each.detail) for each in live.devices),
        )
        before = self._desk.board.presences.get(branch)
        if live.state == "gone" and before is not None:  # the Will was written when the box connected
            presence = Presence(
                here=False,
                heard_at=before.heard_at,
                boot=before.boot,
                version=before.version,
                waiting=before.waiting,
                oldest_waiting_s=before.oldest_waiting_s,
                said_at=None,
                clock=before.clock,
                devices=before.devices,
            )
        self._desk.board.heard(branch, presence)

    # ── booking ──────────────────────────────────────────────────────────────────────────────────────

    def _book(self, sorted_: _Sorted, now: dt.datetime, *, careful: bool) -> Group:
        with self._desk.store.write() as connection:
            group = Group(connection, self._known, now)
            for up in sorted_.ups:
                if isinstance(up.verdict, Verified):
                    up.booked = group.take(up.verdict, careful=careful)
                elif isinstance(up.message, Hello) and isinstance(up.verdict, Box):
                    up.booked = group.greet(up.message)
            group.finish()
            at_ms = unix_ms(now)
            for bad in sorted_.unreadable:
                quarantine.keep(connection, bad.topic_branch, "unreadable", bad.detail, bad.payload, at_ms)
                alarms.ring(connection, bad.topic_branch, "unreadable", bad.detail, at_ms)
            for up in sorted_.ups:
                refusal = _refusal_of(up)
                if refusal is None:
                    continue
                if isinstance(up.message, Batch):
                    quarantine.keep(connection, up.topic_branch, refusal.reason, refusal.detail, up.payload, at_ms)
                alarms.ring(connection, up.topic_branch, refusal.reason, refusal.detail, at_ms)
        return group

    def _one_by_one(self, sorted_: _Sorted, now: dt.datetime) -> None:
        for bad in sorted_.unreadable:
            self._book(_Sorted(unreadable=[bad]), now, careful=True)
        for up in sorted_.ups:
            group = self._book(_Sorted(ups=[up]), now, careful=True)
            self._desk.board.booked(group.news(), group.moved_rounds)

    # ── answering ────────────────────────────────────────────────────────────────────────────────────

    def _answers(self, ups: list[_Up]) -> list[Out]:
        with self._desk.store.read() as connection:
            hub_epoch = boxes.hub_epoch(connection)
            acks: dict[tuple[str, str, str], Ack] = {}
            for up in ups:
                ack = self._ack(up, hub_epoch, ledgers.find(connection, up.topic_branch, up.message.epoch))
                acks.pop((up.topic_branch, up.message.epoch, ack.refused), None)
                acks[up.topic_branch, up.message.epoch, ack.refused] = ack
        outs = [
            Out(topics.down_ack(ack.branch), envelope.pack(envelope.sign(ack, self._voice.sign)))
            for ack in acks.values()
        ]
        for up in ups:
            if isinstance(up.message, Hello) and isinstance(up.verdict, Box):
                outs.extend(self._answer_hello(up.message))
        return outs

    def _ack(self, up: _Up, hub_epoch: str, ledger: ledgers.Ledger | None) -> Ack:
        """How far the books are now; cumulative, so the last word on a ledger is the only one needed."""
        refusal = _refusal_of(up)
        epoch = up.message.epoch
        return Ack(
            v=envelope.VERSION,
            branch=up.topic_branch,
            epoch=epoch,
            hw=ledger.hw if ledger else 0,
            hash=(ledger.hash if ledger else envelope.genesis(up.topic_branch, epoch)).hex(),
            hub_epoch=hub_epoch,
            refused=refusal.reason if refusal else "",
            kid=self._voice.kid,
        )


def _refusal_of(up: _Up) -> Refusal | None:
    if isinstance(up.verdict, Refusal):
        return up.verdict
    return up.booked.refusal if up.booked is not None else None
