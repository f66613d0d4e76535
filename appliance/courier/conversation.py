"""What the box says to the hub and makes of the answers; it knows no MQTT, only messages.

Called by one thread. ``speak`` returns the messages that are due, ``hear`` takes one in. Every message from the
hub has to carry the hub's signature; a forged or foreign one is counted and has no effect.
"""

import random
import time
from collections.abc import Callable, Iterator

import msgspec
import structlog

from appliance import messages
from appliance.actions.accept_from_hub import accept_from_hub, acknowledge
from appliance.courier.keys import Keys
from appliance.courier.round_trip import BATCH_EVENTS, Window
from appliance.messages import Aside
from appliance.ports import LinkProblem
from appliance.rules.records import Entry
from appliance.store import outbox, reference
from appliance.store.outbox import Position
from appliance.till import Till
from hub.contract import envelope, topics
from hub.contract.envelope import Ack, Batch, FeedBatch, FeedHead, Hello, Live

log = structlog.get_logger()

NOTE_ACK_AFTER_S = 30.0
"""How often the acknowledged number is written down: it only saves a resend, and each writing wears the card."""
BATCH_BYTES = 48 * 1024
"""Events of one batch, before the header and compression."""
GREET_AGAIN_S = 5.0
GREET_WITHIN_S = 2.0
"""Three hundred boxes do not greet a hub that came back in the same moment."""
REFUSED_WAIT_S = 60.0
"""After a refusal the hub is asked again only now and then: somebody has to register or mend something."""


