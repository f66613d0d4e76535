"""What the hub makes of what branches send, good and bad."""

import msgspec
import pytest
import zstandard

from hub.actions.declare_restored import declare_restored
from hub.contract import envelope, topics, v1
from hub.store.names import BooksFailed
from tests.hub.network import Box, Hub, asked, received, sale

ON_HAND = (
    "SELECT b.branch, i.item, s.on_hand_milli FROM stock s JOIN branches b ON b.n = s.branch_n "
    "JOIN items i ON i.n = s.item_n ORDER BY 1, 2"
)
ASIDE = "SELECT reason FROM events WHERE state='aside' ORDER BY event"
ALARMS = "SELECT branch, kind FROM alarms ORDER BY alarm"


def test_a_sale_moves_stock_and_is_acknowledged(hub: Hub, box: Box) -> None:
    """After goods came in and a sale went out, the hub shows what is left and tells the box that it has both."""
    box.write(received("g1", "rice", "kg", 10_000))
    box.write(sale("s1", ("rice", "kg", 1_234, 1_550), ("sauce", "piece", 2_000, 2_500), member="m1"))
    (ack,) = hub.hear(box.batch())
    assert (ack.hw, ack.hash, ack.refused) == (2, box.chain(2).hex(), "")
    assert hub.rows(ON_HAND) == [("ratta01", "rice", 8_766), ("ratta01", "sauce", -2_000)]
    assert hub.rows("SELECT member, total_satang FROM sales") == [("m1", 1_913 + 5_000)]
    assert hub.rows("SELECT day, sales, lines, total_satang FROM branch_days") == [("2026-03-02", 1, 2, 6_913)]


def test_the_same_batch_again_changes_nothing(hub: Hub, box: Box) -> None:
    """A box whose ack was lost sends again, and no sale counts twice."""
    box.write(sale("s1", ("rice", "kg", 1_000, 1_550)))
    first = hub.hear(box.batch())
    assert hub.hear(box.batch(), box.batch()) == first
    assert hub.rows(ON_HAND) == [("ratta01", "rice", -1_000)]


def test_a_hole_is_answered_with_how_far_the_books_are(hub: Hub, box: Box) -> None:
    """When a batch was lost on the way, the hub books nothing past the hole and asks for what is missing."""
    for number in range(4):
        box.write(sale(f"s{number}", ("rice", "kg", 1_000, 1_550)))
    (ack,) = hub.hear(box.batch(3, 4))
    assert (ack.hw, ack.refused) == (0, "")
    (ack,) = hub.hear(box.batch(1, 2), box.batch(3, 4))
    assert ack.hw == 4
    assert hub.rows(ON_HAND) == [("ratta01", "rice", -4_000)]


def test_an_overlapping_batch_books_only_its_new_part(hub: Hub, box: Box) -> None:
    """A window that begins with events which are booked already adds just the others."""
    for number in range(5):
        box.write(sale(f"s{number}", ("rice", "kg", 1_000, 1_550)))
    hub.hear(box.batch(1, 3))
    (ack,) = hub.hear(box.batch(2, 5))
    assert ack.hw == 5
    assert hub.rows("SELECT count(*) FROM sales") == [(5,)]


def test_a_fork_is_kept_and_refused(hub: Hub, box: Box) -> None:
    """Two boxes that write one ledger ring an alarm; what was booked first stands and what came second is kept."""
    copy = Box("ratta01", key=box.key)
    box.write(sale("s1", ("rice", "kg", 1_000, 1_550)))
    hub.hear(box.batch())
    copy.write(sale("s2", ("rice", "kg", 9_000, 1_550)))
    copy.write(sale("s3", ("rice", "kg", 9_000, 1_550)))
    for answer in (hub.hear(copy.batch()), hub.hear(copy.batch(2, 2)), hub.hear(copy.hello(acked=1))):
        assert (answer[0].hw, answer[0].hash, answer[0].refused) == (1, box.chain(1).hex(), "fork")
    assert hub.rows(ON_HAND) == [("ratta01", "rice", -1_000)]
    assert hub.rows("SELECT reason FROM quarantine") == [("fork",), ("fork",)]
    assert hub.rows(ALARMS) == [("ratta01", "fork")]


def test_another_branchs_name_is_refused(hub: Hub, box: Box) -> None:
    """A box cannot book on another branch's ledger by writing its name on a batch."""
    other = Box("plant07", key=box.key)
    other.write(sale("s1", ("rice", "kg", 1_000, 1_550)))
    (ack,) = hub.hear(other.batch(), topic=topics.up("ratta01"))
    assert (ack.branch, ack.refused) == ("ratta01", "wrong-branch")
    assert hub.rows("SELECT count(*) FROM events") == [(0,)]
    assert hub.rows(ALARMS) == [("ratta01", "wrong-branch")]


