"""Scales on a serial port, each kind of the catalog on its own simulator."""

import termios
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.devices import catalog
from appliance.devices.scale.driver import SerialScale
from appliance.devices.scale.terminal import Terminal
from appliance.devices.scale.wire import Noise, Weight
from appliance.ports import Garbled, Reading, ScaleState, Silent, Unsettled
from appliance.settings import ScaleSettings
from tests.devices import transcript
from tests.devices.rigs import PROTOCOLS, SCALE_RIGS
from tests.devices.waiting import wait_for

NO_ANSWER = "the scale does not answer"
"""What is said of a scale behind a port that is there."""


@pytest.fixture(params=sorted(SCALE_RIGS))
def rig(request):
    """A virtual scale of each kind."""
    with SCALE_RIGS[request.param]() as virtual:
        virtual.kind = request.param
        yield virtual


@pytest.fixture
def scale(rig):
    """The box's side of it."""
    opened = catalog.open_scale(ScaleSettings(kind=rig.kind, port=rig.port))
    yield opened
    opened.close()


def shows(scale, weight_g: int) -> Reading:
    """The reading of this weight, once the scale shows it."""
    return wait_for(scale.now, lambda state: isinstance(state, Reading) and state.weight_g == weight_g)


def becomes(scale, kind: type, why: str = "") -> ScaleState:
    """The state of this sort, once the scale is in it."""
    return wait_for(scale.now, lambda state: isinstance(state, kind) and (not why or state.why == why))


def test_goods_on_the_pan_are_a_stable_reading(rig, scale):
    """Goods on the pan show their weight in whole divisions, stable, with the frame that it came in."""
    rig.put(1236)
    reading = shows(scale, 1235)
    assert (reading.weight_g, reading.stable, reading.net) == (1235, True, False)
    assert reading.frame
    assert scale.name == rig.kind


def test_a_swinging_pan_has_no_weight(rig, scale):
    """While the pan swings there is no weight to sell, not the last one either."""
    rig.put(500, settle_s=0)
    shows(scale, 500)
    rig.put(1000, moving=True)
    assert becomes(scale, Unsettled).why == "moving"


def test_too_much_and_a_lifted_pan_have_no_weight(rig, scale):
    """A pan with too much on it, or lifted off, says which of both it is."""
    rig.over()
    assert becomes(scale, Unsettled, "over").why == "over"
    rig.under()
    assert becomes(scale, Unsettled, "under").why == "under"


def test_an_emptied_pan_is_counted(rig, scale):
    """Only goods that were put on an emptied pan count one zero more, however long the pan stayed empty."""
    first_zero = shows(scale, 0).zeros
    rig.put(300, settle_s=0)
    first = shows(scale, 300)
    rig.put(700, settle_s=0)
    added = shows(scale, 700)
    rig.put(0, settle_s=0)
    emptied = shows(scale, 0)
    wait_for(scale.now, lambda state: state.at_s > emptied.at_s)
    rig.put(200, settle_s=0)
    next_goods = shows(scale, 200)
    assert [reading.zeros - first_zero for reading in (first, added, next_goods)] == [0, 0, 1]


def test_a_scale_that_falls_silent_is_silent(rig, scale):
    """A scale that answers no more has no weight, however well it weighed before; it comes back by itself."""
    rig.put(800, settle_s=0)
    shows(scale, 800)
    rig.mute(True)
    assert becomes(scale, Silent) == Silent(NO_ANSWER)
    rig.mute(False)
    assert shows(scale, 800).weight_g == 800


def test_a_damaged_answer_is_no_weight(rig, scale):
    """Damage on the cable is seen as such; no weight of a damaged answer is ever shown."""
    rig.put(800, settle_s=0)
    shows(scale, 800)
    rig.garble(True)
    becomes(scale, Garbled)
    seen = []
    wait_for(lambda: seen.append(scale.now()) or len({state.frame for state in seen}), lambda frames: frames >= 2)
    assert {type(state) for state in seen} == {Garbled}
    rig.garble(False)
    assert shows(scale, 800).weight_g == 800


