"""What goes down to the branches: everything once, in an order that holds together, cut to what a message may carry."""

import msgspec

from hub.contract import envelope, v1
from hub.contract.envelope import Ack, FeedBatch
from tests.hub.network import REGISTERS, Box, Hub, asked


class Reader:
    """A box that reads the feed as the contract says."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self.hub_epoch = ""
        self.version = 0
        self.facts: list[v1.Down] = []

    def read(self, hub: Hub) -> int:
        """Say hello until nothing more comes; how many batches that took."""
        batches = 0
        while True:
            answers = hub.hear(self.box.hello(hub_epoch=self.hub_epoch, feed=self.version))
            feeds = [answer for answer in answers if isinstance(answer, FeedBatch)]
            if not feeds:
                return batches
            (batch,) = feeds
            assert batch.from_ == (self.version if batch.hub_epoch == self.hub_epoch else 0)
            assert batch.digest == envelope.digest(batch.changes)
            self.hub_epoch, self.version = batch.hub_epoch, batch.to
            for change in map(envelope.read_change, batch.changes):
                self.facts.append(v1.from_wire(v1.DOWN_KINDS, change.type, bytes(change.data)))
            batches += 1

    def last(self, kind: type[v1.Down]) -> v1.Down:
        """The newest fact of a kind."""
        return [fact for fact in self.facts if isinstance(fact, kind)][-1]


def test_a_new_box_learns_everything_it_has_to_know(hub: Hub, box: Box) -> None:
    """Catalogue, members, cards and rounds come down, each after what it leans on, and only its own branch's name."""
    reader = Reader(box)
    assert reader.read(hub) == 1
    seen: set[str] = set()
    for fact in reader.facts:
        if isinstance(fact, v1.ItemPut):
            assert fact.category in seen
        if isinstance(fact, v1.CardPut):
            assert fact.member in seen
        if isinstance(fact, v1.RoundPut):
            assert fact.item in seen
        seen.add(next(iter(msgspec.structs.asdict(fact).values())))
    assert [fact.branch for fact in reader.facts if isinstance(fact, v1.BranchPut)] == ["ratta01"]
    sauce = next(fact for fact in reader.facts if isinstance(fact, v1.ItemPut) and fact.item == "sauce")
    assert sauce.barcodes == (v1.Barcode(code="8850000000010"), v1.Barcode(code="18850000000017", units=24))
    frozen = [fact.card for fact in reader.facts if isinstance(fact, v1.CardPut) and fact.state == "frozen"]
    assert frozen == ["04A1B2C3D4E5F2"]


def test_a_box_that_is_up_to_date_hears_only_what_changed(hub: Hub, box: Box) -> None:
    """A new price goes down as one change, and importing the same file again as none."""
    reader = Reader(box)
    reader.read(hub)
    reader.facts.clear()
    assert hub.import_text("items", REGISTERS["items"]).written == 0
    assert reader.read(hub) == 0
    hub.import_text("items", REGISTERS["items"].replace("1550", "1600"))
    reader.read(hub)
    assert [(fact.item, fact.price_satang) for fact in reader.facts if isinstance(fact, v1.ItemPut)] == [("rice", 1600)]
    assert len(reader.facts) == 1


def test_a_large_catalogue_comes_in_pieces(hub: Hub, box: Box) -> None:
    """A thousand items with long names come in batches that each fit a message, and none is left out."""
    names = "ก" * 150
    lines = "".join(f"item-{n},{names},Item {n},food,piece,,,100,exempt,\n" for n in range(1_000))
    hub.import_text("items", REGISTERS["items"].splitlines()[0] + "\n" + lines)
    reader = Reader(box)
    assert reader.read(hub) > 5
    assert {fact.item for fact in reader.facts if isinstance(fact, v1.ItemPut)} >= {f"item-{n}" for n in range(1_000)}


def test_a_price_that_changes_daily_does_not_grow_the_feed(hub: Hub, box: Box) -> None:
    """After a year of price changes a new box still reads each item twice at most, and ends with the newest price."""
    for price in range(1, 30):
        hub.import_text("items", REGISTERS["items"].replace("1550", str(price)))
    reader = Reader(box)
    reader.read(hub)
    prices = [fact.price_satang for fact in reader.facts if isinstance(fact, v1.ItemPut) and fact.item == "rice"]
    assert prices == [29, 29]


def test_demand_goes_down_to_every_branch(hub: Hub, box: Box) -> None:
    """When a member asks at one branch, the other branches' counters show the new total of the round."""
    shop = Box("shop01")
    hub.knows(shop)
    reader = Reader(shop)
    reader.read(hub)
    box.write(asked("q1", "m1", 7, 9))
    hub.hear(box.batch())
    assert len(hub.announcer.beat()) == 1
    assert hub.announcer.beat() == []
    reader.read(hub)
    told = reader.last(v1.RoundPut)
    assert isinstance(told, v1.RoundPut)
    assert (told.round, told.firm_packs, told.maximum_packs) == ("r1", 7, 9)


def test_a_hello_that_nobody_signed_gets_no_feed(hub: Hub, box: Box) -> None:
    """Members' names go only to a box that proves who it is."""
    (answer,) = hub.hear(msgspec.structs.replace(box.hello(), feed=1))
    assert isinstance(answer, Ack)
    assert answer.refused == "bad-signature"