def test_a_bad_signature_is_refused(hub: Hub, box: Box) -> None:
    """A batch that somebody changed on its way, or signed with another key, is not booked."""
    box.write(sale("s1", ("rice", "kg", 1_000, 1_550)))
    stolen = msgspec.structs.replace(box.batch(), boot="boot-2")
    other = Box("ratta01")
    other.bodies = box.bodies
    for forged in (stolen, other.batch(), msgspec.structs.replace(box.batch(), sig="")):
        (ack,) = hub.hear(forged)
        assert (ack.hw, ack.refused) == (0, "bad-signature")
    assert hub.rows("SELECT count(*) FROM events") == [(0,)]
    assert hub.hear(box.batch())[0].hw == 1


def test_a_box_that_nobody_registered_is_refused(hub: Hub, box: Box) -> None:
    """Neither a key that the hub does not know nor an epoch that nobody registered writes a ledger."""
    stranger = Box("plant07")
    stranger.write(sale("s1", ("rice", "kg", 1_000, 1_550)))
    assert hub.hear(stranger.batch())[0].refused == "unknown-key"
    again = Box("ratta01", epoch="e-0002", key=box.key)
    again.write(sale("s1", ("rice", "kg", 1_000, 1_550)))
    assert hub.hear(again.batch())[0].refused == "unknown-epoch"
    assert hub.rows("SELECT count(*) FROM ledgers") == [(0,)]
    hub.knows(stranger)
    assert hub.hear(stranger.batch())[0].hw == 1


def test_a_broken_chain_is_refused(hub: Hub, box: Box) -> None:
    """Events that were exchanged, dropped or numbered anew inside a batch are noticed."""
    for number in range(3):
        box.write(sale(f"s{number}", ("rice", "kg", 1_000, 1_550)))
    whole = box.batch()
    exchanged = box.batch(events=[whole.events[1], whole.events[0], whole.events[2]])
    dropped = box.batch(events=whole.events[:2])
    zero = box.batch(from_=1, prev="0" * 64)
    touched = msgspec.Raw(box.bodies[1].replace(b'"sale":"s1"', b'"sale":"sX"'))
    forged = msgspec.structs.replace(whole, events=[whole.events[0], touched, whole.events[2]])
    assert (forged.sig, forged.events != whole.events) == (whole.sig, True)
    for bad in (exchanged, dropped, zero, forged):
        assert hub.hear(bad)[0].refused == "broken-chain"
    assert hub.rows("SELECT count(*) FROM events") == [(0,)]


def test_bytes_that_are_no_message_are_kept_and_ring(hub: Hub, box: Box) -> None:
    """Garbage on a branch's topic is put away with an alarm, and the next good batch is booked with it in one go."""
    box.write(sale("s1", ("rice", "kg", 1_000, 1_550)))
    bomb = zstandard.ZstdCompressor().compress(b"{" + b" " * 50_000_000)
    (ack,) = hub.hear(b"\x00garbage", b"", b'{"kind":"batch"}', bomb, box.batch())
    assert ack.hw == 1
    assert hub.rows(ALARMS) == [("ratta01", "unreadable")]
    assert hub.rows("SELECT count(*) FROM quarantine") == [(4,)]


def test_quarantine_has_an_end(hub: Hub, box: Box) -> None:
    """A branch that sends garbage for days fills neither the disk nor the list of alarms."""
    hub.hear(*[b"\x00%d" % number for number in range(200)])
    assert hub.rows("SELECT count(*) FROM quarantine") == [(50,)]
    assert hub.rows("SELECT kind, times FROM alarms") == [("unreadable", 200)]


def test_what_cannot_be_booked_is_put_aside_and_blocks_nothing(hub: Hub, box: Box) -> None:
    """Unknown items, members, rounds or kinds and wrong figures wait for a person; the next sale counts."""
    good = sale("s1", ("rice", "kg", 1_000, 1_550))
    box.write(sale("a", ("no-such-item", "piece", 1_000, 100)))
    box.write(sale("b", ("rice", "kg", 1_000, 1_550), member="nobody"))
    box.write(sale("c", ("rice", "piece", 1_000, 1_550)))
    box.write(msgspec.structs.replace(good, sale="d", total_satang=1))
    box.write(sale("e", ("rice", "kg", 1_000, 1_550), vat_satang=99_999))
    box.write(("sale.closed", {"sale": "f", "lines": "none"}))
    box.write(("sale.forgotten", {"x": 1}))
    box.write(asked("g", "m1", 1, 1, round_id="no-round"))
    box.write(asked("h", "m1", 1, 1, round_id="r0"))
    box.write(asked("i", "nobody", 1, 1))
    box.write(("demand.requested", {"request": "j", "round": "r1", "member": "m1", "firm": 5, "maximum": 4}))
    box.write(
        (
            "goods.received",
            {"receipt": "k", "source": "x", "lines": [{"item": "rice", "unit": "kg", "quantity_milli": 10**12}]},
        )
    )
    box.write(good, tq="maybe")
    box.write(good)
    (ack,) = hub.hear(box.batch())
    assert (ack.hw, ack.refused) == (14, "")
    words = [str(reason).split(":")[0] for (reason,) in hub.rows(ASIDE)]
    assert words == [
        "unknown-item", "unknown-member", "wrong-unit", "bad-figure", "bad-figure", "bad-fact", "unknown-kind",
        "unknown-round", "round-closed", "unknown-member", "bad-fact", "bad-fact", "unreadable",
    ]  # fmt: skip
    assert hub.rows(ON_HAND) == [("ratta01", "rice", -1_000)]
    assert hub.rows("SELECT count(*) FROM requests") == [(0,)]


