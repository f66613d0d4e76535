"""Which devices a box can have: kind in the settings → the function that opens it.

A new protocol is one line here; the README beside this file says what else it takes.
"""

from collections.abc import Callable
from typing import TypeVar

from appliance.devices.card.driver import NoCardReader, PcscCardReader
from appliance.devices.printer.driver import NetworkPrinter, NoPrinter
from appliance.devices.scale.driver import NoScale, SerialScale
from appliance.devices.scale.toledo_8217.wire import TOLEDO_8217
from appliance.errors import BadSettings, UnknownDeviceKind
from appliance.ports import CardReader, Printer, Scale
from appliance.settings import CardReaderSettings, PrinterSettings, ScaleSettings


def _toledo_8217(settings: ScaleSettings) -> Scale:
    if not settings.port:
        raise BadSettings(setting="scale.port", reason="a serial device or pyserial URL is wanted")
    return SerialScale(settings.port, TOLEDO_8217)


def _pcsc(settings: CardReaderSettings) -> CardReader:
    return PcscCardReader(settings.reader, settings.pcscd_socket)


def _escpos_network(settings: PrinterSettings) -> Printer:
    host, _, port = settings.address.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise BadSettings(setting="printer.address", reason=f"host:port is wanted, {settings.address!r} given")
    return NetworkPrinter(host.strip("[]"), int(port), width_px=settings.width_px, drawer=settings.drawer)


SCALES: dict[str, Callable[[ScaleSettings], Scale]] = {
    "none": lambda _: NoScale(),
    "toledo-8217": _toledo_8217,
}
CARD_READERS: dict[str, Callable[[CardReaderSettings], CardReader]] = {
    "none": lambda _: NoCardReader(),
    "pcsc": _pcsc,
}
PRINTERS: dict[str, Callable[[PrinterSettings], Printer]] = {
    "none": lambda _: NoPrinter(),
    "escpos-network": _escpos_network,
}

Device = TypeVar("Device")
Group = TypeVar("Group", ScaleSettings, CardReaderSettings, PrinterSettings)


def _open(kinds: dict[str, Callable[[Group], Device]], settings: Group) -> Device:
    if settings.kind not in kinds:
        raise UnknownDeviceKind(kind=settings.kind, known=", ".join(sorted(kinds)))
    return kinds[settings.kind](settings)


def open_scale(settings: ScaleSettings) -> Scale:
    """Open the branch's scale. Raises UnknownDeviceKind and BadSettings; a scale that is off is no error.

    >>> open_scale(ScaleSettings()).now()
    Absent()
    """
    return _open(SCALES, settings)


def open_card_reader(settings: CardReaderSettings) -> CardReader:
    """Open the branch's card reader. Raises UnknownDeviceKind, and AnotherPcscd for a second socket in one process."""
    return _open(CARD_READERS, settings)


def open_printer(settings: PrinterSettings) -> Printer:
    """Open the branch's printer. Raises UnknownDeviceKind, BadSettings and MissingPart; one that is off is no error."""
    return _open(PRINTERS, settings)
