"""The hub's changes are taken in: items, prices, members, cards, rounds, each replacing what was there."""

from collections.abc import Sequence

from appliance.messages import Aside, Put
from appliance.store import outbox, reference
from appliance.store.reference import FeedPosition
from appliance.till import Till


def accept_from_hub(
    till: Till, *, hub_epoch: str, after: int, up_to: int, puts: Sequence[Put], asides: Sequence[Aside]
) -> FeedPosition:
    """Take in the changes after one version up to another; returns how far the feed is read now.

    They are taken where they follow what was read, or start at 0 in a new life of the hub; otherwise nothing
    changes, and the answer says from where to go on.
    """
    with till.store.reference.transaction() as db:
        here = reference.feed_position(db)
        follows = here.hub_epoch == hub_epoch and here.version == after
        begins = here.hub_epoch != hub_epoch and after == 0
        if not (follows or begins):
            return here
        for put in puts:
            reference.PUT[put.noun](db, put.row)
        for aside in asides:
            reference.put_aside(db, aside.version, aside.kind, aside.data, aside.why)
        position = FeedPosition(hub_epoch, up_to)
        reference.move_feed(db, position)
    return position


def acknowledge(till: Till, acked: int, hub_epoch: str) -> None:
    """Note how far the hub has booked this branch's ledger."""
    with till.store.books.transaction() as db:
        outbox.acknowledge(db, acked, hub_epoch)
