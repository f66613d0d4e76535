"""Opening devices by the kind that the settings name."""

from dataclasses import replace

import pytest

from appliance.devices import catalog
from appliance.errors import BadSettings, UnknownDeviceKind
from appliance.ports import Absent, Printed, PrinterState, ReaderState, Silent
from appliance.settings import CardReaderSettings, PrinterSettings, ScaleSettings
from tests.devices import transcript
from tests.devices.rigs import PROTOCOLS, SCALE_RIGS
from tests.devices.waiting import wait_for

OPENERS = [
    (catalog.open_scale, ScaleSettings()),
    (catalog.open_card_reader, CardReaderSettings()),
    (catalog.open_printer, PrinterSettings()),
]
ALL_KINDS = [*catalog.SCALES, *catalog.CARD_READERS, *catalog.PRINTERS]


def test_a_branch_without_devices_is_told_so():
    """A branch without scale, reader and printer sees them as absent, not as broken."""
    scale, reader, printer = (opener(settings) for opener, settings in OPENERS)
    assert scale.now() == Absent()
    assert reader.state() is ReaderState.ABSENT
    assert reader.last() is None
    assert printer.status().state is PrinterState.ABSENT
    assert printer.print(()) is Printed.NOT_SENT
    for device in (scale, reader, printer):
        device.close()


@pytest.mark.parametrize(("opener", "settings"), OPENERS)
def test_a_kind_that_nobody_knows_is_refused_with_those_that_are_known(opener, settings):
    """A slip in the settings is refused with the kinds to choose from."""
    with pytest.raises(UnknownDeviceKind, match=r"toledo_8217.*none"):
        opener(replace(settings, kind="toledo_8217"))


@pytest.mark.parametrize(
    ("opener", "settings"),
    [
        (catalog.open_scale, ScaleSettings(kind="toledo-8217")),
        (catalog.open_printer, PrinterSettings(kind="escpos-network", address="printer")),
        (catalog.open_printer, PrinterSettings(kind="escpos-network", address="printer:0")),
        (catalog.open_printer, PrinterSettings(kind="escpos-network", address="127.0.0.1:1", width_px=500)),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(opener, settings):
    """An address that is none, or a width that no paper has, is said at the start and not at the first receipt."""
    with pytest.raises(BadSettings, match=r"port|address|width"):
        opener(settings)


@pytest.mark.parametrize("kind", sorted(set(catalog.SCALES) - {"none"}))
def test_a_scale_that_is_not_connected_is_silent(kind):
    """A box starts and sells without its scale; the scale says what is wrong."""
    scale = catalog.open_scale(ScaleSettings(kind=kind, port="/dev/sahakorn-no-such-port"))
    try:
        said = wait_for(scale.now, lambda state: isinstance(state, Silent) and "no-such-port" in state.detail)
        assert "no-such-port" in said.detail
    finally:
        scale.close()


def test_a_printer_that_is_not_connected_is_unreachable():
    """A box starts and sells without its printer; nothing is sent, so it may be printed later."""
    printer = catalog.open_printer(PrinterSettings(kind="escpos-network", address="127.0.0.1:1"))
    try:
        assert wait_for(printer.status, lambda s: s.state is PrinterState.UNREACHABLE).state is PrinterState.UNREACHABLE
        assert printer.print(()) is Printed.NOT_SENT
    finally:
        printer.close()


@pytest.mark.parametrize("kind", sorted(set(ALL_KINDS) - {"none"}))
def test_every_kind_has_a_recorded_conversation(kind):
    """For each kind of device there is a transcript that says what the box makes of its words."""
    assert any(said.who == "=" for said in transcript.read(kind))


def test_every_scale_can_be_tried_out():
    """A scale that is in the catalog has a simulator in these tests."""
    assert set(SCALE_RIGS) == set(PROTOCOLS) == set(catalog.SCALES) - {"none"}