def test_a_sale_under_another_event_is_put_aside(hub: Hub, box: Box) -> None:
    """A box that books one sale, receipt, shift or request twice under new events is not believed the second time."""
    shift = v1.ShiftOpened(shift="s1", cashier="สมศรี", float_satang=50_000)
    facts = [
        sale("s1", ("rice", "kg", 1_000, 1_550)),
        received("g1", "rice", "kg", 5_000),
        shift,
        asked("q1", "m1", 3, 3),
    ]
    for fact in (*facts, *facts, sale("s2", ("rice", "kg", 1_000, 1_550))):
        box.write(fact)
    (ack,) = hub.hear(box.batch())
    assert ack.hw == 9
    assert [str(reason).split(":")[0] for (reason,) in hub.rows(ASIDE)] == ["already-booked"] * 4
    assert hub.rows(ON_HAND) == [("ratta01", "rice", 3_000)]


def test_a_restored_box_that_sends_again_counts_once(hub: Hub, box: Box) -> None:
    """A box that came back from a backup under a new epoch sends what the hub knows, and nothing is doubled."""
    for number in range(3):
        box.write(sale(f"s{number}", ("rice", "kg", 1_000, 1_550)), event_id=f"id-{number}")
    hub.hear(box.batch())
    restored = Box("ratta01", epoch="e-0002", kid="ratta01-key2")
    hub.knows(restored)
    for number in range(1, 5):
        restored.write(sale(f"s{number}", ("rice", "kg", 1_000, 1_550)), event_id=f"id-{number}")
    assert hub.hear(restored.batch(1, 2))[0].hw == 2
    assert hub.hear(restored.batch(3, 4), restored.batch(1, 4))[0].hw == 4
    assert hub.rows(ON_HAND) == [("ratta01", "rice", -5_000)]
    assert hub.rows("SELECT state, count(*) FROM events GROUP BY state") == [("applied", 5), ("duplicate", 2)]


def test_a_hub_from_yesterdays_backup_is_simply_fed_again(hub: Hub, box: Box) -> None:
    """After the hub lost its last hours, a box that knows of more is told how far the books are and sends the rest."""
    for number in range(4):
        box.write(sale(f"s{number}", ("rice", "kg", 1_000, 1_550)))
    hub.hear(box.batch(1, 2))
    (before, *_) = hub.hear(box.hello(acked=2))
    declare_restored(hub.desk)
    (ack, *_) = hub.hear(box.hello(acked=4, hub_epoch=before.hub_epoch))
    assert (ack.hw, ack.hash, ack.refused) == (2, box.chain(2).hex(), "")
    assert ack.hub_epoch != before.hub_epoch
    assert hub.hear(box.batch(3, 4))[0].hw == 4
    assert hub.rows(ON_HAND) == [("ratta01", "rice", -4_000)]


def test_a_request_that_was_replaced_does_not_count(hub: Hub, box: Box) -> None:
    """A member who changes his mind is counted with his last word, whichever of the two the hub hears first."""
    box.write(asked("q1", "m1", 10, 15))
    box.write(asked("q2", "m1", 4, 6, replaces="q1"))
    box.write(asked("q4", "m3", 1, 1, replaces="q3"))
    box.write(asked("q3", "m3", 7, 9))
    hub.hear(box.batch())
    assert hub.rows("SELECT sum(firm), sum(maximum) FROM requests WHERE standing") == [(5, 7)]


def test_a_zstd_batch_is_read(hub: Hub, box: Box) -> None:
    """A box may compress with zstd as well as with zlib."""
    box.write(sale("s1", ("rice", "kg", 1_000, 1_550)))
    packed = envelope.pack(box.batch(), zstandard.ZstdCompressor().compress)
    assert packed[0] == envelope.ZSTD
    assert hub.hear(packed)[0].hw == 1


def test_a_full_disk_acknowledges_nothing(hub: Hub, box: Box) -> None:
    """While the hub's disk is full the box gets no ack and keeps everything; with room again all of it is booked."""
    for number in range(150):
        box.write(sale(f"s{number}", ("rice", "kg", 1_000, 1_550), ("sauce", "piece", 1_000, 2_500)))
    batches = [box.batch(1, 50), box.batch(51, 100), box.batch(101, 150)]
    with hub.store.read() as connection:  # as if the disk ended where the file ends now
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
    with pytest.raises(BooksFailed, match="full"):
        hub.hear(*batches)
    assert hub.rows("SELECT count(*) FROM events") == [(0,)]
    with hub.store.read() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    (ack,) = hub.hear(*batches)
    assert (ack.hw, ack.refused) == (150, "")
    assert hub.rows(ON_HAND) == [("ratta01", "rice", -150_000), ("ratta01", "sauce", -150_000)]
