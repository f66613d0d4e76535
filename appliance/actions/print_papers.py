"""Papers go to the printer one after the other, behind the sale's back: a slow or empty printer delays nobody."""

from appliance.ports import Printed, PrinterState
from appliance.rules import receipt
from appliance.store import papers, sales
from appliance.store.papers import PaperNote
from appliance.till import Till

DRAWER_WITHIN_MS = 15_000
"""A drawer opens for the customer who stands there, not minutes later when the paper is back."""
LATE_MS = 10 * 60_000
"""A paper that could not be printed for so long is for a person to decide on."""

CANNOT_PRINT = {PrinterState.NO_PAPER, PrinterState.COVER_OPEN, PrinterState.OFFLINE, PrinterState.UNREACHABLE}

OUTCOME = {Printed.CONFIRMED: "confirmed", Printed.NOT_SENT: "queued", Printed.UNKNOWN: "unknown"}


def print_next(till: Till) -> Printed | None:
    """Print the oldest paper that waits; None where there is none.

    It is noted as sent before the first byte goes out: after a power cut nobody guesses whether it is on paper.
    """
    boot = till.clock.boot
    note = papers.next_queued(till.store.books.reader(), boot)
    if note is None:
        return None
    state = till.printer.status().state
    if state is PrinterState.ABSENT:
        _mark(till, note, "dropped")
        return Printed.NOT_SENT
    age_ms = till.clock.mono_ms() - note.queued_mono_ms
    if age_ms > LATE_MS:
        _mark(till, note, "late")
        return Printed.NOT_SENT
    if state in CANNOT_PRINT:
        return Printed.NOT_SENT
    sale = sales.find(till.store.books.reader(), note.sale)
    if sale is None:
        raise LookupError(f"paper {note.paper} is of a sale that is not in the books")
    _mark(till, note, "sent")
    marks = receipt.lines(sale, till.shop(), language=till.settings.box.language, copy=note.copy)
    outcome = till.printer.print(marks, open_drawer=note.copy == 0 and age_ms <= DRAWER_WITHIN_MS)
    _mark(till, note, OUTCOME[outcome])
    return outcome


def _mark(till: Till, note: PaperNote, state: str) -> None:
    with till.store.books.transaction() as db:
        papers.mark(db, note.paper, state)