class Conversation:
    """One box's side of the link."""

    def __init__(
        self,
        till: Till,
        keys: Keys,
        now_s: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """``now_s`` only ever grows; ``chance`` is a number from 0 up to 1."""
        self._till = till
        self._keys = keys
        self._now_s = now_s
        self._chance = chance
        position = self._position()
        self._window = Window(position.acked, till.settings.link.resend_after_s, chance)
        self._hub_epoch = position.hub_epoch
        self._hub_boot: str | None = None
        self._noted_acked = position.acked
        self._noted_at_s = self._now_s()
        self._greet_at_s: float | None = None
        self._feed_ask_at_s: float | None = None
        self._evidence_is_due = False
        self._hold_until_s = 0.0
        self.problem = LinkProblem.NONE
        self.reason = ""

    def _position(self) -> Position:
        return outbox.position(self._till.store.books.reader())

    @property
    def acked(self) -> int:
        """The last number that the hub has booked."""
        return self._window.acked

    # ── speaking ────────────────────────────────────────────────────────────────────────────────────

    def connected(self, *, within_s: float = 0.0) -> None:
        """The line is up, or the hub came anew: say hello, somewhere within so many seconds."""
        self._window.forget_greeting()
        self._greet_at_s = self._now_s() + self._chance() * within_s

    def speak(self) -> Iterator[Hello | Batch]:
        """The messages that are due now."""
        now_s = self._now_s()
        if self._greet_at_s is not None and now_s >= self._greet_at_s:
            self._greet_at_s = now_s + GREET_AGAIN_S * (1 + self._chance())
            yield self.hello()
        if self._feed_ask_at_s is not None and now_s >= self._feed_ask_at_s:
            self._feed_ask_at_s = now_s + GREET_AGAIN_S
            yield self.hello()
        if self._evidence_is_due:
            self._evidence_is_due = False
            yield from self._evidence()
        if now_s < self._hold_until_s or self.problem is LinkProblem.DIVERGED:
            return
        while (span := self._window.next_batch(self._position().seq, now_s)) is not None:
            batch = self._batch(*span)
            self._window.cut_short(batch.to)
            yield batch

    def _evidence(self) -> Iterator[Batch]:
        """What this box has under the numbers that the hub has otherwise: the hub keeps it aside and rings an alarm."""
        first, last = self._window.acked + 1, self._position().seq
        if first <= last:
            yield self._batch(first, min(last, first + BATCH_EVENTS - 1))

    def wait_s(self, longest_s: float) -> float:
        """How long there is nothing to say unless something happens."""
        now_s = self._now_s()
        waits = [longest_s]
        if (resend_s := self._window.wait_s(now_s)) is not None:
            waits.append(resend_s)
        waits += [at_s - now_s for at_s in (self._greet_at_s, self._feed_ask_at_s) if at_s is not None]
        return max(0.0, min(waits))

    def hello(self) -> Hello:
        """Here I am: so far I know to be booked, so far my ledger goes, so far I read the feed."""
        position = self._position()
        feed = reference.feed_position(self._till.store.reference.reader())
        return self._keys.sign(
            Hello(
                v=envelope.VERSION,
                branch=position.branch,
                epoch=position.epoch,
                acked=self._window.acked,
                hash=self._chain_at(self._window.acked).hex(),
                last=position.seq,
                hub_epoch=feed.hub_epoch,
                feed=feed.version,
                kid=self._till.identity.kid,
            )
        )

    def _chain_at(self, seq: int) -> bytes:
        if seq == 0:
            return messages.genesis(self._till.identity.branch, self._till.identity.epoch)
        chain = outbox.chain_at(self._till.store.books.reader(), seq)
        if chain is None:
            raise LookupError(f"event {seq} is not kept any more")
        return chain

    def _batch(self, first: int, to: int) -> Batch:
        entries = _that_fit(outbox.after(self._till.store.books.reader(), first - 1, min(to - first + 1, BATCH_EVENTS)))
        return self._keys.sign(
            Batch(
                v=envelope.VERSION,
                branch=self._till.identity.branch,
                epoch=self._till.identity.epoch,
                from_=first,
                to=entries[-1].seq,
                prev=self._chain_at(first - 1).hex(),
                head=entries[-1].chain.hex(),
                boot=entries[0].boot,
                kid=self._till.identity.kid,
                events=[msgspec.Raw(entry.body) for entry in entries],
            )
        )

    # ── hearing ─────────────────────────────────────────────────────────────────────────────────────

    def hear(self, message: envelope.Message) -> Hello | None:
        """Take a message in; the answer, where one is due at once."""
        match message:
            case Ack():
                self._hear_ack(message)
            case FeedBatch():
                return self._hear_feed(message)
            case FeedHead():
                return self._hear_head(message)
            case Live(branch=topics.HUB, state="here"):
                self._hear_hub_live(message.boot)
            case _:
                pass
        return None

    def _hear_hub_live(self, boot: str) -> None:
        """A hub that started anew is asked where it stands; one that only says that it lives changes nothing."""
        if boot != self._hub_boot and not (self._hub_boot is None and self._window.greeted_by_hub):
            self.connected(within_s=GREET_WITHIN_S)
        self._hub_boot = boot

    def _hear_ack(self, ack: Ack) -> None:
        identity = self._till.identity
        if (ack.branch, ack.epoch) != (identity.branch, identity.epoch) or not self._keys.is_of_hub(ack):
            log.warning("answer ignored: not for this ledger, or not signed by the hub", epoch=ack.epoch)
            return
        self._greet_at_s = None
        if ack.hw > self._position().seq or self._chain_at(ack.hw).hex() != ack.hash or ack.refused == "fork":
            self._evidence_is_due = not ack.refused
            self._stop(LinkProblem.DIVERGED, ack.refused or "fork")
            return
        if ack.refused:
            self._stop(LinkProblem.REFUSED, ack.refused)
            return
        self.problem, self.reason = LinkProblem.NONE, ""
        if not self._window.greeted_by_hub or ack.hub_epoch != self._hub_epoch:
            self._window.greeted(ack.hw)
        else:
            self._window.acknowledged(ack.hw)
        if ack.hub_epoch != self._hub_epoch:
            self._hub_epoch = ack.hub_epoch
            self.note_acked()
        elif self._now_s() - self._noted_at_s > NOTE_ACK_AFTER_S:
            self.note_acked()

    def _stop(self, problem: LinkProblem, reason: str) -> None:
        self.problem, self.reason = problem, reason
        self._window.forget_greeting()
        self._greet_at_s = self._hold_until_s = self._now_s() + REFUSED_WAIT_S
        log.error("the hub does not take this ledger", problem=problem.value, reason=reason)

    def note_acked(self) -> None:
        """Write down how far the hub has booked, if that is news."""
        self._noted_at_s = self._now_s()
        if self._window.acked != self._noted_acked or self._position().hub_epoch != self._hub_epoch:
            acknowledge(self._till, self._window.acked, self._hub_epoch)
            self._noted_acked = self._window.acked

    def _hear_head(self, head: FeedHead) -> Hello | None:
        feed = reference.feed_position(self._till.store.reference.reader())
        behind = (feed.hub_epoch, feed.version) != (head.hub_epoch, head.head)
        if not behind or self._feed_ask_at_s is not None:
            return None
        self._feed_ask_at_s = self._now_s() + GREET_AGAIN_S
        return self.hello()

    def _hear_feed(self, batch: FeedBatch) -> Hello | None:
        """Take changes in; the hello that answers asks for the next. A batch that came twice gets no answer."""
        signed = batch.digest == envelope.digest(batch.changes) and self._keys.is_of_hub(batch)
        if batch.branch != self._till.identity.branch or not signed:
            log.warning("feed ignored: not for this branch, or not signed by the hub")
            return None
        asides: list[Aside] = []
        puts = list(messages.changes(batch.changes, asides.append))
        position = accept_from_hub(
            self._till, hub_epoch=batch.hub_epoch, after=batch.from_, up_to=batch.to, puts=puts, asides=asides
        )
        taken = (position.hub_epoch, position.version) == (batch.hub_epoch, batch.to)
        if not taken:
            return None
        self._feed_ask_at_s = self._now_s() + GREET_AGAIN_S if batch.head > batch.to else None
        return self.hello()


def _that_fit(entries: list[Entry]) -> list[Entry]:
    """The first entries that fit into one batch: of one start of the box, and not too many bytes."""
    size = 0
    for count, entry in enumerate(entries):
        size += len(entry.body) + 1
        if entry.boot != entries[0].boot or (count and size > BATCH_BYTES):
            return entries[:count]
    return entries
