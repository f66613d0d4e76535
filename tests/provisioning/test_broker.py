"""What the broker lets through, seen from real connections to a real mosquitto."""

import datetime as dt
from pathlib import Path

import pytest

from hub.contract import topics
from hub.contract.envelope import MESSAGE_BYTES_LIMIT
from provisioning import authority as authorities
from provisioning import broker as written
from provisioning.authority import Authority
from provisioning.errors import Refused
from tests.provisioning.conftest import Connect
from tests.stage.broker import Broker

HERE, THERE = "rattaphum01", "bangklam01"


def test_a_box_writes_only_under_its_own_name(connect: Connect, authority: Authority, moment: dt.datetime) -> None:
    """The hub hears a branch's own messages and nothing that the branch says in another's name."""
    hub = connect(authorities.issue_client(authority, "hub", moment))
    box = connect(authorities.issue_client(authority, HERE, moment))
    assert hub.let_in()
    assert box.let_in()
    hub.listen("#")
    forbidden = [topics.up(THERE), topics.live(THERE), topics.up("hub"), topics.live("hub"), "anything/else"]
    for topic in (*forbidden, topics.live(HERE), topics.up(HERE)):
        box.say(topic)
    hub.wait_for(topics.up(HERE))
    assert hub.topics() == [topics.live(HERE), topics.up(HERE)]


def test_no_box_can_forge_the_hubs_answers(connect: Connect, authority: Authority, moment: dt.datetime) -> None:
    """An ack, a feed or a feed's head comes from the hub alone, however a box tries."""
    box = connect(authorities.issue_client(authority, HERE, moment))
    other = connect(authorities.issue_client(authority, THERE, moment))
    hub = connect(authorities.issue_client(authority, "hub", moment))
    assert box.let_in()
    assert other.let_in()
    assert hub.let_in()
    box.listen(topics.down_ack(HERE), topics.down_feed(HERE), topics.DOWN_HEAD, topics.live("hub"))
    for forged in (topics.down_ack(HERE), topics.down_feed(HERE), topics.DOWN_HEAD, topics.live("hub")):
        other.say(forged, "forged")
        box.say(forged, "forged")
        hub.say(forged, "true")
    box.wait_for(topics.live("hub"))
    assert box.heard == [
        (topics.down_ack(HERE), b"true"),
        (topics.down_feed(HERE), b"true"),
        (topics.DOWN_HEAD, b"true"),
        (topics.live("hub"), b"true"),
    ]


def test_a_box_hears_nothing_of_its_neighbours(connect: Connect, authority: Authority, moment: dt.datetime) -> None:
    """A branch that subscribes to everything is told only what is meant for it."""
    curious = connect(authorities.issue_client(authority, THERE, moment))
    box = connect(authorities.issue_client(authority, HERE, moment))
    hub = connect(authorities.issue_client(authority, "hub", moment))
    assert curious.let_in()
    assert box.let_in()
    assert hub.let_in()
    curious.listen("#", "pos/v1/+/up", "pos/v1/+/down/ack")
    box.say(topics.up(HERE))
    box.say(topics.live(HERE))
    for branch in (HERE, THERE):
        hub.say(topics.down_feed(branch))
        hub.say(topics.down_ack(branch))
    curious.wait_for(topics.down_ack(THERE))
    assert set(curious.topics()) == {topics.down_feed(THERE), topics.down_ack(THERE)}


def test_strangers_find_the_door_closed(
    connect: Connect, authority: Authority, moment: dt.datetime, tmp_path: Path
) -> None:
    """Without a certificate, with another authority's, or with the broker's own kind nobody is let in."""
    stranger = authorities.create(tmp_path / "another", "another authority", moment)
    assert connect(authorities.issue_client(authority, HERE, moment)).let_in()
    assert not connect(None).let_in()
    assert not connect(authorities.issue_client(stranger, HERE, moment)).let_in()
    assert not connect(authorities.issue_server(authority, HERE, ["localhost"], moment)).let_in()


def test_a_borrowed_client_id_throws_nobody_off(connect: Connect, authority: Authority, moment: dt.datetime) -> None:
    """A box that calls itself hub stays what its certificate says, and the hub stays connected."""
    hub = connect(authorities.issue_client(authority, "hub", moment), "hub")
    assert hub.let_in()
    hub.listen(topics.up("+"))
    box = connect(authorities.issue_client(authority, HERE, moment), "hub")
    assert box.let_in()
    box.say(topics.up(HERE))
    assert hub.wait_for(topics.up(HERE)) == b"x"
    assert not hub.ended.is_set()


def test_a_full_batch_fits_and_a_flood_does_not(connect: Connect, authority: Authority, moment: dt.datetime) -> None:
    """The largest message of the protocol passes; one far beyond it ends the sender's connection."""
    hub = connect(authorities.issue_client(authority, "hub", moment))
    box = connect(authorities.issue_client(authority, HERE, moment))
    assert hub.let_in()
    assert box.let_in()
    hub.listen(topics.up("+"))
    box.say(topics.up(HERE), b"x" * MESSAGE_BYTES_LIMIT)
    assert len(hub.wait_for(topics.up(HERE))) == MESSAGE_BYTES_LIMIT
    box.flood(topics.up(HERE), b"x" * (MESSAGE_BYTES_LIMIT * 4))
    assert len(hub.heard) == 1


def test_a_revoked_box_is_out_once_the_broker_starts_anew(
    broker: Broker, broker_folder: Path, connect: Connect, authority: Authority, moment: dt.datetime
) -> None:
    """A stolen box cannot connect after its revocation; its neighbours and its successor can."""
    stolen = authorities.issue_client(authority, "stolen01", moment)
    neighbour = authorities.issue_client(authority, HERE, moment)
    assert connect(stolen).let_in()
    authorities.revoke(authority, "stolen01", moment)
    written.load_crl(authority, broker_folder)
    broker.stop()
    broker.start()
    assert not connect(stolen).let_in()
    assert connect(neighbour).let_in()
    assert connect(authorities.issue_client(authority, "stolen01", moment)).let_in()


def test_the_access_list_is_made_from_the_contract() -> None:
    """Each right of the contract is one line of the broker's list, and the list holds no other."""
    lines = [line for line in written.acl().splitlines() if line and not line.startswith("#")]
    assert lines.count("user hub") == 1
    assert len(lines) == len(topics.RIGHTS) + 1
    assert lines[lines.index("user hub") :] == [
        "user hub",
        *(f"topic {right.access} {right.pattern}" for right in topics.RIGHTS if right.role == "hub"),
    ]
    added = (*topics.RIGHTS, topics.Right("box", "read", "pos/v1/{me}/new"))
    assert "pattern read pos/v1/%u/new" in written.acl(added)


@pytest.mark.parametrize("port", [0, 65_536])
def test_an_impossible_port_is_refused(authority: Authority, moment: dt.datetime, tmp_path: Path, port: int) -> None:
    """A wrong port is said when the configuration is made, not when the broker does not start."""
    with pytest.raises(Refused, match="port"):
        written.make(authority, tmp_path, written.Listener(port=port), moment)
