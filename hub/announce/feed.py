"""The feed down: a hint to everybody when it grows, and the next batch for each branch that says hello.

A box answers a batch with its next hello, so the feed is pumped by the boxes at their own pace; a box that missed
something simply asks from where it is. A box of another hub epoch starts over from 0.
"""

from collections.abc import Iterable

import msgspec

from hub.announce.render import render
from hub.contract import envelope, topics
from hub.contract.envelope import FeedBatch, FeedHead, Hello
from hub.desk import Desk, Out, Voice
from hub.store import boxes, demand, feed

CHANGES_BYTES_LIMIT = 56 * 1024
"""Of a batch's changes: with its header it stays under ``envelope.MESSAGE_BYTES_LIMIT``."""

REPEAT_EVERY_BEATS = 30
"""The head is told again now and then: a box that missed it, or the batch behind it, asks for what it lacks."""


class Announcer:
    """Knows what was announced; used by the booking thread (hellos) and the announcing thread (beats)."""

    def __init__(self, desk: Desk, voice: Voice) -> None:
        self._desk = desk
        self._voice = voice
        self._announced = -1
        self._beats = 0
        self._began = False

    def answer(self, hello: Hello) -> list[Out]:
        """The next changes for a box that was verified; nothing where it has them all."""
        batch = self.batch(hello)
        if batch is None:
            return []
        return [Out(topics.down_feed(batch.branch), envelope.pack(envelope.sign(batch, self._voice.sign)))]

    def batch(self, hello: Hello) -> FeedBatch | None:
        """The next batch for a box, unsigned."""
        with self._desk.store.read() as connection:
            epoch, head = boxes.hub_epoch(connection), feed.head(connection)
            version = hello.feed if hello.hub_epoch == epoch and hello.feed <= head else 0
            if hello.hub_epoch == epoch and version == head:
                return None
            numbered = feed.after(connection, version, hello.branch, envelope.BATCH_EVENTS_LIMIT)
            changes = render(connection, numbered)
        kept = _fitting(changes)
        if len(kept) < len(changes):
            to = envelope.read_change(kept[-1]).version
        elif len(numbered) == envelope.BATCH_EVENTS_LIMIT:
            to = numbered[-1].version
        else:
            to = head
        return FeedBatch(
            v=envelope.VERSION,
            branch=hello.branch,
            hub_epoch=epoch,
            from_=version,
            to=to,
            head=head,
            digest=envelope.digest(kept),
            kid=self._voice.kid,
            changes=kept,
        )

    def beat(self) -> list[Out]:
        """Number what moved in the rounds, and tell everybody when the feed has grown, whoever wrote it."""
        moved = self._desk.board.take_moved_rounds()
        if moved or not self._began:
            self._announce_demand(moved if self._began else None)
            self._began = True
        with self._desk.store.read() as connection:
            epoch, head = boxes.hub_epoch(connection), feed.head(connection)
        self._beats += 1
        if head == self._announced and self._beats % REPEAT_EVERY_BEATS:
            return []
        self._announced = head
        return [Out(topics.DOWN_HEAD, envelope.pack(FeedHead(v=envelope.VERSION, hub_epoch=epoch, head=head)))]

    def _announce_demand(self, moved: Iterable[str] | None) -> None:
        with self._desk.store.write() as connection:
            for round_id in demand.restate(connection, moved):
                feed.append(connection, [feed.Changed("round.put", round_id)])


def _fitting(changes: list[msgspec.Raw]) -> list[msgspec.Raw]:
    size = 0
    kept: list[msgspec.Raw] = []
    for change in changes:
        size += len(bytes(change)) + 1
        if kept and size > CHANGES_BYTES_LIMIT:
            break
        kept.append(change)
    return kept
