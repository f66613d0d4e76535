"""Over any wire, what the counter booked is at the hub once, in order, with the same chain; and the feed at the box."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appliance.actions.identify_member import member_of_number
from appliance.actions.open_shift import open_shift
from appliance.actions.receive_goods import receive_goods
from appliance.actions.request_joint_purchase import request_joint_purchase
from appliance.ports import LinkProblem
from appliance.rules.records import Goods
from appliance.store import reference
from hub.actions.declare_restored import declare_restored
from hub.contract import envelope
from hub.contract.envelope import Ack
from hub.contract.units import Milliunits, Satang
from tests.appliance.test_ring_up import sell
from tests.link.wire import Wire


@pytest.fixture
def lay(tmp_path: Path) -> Iterator[Callable[..., Wire]]:
    """Lays wires, and puts them away after the test."""
    laid: list[Wire] = []

    def make(seed: int = 0, loss: float = 0.0, twice: float = 0.0) -> Wire:
        folder = tmp_path / f"wire-{len(laid)}"
        folder.mkdir()
        laid.append(Wire(folder, seed, loss, twice))
        return laid[-1]

    yield make
    for wire in laid:
        wire.close()


def learn(wire: Wire) -> None:
    """Let the box read the hub's feed, and open its till."""
    for _ in range(300):
        wire.turn(6.0)
        if reference.open_rounds(wire.shop.till.store.reference.reader()):
            break
    open_shift(wire.shop.till, "สมศรี", Satang(0))


def both_agree(wire: Wire) -> None:
    """Every event of the box is at the hub, byte for byte, with its chain, applied; stock is the box's stock."""
    events = wire.shop.events()
    assert wire.booked() == [(entry.body, entry.chain, "applied") for entry in events]
    assert wire.talk.problem is LinkProblem.NONE
    sales = wire.hub.rows("SELECT count(*), coalesce(sum(total_satang), 0) FROM sales")[0]
    box = wire.shop.till.store.books.reader()
    assert sales == tuple(box.execute("SELECT count(*), coalesce(sum(due_satang), 0) FROM sales").fetchone())
    at_box = {row[0]: row[1] for row in box.execute("SELECT item, on_hand_milli FROM stock")}
    at_hub = dict(
        wire.hub.rows(
            "SELECT items.item, on_hand_milli FROM stock JOIN items ON items.n = stock.item_n WHERE on_hand_milli != 0"
        )
    )
    assert {item: milli for item, milli in at_box.items() if milli} == at_hub


def a_day(wire: Wire) -> None:
    """Goods come in, some are sold, a member asks for rice."""
    till = wire.shop.till
    receive_goods(till, till.new_id(), "ตลาดกลาง", "", [Goods("soap", "piece", Milliunits(50_000))])
    sell(wire.shop, "soap", "rice-5")
    sell(wire.shop, "soap")
    request_joint_purchase(till, till.new_id(), "r-1", member_of_number(till, "1001"), 10, 15)


def test_on_a_good_wire_a_day_arrives_and_the_counter_knows_the_catalogue(lay: Callable[..., Wire]) -> None:
    """Items, member and round come down; sales, goods and the request go up and move the hub's figures."""
    wire = lay()
    learn(wire)
    a_day(wire)
    wire.settle()
    both_agree(wire)
    assert wire.hub.rows("SELECT firm, maximum, standing FROM requests") == [(10, 15, 1)]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**6), loss=st.floats(0, 0.5), twice=st.floats(0, 0.5), cuts=st.integers(0, 3))
def test_on_any_wire_nothing_is_lost_and_nothing_is_twice(
    lay: Callable[..., Wire], seed: int, loss: float, twice: float, cuts: int
) -> None:
    """Messages lost, doubled and out of order, and a box that forgets the talk in the middle: the books agree."""
    wire = lay(seed, loss, twice)
    learn(wire)
    for _ in range(cuts + 1):
        a_day(wire)
        wire.turn()
        wire.turn()
        wire.connect()
    wire.settle()
    both_agree(wire)


def test_a_month_offline_goes_up_in_batches(lay: Callable[..., Wire]) -> None:
    """A thousand sales wait, and all are booked once the line is there; none is sent beyond the window at a time."""
    wire = lay()
    learn(wire)
    wire.loss = 1.0
    for _ in range(1000):
        sell(wire.shop, "soap")
    wire.settle(3)
    wire.loss = 0.0
    wire.settle()
    both_agree(wire)


def test_a_hub_from_yesterdays_backup_is_filled_again(lay: Callable[..., Wire], tmp_path: Path) -> None:
    """The box goes back to where the restored hub stands and sends again what that lacks, without anybody's help."""
    wire = lay()
    learn(wire)
    a_day(wire)
    wire.settle()
    with wire.hub.store.write() as connection:
        connection.exec_driver_sql("SELECT 1")
    backup = tmp_path / "yesterday.db"
    wire.hub.store.close()
    shutil.copy(wire.hub.folder / "hub.db", backup)
    wal = wire.hub.folder / "hub.db-wal"
    assert not wal.exists() or wal.stat().st_size == 0
    a_day(wire)
    wire.settle()
    both_agree(wire)
    wire.hub.close()
    for leftover in wire.hub.folder.glob("hub.db*"):
        leftover.unlink()
    shutil.copy(backup, wire.hub.folder / "hub.db")
    wire.hub.__init__(wire.hub.folder)  # type: ignore[misc]
    declare_restored(wire.hub.desk)
    sell(wire.shop, "soap")
    wire.settle()
    both_agree(wire)


def test_a_copied_box_is_found_out_and_booked_by_nobody(lay: Callable[..., Wire], tmp_path: Path) -> None:
    """Two boxes go on under one ledger: the second one's sales are kept aside, alarmed, and its counter says so."""
    wire = lay()
    learn(wire)
    sell(wire.shop, "soap")
    wire.settle()
    wire.shop.stop()
    copied = tmp_path / "copy"
    shutil.copytree(wire.shop.folder, copied)
    wire.shop.start()
    sell(wire.shop, "soap", "soap")
    wire.connect()
    wire.settle()
    before = wire.booked()
    wire.shop.stop()
    original, wire.shop.folder = wire.shop.folder, copied
    wire.shop.start()
    sell(wire.shop, "rice-5")
    wire.connect()
    for _ in range(5):
        wire.turn(5.0)
    assert wire.talk.problem is LinkProblem.DIVERGED
    assert wire.booked() == before
    assert wire.hub.rows("SELECT kind FROM alarms") == [("fork",)]
    assert wire.hub.rows("SELECT count(*) FROM quarantine") == [(1,)]
    wire.shop.stop()
    wire.shop.folder = original
    wire.shop.start()


def test_answers_that_the_hub_did_not_sign_move_nothing(lay: Callable[..., Wire]) -> None:
    """A broker that answers in the hub's name cannot make the box believe that its sales arrived."""
    wire = lay()
    learn(wire)
    wire.settle()
    acked = wire.talk.acked
    sell(wire.shop, "soap")
    newest = wire.shop.events()[-1]
    ack = Ack(v=1, branch="hatyai01", epoch="e-1", hw=newest.seq, hash=newest.chain.hex(), hub_epoch="h-x", kid="hub-1")
    wire.talk.hear(wire.keys.sign(ack))
    wire.talk.hear(envelope.sign(ack, lambda _: bytes(64)))
    assert wire.talk.acked == acked
