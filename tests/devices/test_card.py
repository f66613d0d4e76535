"""Members' cards through a real pcscd; only the card itself is a program."""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack

import pytest

from appliance.devices import catalog
from appliance.devices.card.sim import VirtualCard
from appliance.devices.card.wire import GET_UID, Uid, read_uid
from appliance.errors import AnotherPcscd
from appliance.ports import BadTap, ReaderState, Tap
from appliance.settings import CardReaderSettings
from tests.devices import transcript
from tests.devices.waiting import wait_for
from tests.stage.pcscd import Pcscd

ANONG, SOMCHAI = "04A2245B6C7D80", "A2245B6C"


@pytest.fixture
def reader(pcscd):
    """The box's side of the card reader, ready."""
    opened = catalog.open_card_reader(CardReaderSettings(kind="pcsc", pcscd_socket=pcscd.socket))
    assert becomes(opened, ReaderState.READY) is ReaderState.READY
    yield opened
    opened.close()


def becomes(reader, wanted: ReaderState) -> ReaderState:
    """The reader's state, once it is this one."""
    return wait_for(reader.state, lambda state: state is wanted)


def after(reader, before: Tap | BadTap | None) -> Tap | BadTap | None:
    """The tap that comes after this one."""
    return wait_for(reader.last, lambda tap: tap != before)


def test_two_taps_of_one_card_are_two_taps(reader, card):
    """A member who taps twice is seen twice, with the card's UID as the hub knows it."""
    assert card.tap(ANONG)
    first = after(reader, None)
    assert card.tap(ANONG)
    second = after(reader, first)
    assert [(tap.count, tap.uid) for tap in (first, second)] == [(1, ANONG), (2, ANONG)]


def test_cards_that_identify_nobody_say_why(reader, card):
    """A telephone, a card without UID and a card that is pulled away too soon are no members, each for its reason."""
    card.put("083C51E0")
    telephone = after(reader, None)
    card.put("")
    dumb = after(reader, telephone)
    card.put(ANONG, pulled_when_read=True)
    pulled = after(reader, dumb)
    card.put(SOMCHAI)
    assert [tap.why for tap in (telephone, dumb, pulled)] == ["random-uid", "unreadable", "pulled-away"]
    assert after(reader, pulled).uid == SOMCHAI


@pytest.mark.parametrize("end", [Pcscd.stop, Pcscd.kill9], ids=["stopped", "killed"])
def test_the_reader_comes_back_with_pcscd(reader, card, pcscd, end):
    """When the card service restarts the box says so, reads on, and a card left on the reader is no new tap."""
    card.put(ANONG)
    left_there = after(reader, None)
    end(pcscd)
    assert becomes(reader, ReaderState.NO_SERVICE) is ReaderState.NO_SERVICE
    pcscd.start()
    assert becomes(reader, ReaderState.READY) is ReaderState.READY
    assert card.wait_noticed()
    assert card.tap(SOMCHAI)
    tap = after(reader, left_there)
    assert (tap.count, tap.uid) == (left_there.count + 1, SOMCHAI)


def test_a_reader_of_another_name_is_not_listened_to(reader, pcscd, card):
    """Where the settings name a reader, a card on any other reader does nothing."""
    settings = CardReaderSettings(kind="pcsc", reader="ACS ACR1252", pcscd_socket=pcscd.socket)
    other = catalog.open_card_reader(settings)
    try:
        assert becomes(other, ReaderState.NO_READER) is ReaderState.NO_READER
        card.tap(ANONG)
        first = after(reader, None)
        card.tap(SOMCHAI)
        assert after(reader, first).uid == SOMCHAI
        assert (other.state(), other.last()) == (ReaderState.NO_READER, None)
    finally:
        other.close()


def test_a_reader_that_goes_and_comes_back(reader, pcscd, card):
    """A reader that is unplugged is missed, not the card service, and reads again when it is plugged in."""
    pcscd.stop()
    pcscd.start(reader=False)
    assert becomes(reader, ReaderState.NO_READER) is ReaderState.NO_READER
    pcscd.stop()
    pcscd.start()
    assert becomes(reader, ReaderState.READY) is ReaderState.READY
    card.tap(ANONG)
    assert after(reader, None).uid == ANONG


def test_a_second_card_service_in_one_process_is_refused(pcscd):
    """A process that is told to use two card services is refused, rather than reading the wrong counter's cards."""
    with pytest.raises(AnotherPcscd, match="elsewhere"):
        catalog.open_card_reader(CardReaderSettings(kind="pcsc", pcscd_socket=pcscd.socket + "-elsewhere"))


def test_three_boxes_have_three_readers_on_one_machine(tmp_path):
    """Three counters on one machine each have a reader of their own, and restarting one does not touch the others."""
    with ExitStack() as counters:
        services = [counters.enter_context(Pcscd(tmp_path / str(number))) for number in range(3)]
        hands = [counters.enter_context(VirtualCard(service.card_address)) for service in services]
        for hand in hands:
            hand.put(ANONG)
        assert [hand.wait_noticed() for hand in hands] == [True, True, True]
        services[0].kill9()
        services[0].start()
        hands[0].put(SOMCHAI)
        assert hands[0].wait_noticed()
        assert [service.running for service in services] == [True, True, True]


STAGE = """
import sys
from pathlib import Path
from tests.stage.pcscd import Pcscd
print(Pcscd(Path(sys.argv[1])).start().pid, flush=True)
sys.stdin.read()
"""


def test_a_killed_stage_leaves_no_pcscd_behind(tmp_path):
    """After kill -9 of whoever started it, a private pcscd is gone as well."""
    stage = subprocess.Popen(
        [sys.executable, "-c", STAGE, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    group = int(stage.stdout.readline())
    stage.send_signal(signal.SIGKILL)
    stage.communicate()

    def gone() -> bool:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        return False

    assert wait_for(gone, lambda there_is_none: there_is_none)


def test_recorded_answers_identify_whom_they_should():
    """Every recorded answer of a card names the member, or the reason why it names nobody."""
    said = transcript.read("pcsc")
    for asked, answered, meant in zip(said[::3], said[1::3], said[2::3], strict=True):
        assert asked.data == GET_UID
        outcome = read_uid(answered.data)
        assert (outcome.hex if isinstance(outcome, Uid) else outcome.why) == meant.text