def test_a_pulled_cable_comes_back(rig, scale):
    """After the cable was pulled there is no weight, and when it is back the scale weighs without a restart."""
    rig.put(450, settle_s=0)
    shows(scale, 450)
    rig.unplug()
    assert becomes(scale, Silent) != Silent(NO_ANSWER)
    rig.put(600, settle_s=0)
    rig.plug()
    assert shows(scale, 600).weight_g == 600


def test_characters_with_wrong_parity_are_not_let_through(rig, scale):
    """A serial port with parity is told to check it, so that a damaged digit is not sold."""
    shows(scale, 0)
    with Path(rig.port).open("rb", buffering=0) as port:
        assert termios.tcgetattr(port)[0] & termios.INPCK


def in_words(state: ScaleState) -> str:
    """A state as the transcripts write it."""
    if isinstance(state, Reading):
        return f"weight {state.weight_g}" + (" net" if state.net else "") + ("" if state.stable else " moving")
    return state.why if isinstance(state, Unsettled) else type(state).__name__.lower()


@pytest.mark.parametrize("kind", sorted(PROTOCOLS))
def test_a_recorded_conversation_is_understood(kind):
    """Every recorded answer of a scale means to the box what the record says it means."""
    answer = bytearray()
    protocol = PROTOCOLS[kind]

    def hear(asked: bytes) -> bytes:
        said = bytes(answer) if protocol.ask in asked else b""
        answer.clear()
        return said

    with Terminal(hear) as cable:
        scale = SerialScale(cable.port, protocol)
        try:
            before = None
            for said in transcript.read(kind):
                if said.who == ">":
                    assert said.data == protocol.ask
                elif said.who == "<":
                    before = scale.now()
                    answer += said.data
                else:
                    assert in_words(wait_for(scale.now, lambda state: state != before)) == said.text  # noqa: B023
        finally:
            scale.close()


def frames_of(kind: str) -> list[bytes]:
    """All answers recorded of a kind."""
    return [said.data for said in transcript.read(kind) if said.who == "<"]


@pytest.mark.parametrize("kind", sorted(PROTOCOLS))
@given(data=st.data())
def test_however_the_stream_is_cut_the_weights_are_the_same(kind, data):
    """The weights do not depend on the pieces in which the cable hands the bytes over."""
    noise = st.binary(max_size=12)
    pieces = data.draw(st.lists(st.one_of(st.sampled_from(frames_of(kind)), noise), max_size=8))
    stream = b"".join(pieces)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=10)))
    whole, cut = PROTOCOLS[kind].decoder(), PROTOCOLS[kind].decoder()
    parts = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert [heard for part in parts for heard in cut.feed(part)] == whole.feed(stream)


@pytest.mark.parametrize("kind", sorted(PROTOCOLS))
@given(noise=st.binary(min_size=1, max_size=40), data=st.data())
def test_a_good_frame_is_found_after_any_noise(kind, noise, data):
    """Whatever was on the cable before, the next whole answer is understood."""
    decoder = PROTOCOLS[kind].decoder
    good = [frame for frame in frames_of(kind) if [type(heard) for heard in decoder().feed(frame)] == [Weight]]
    frame = data.draw(st.sampled_from(good))
    assert decoder().feed(noise + frame)[-1:] == decoder().feed(frame)


@pytest.mark.parametrize("kind", sorted(PROTOCOLS))
@given(noise=st.binary(min_size=100, max_size=200))
def test_noise_is_reported_and_not_hoarded(kind, noise):
    """A cable that carries nothing but noise shows as damaged, not as silent, and fills no memory."""
    heard = PROTOCOLS[kind].decoder().feed(noise)
    assert any(isinstance(each, Noise) for each in heard)
    assert all(len(each.frame) < len(noise) for each in heard)
