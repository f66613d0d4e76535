"""How everything around the counter is, in a word for the status bar and a sentence for who has to do something."""

import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from appliance.errors import NoWeight
from appliance.ports import LinkProblem, PrinterState, ReaderState
from appliance.rules import figures, weighing
from appliance.rules.weighing import Absent, Reading, ScaleState, Unsettled
from appliance.store import papers, shifts
from appliance.till import Till

Tone = Literal["well", "look", "bad"]

DISK_LOW_BYTES = 500 * 1024 * 1024
"""Less room than this is for a technician to see to: years of sales, but also where updates go."""
GB = 1_000_000_000

READERS: Mapping[ReaderState, tuple[Tone, object, object]] = {
    ReaderState.READY: ("well", _("ready"), ""),
    ReaderState.NO_READER: ("bad", _("not connected"), _("Plug the card reader in. Until then, type member numbers.")),
    ReaderState.NO_SERVICE: (
        "bad",
        _("not working"),
        _("The card service does not run: switch the box off and on. Until then, type member numbers."),
    ),
    ReaderState.ABSENT: ("well", _("none here"), ""),
}
PRINTERS: Mapping[PrinterState, tuple[Tone, object, object]] = {
    PrinterState.READY: ("well", _("ready"), ""),
    PrinterState.NO_PAPER: (
        "bad",
        _("out of paper"),
        _("Put a new roll in. Waiting receipts are printed by themselves."),
    ),
    PrinterState.COVER_OPEN: ("bad", _("cover open"), _("Close the printer's cover.")),
    PrinterState.OFFLINE: ("bad", _("off line"), _("Press the printer's feed or online button.")),
    PrinterState.UNREACHABLE: ("bad", _("does not answer"), _("Check the printer's power and cable.")),
    PrinterState.UNKNOWN: ("look", _("not known"), _("The printer has not said yet how it is. Look at it.")),
    PrinterState.ABSENT: ("well", _("none here"), ""),
}
NO_WEIGHT: Mapping[str, object] = {
    "absent": _("none here"),
    "silent": _("does not answer"),
    "garbled": _("unreadable"),
    "moving": _("moving"),
    "over": _("too heavy"),
    "under": _("below zero"),
}
PROBLEMS: Mapping[LinkProblem, tuple[object, object]] = {
    LinkProblem.REFUSED: (
        _("hub refuses"),
        _("The hub does not accept this box: call the technician. Selling goes on and everything is kept."),
    ),
    LinkProblem.DIVERGED: (
        _("hub differs"),
        _("The hub has other entries under this box's numbers: call the technician. Selling goes on."),
    ),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One device or matter of the status bar: ``words`` how it is, ``to_do`` what to do about it or empty."""

    key: str
    label: str
    words: str
    tone: Tone
    to_do: str = ""


@dataclass(frozen=True, slots=True)
class Weight:
    """What the scale shows: ``text`` in kilograms, or empty where there is no weight and ``short`` says why.

    ``words`` is the sentence for who weighs: what to do, or that the weight is good.
    """

    text: str
    short: str
    words: str
    tone: Tone
    weight_g: int = -1
    sellable: bool = False


def chips(till: Till) -> list[Chip]:
    """The status bar but for the scale, which moves more often."""
    matters = (_link, _reader, _printer, _papers, _clock, _shift, _disk)
    return [chip for matter in matters if (chip := matter(till)) is not None]


def _link(till: Till) -> Chip:
    link = till.uplink.state()
    waiting = gettext("%(n)s waiting", n=f"{link.waiting:,}")
    label = gettext("Hub")
    if not link.configured:
        return Chip("link", label, gettext("not set"), "look", gettext("This box has no hub set. Sales are kept here."))
    if link.problem is not LinkProblem.NONE:
        words, to_do = PROBLEMS[link.problem]
        return Chip("link", label, str(words), "bad", str(to_do))
    if link.connected and link.hub_here:
        return Chip("link", label, waiting if link.waiting else gettext("all sent"), "well")
    to_do = gettext("No way to the hub now. Selling goes on; what waits is sent by itself.")
    return Chip("link", label, gettext("cut off") + " · " + waiting, "look", to_do)


def _reader(till: Till) -> Chip | None:
    state = till.card_reader.state()
    tone, words, to_do = READERS[state]
    if state is ReaderState.ABSENT:
        return None
    return Chip("card-reader", gettext("Cards"), str(words), tone, str(to_do))


def _printer(till: Till) -> Chip | None:
    status = till.printer.status()
    tone, words, to_do = PRINTERS[status.state]
    if status.state is PrinterState.ABSENT:
        return None
    if status.state is PrinterState.READY and status.paper_low:
        return Chip("printer", gettext("Printer"), gettext("paper low"), "look", gettext("Have a new roll at hand."))
    return Chip("printer", gettext("Printer"), str(words), tone, str(to_do))


def _papers(till: Till) -> Chip | None:
    notes = papers.unsettled(till.store.books.reader())
    unsure = sum(note.state != "queued" for note in notes)
    if unsure:
        to_do = gettext("Look whether these receipts came out, and press Print again or No paper needed.")
        return Chip("papers", gettext("Receipts"), gettext("%(n)s to check", n=unsure), "bad", to_do)
    if notes:
        to_do = gettext("They are printed as soon as the printer is ready.")
        return Chip("papers", gettext("Receipts"), gettext("%(n)s waiting", n=len(notes)), "look", to_do)
    return None


def _clock(till: Till) -> Chip:
    local = till.clock.now().astimezone(figures.BANGKOK)
    if till.clock.quality() == "guess":
        to_do = gettext("The time may be wrong until the box reaches the network. Selling goes on.")
        return Chip("clock", gettext("Clock"), f"{local:%H:%M} ?", "look", to_do)
    return Chip("clock", gettext("Clock"), f"{local:%H:%M}", "well")


def _shift(till: Till) -> Chip:
    shift = shifts.current(till.store.books.reader())
    if shift is None:
        return Chip("shift", gettext("Shift"), gettext("closed"), "look", gettext("Open a shift before selling."))
    return Chip("shift", gettext("Shift"), shift.cashier, "well")


def _disk(till: Till) -> Chip | None:
    free = free_bytes(till)
    if free >= DISK_LOW_BYTES:
        return None
    to_do = gettext("The box's storage is nearly full: call the technician.")
    return Chip("disk", gettext("Storage"), gettext("%(n)s MB left", n=free // 1_000_000), "bad", to_do)


def free_bytes(till: Till) -> int:
    """Room on the disk that holds the books."""
    return shutil.disk_usage(till.settings.path(till.settings.box.folder)).free


def weight(till: Till, language: str) -> Weight:
    """What the scale shows now, and whether goods could be sold on it; the words are those that a refusal would say."""
    state = till.scale.now()
    short = "" if isinstance(state, Reading) else str(NO_WEIGHT[_why(state)])
    if isinstance(state, Absent):
        return Weight("", short, short, "well")
    weight_g = state.weight_g if isinstance(state, Reading) else -1
    text = figures.quantity(weight_g, "kg") if isinstance(state, Reading) else ""
    if isinstance(state, Reading) and weight_g == 0:
        return Weight(text, short, gettext("Put the goods on the scale."), "well", weight_g)
    try:
        weighing.sellable(
            state,
            now_s=time.monotonic(),
            zeros_sold=till.zeros_sold,
            capacity_g=till.settings.scale.capacity_g,
            division_g=till.settings.scale.division_g,
        )
    except NoWeight as refusal:
        return Weight(text, short, refusal.say(language), _tone(state), weight_g)
    return Weight(text, short, gettext("The weight is stable."), "well", weight_g, sellable=True)


def _why(state: ScaleState) -> str:
    return state.why if isinstance(state, Unsettled) else type(state).__name__.lower()


def _tone(state: ScaleState) -> Tone:
    """A weight that only has to settle, or was sold already, is nothing to worry about in the status bar."""
    if isinstance(state, Reading) or (isinstance(state, Unsettled) and state.why == "moving"):
        return "well"
    return "look" if isinstance(state, Unsettled) else "bad"
