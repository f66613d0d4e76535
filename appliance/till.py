"""What an action may touch: the books, the devices and the clock of one counter."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from appliance.messages import Stamp
from appliance.ports import (
    Absent,
    CardReader,
    Clock,
    DeviceReport,
    Printer,
    PrinterState,
    ReaderState,
    Reading,
    Scale,
    Unsettled,
    Uplink,
)
from appliance.rules.receipt import Shop
from appliance.settings import Settings
from appliance.store import reference
from appliance.store.identity import Identity
from appliance.store.opening import Store


def random_id() -> str:
    """An id made where a fact is born: 122 random bits, so that no two boxes make the same."""
    return str(uuid.uuid4())


@dataclass
class Till:
    """One counter."""

    settings: Settings
    identity: Identity
    store: Store
    scale: Scale
    card_reader: CardReader
    printer: Printer
    clock: Clock
    uplink: Uplink
    new_id: Callable[[], str] = random_id
    zeros_sold: int = field(default=-1)
    """How often the pan had been seen empty when a weight was last taken off it; -1 before the first."""

    def now_text(self) -> str:
        """The time as the books keep it: UTC, ISO 8601, whole seconds."""
        return self.clock.now().isoformat(timespec="seconds")

    def stamp(self) -> Stamp:
        """What an event says of where and when it was born."""
        return Stamp(self.new_id(), self.now_text(), self.clock.quality(), self.clock.mono_ms(), self.clock.boot)

    def devices(self) -> tuple[DeviceReport, ...]:
        """How the scale, the card reader and the printer are. A device that the branch does not have is well."""
        weight = self.scale.now()
        scale = weight.why if isinstance(weight, Unsettled) else type(weight).__name__.lower()
        scale_well = isinstance(weight, Reading | Unsettled | Absent)
        reader = self.card_reader.state()
        printer = self.printer.status()
        paper = "paper-low" if printer.paper_low and printer.state is PrinterState.READY else printer.state.value
        return (
            DeviceReport("scale", scale, scale_well),
            DeviceReport("card-reader", reader.value, reader in (ReaderState.READY, ReaderState.ABSENT)),
            DeviceReport("printer", paper, printer.state in (PrinterState.READY, PrinterState.ABSENT)),
        )

    def shop(self) -> Shop:
        """How the branch is called."""
        return reference.shop(self.store.reference.reader(), self.identity.branch)
