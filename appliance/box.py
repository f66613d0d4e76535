"""Builds a whole box out of its settings, and takes it down again in reverse."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import structlog

from appliance import messages
from appliance.actions.print_papers import print_next
from appliance.clock import SystemClock
from appliance.courier.alone import Alone
from appliance.courier.mqtt import MqttCourier
from appliance.devices import catalog
from appliance.ports import Clock, Printed
from appliance.settings import Settings
from appliance.store import identity, papers
from appliance.store.opening import Store
from appliance.till import Till

log = structlog.get_logger()

TRY_PAPER_EVERY_S = 2.0
"""How often a paper that waits for the printer is tried again."""

IDENTITY = "identity.json"


@contextmanager
def open_till(settings: Settings, clock: Clock | None = None) -> Iterator[Till]:
    """Books and devices of a box, without the threads that print and talk to the hub.

    Raises BadSettings, BooksInUse, BooksMissing, BooksOfAnother, BooksDamaged, UnknownDeviceKind.
    """
    clock = clock or SystemClock()
    folder = settings.path(settings.box.folder)
    identity_file = settings.path(IDENTITY)
    who = identity.read(identity_file)
    identity.check_books_are_there(who, folder / "books.db")
    with ExitStack() as stack:
        store = stack.enter_context(Store(folder))
        identity.begin(store.books, who, messages.genesis(who.branch, who.epoch), identity_file)
        with store.books.transaction() as db:
            papers.doubt_what_was_under_way(db)
        scale = catalog.open_scale(settings.scale)
        stack.callback(scale.close)
        card_reader = catalog.open_card_reader(settings.card_reader)
        stack.callback(card_reader.close)
        printer = catalog.open_printer(settings.printer)
        stack.callback(printer.close)
        yield Till(settings, who, store, scale, card_reader, printer, clock, Alone(store, clock))


@contextmanager
def open_box(settings: Settings) -> Iterator[Till]:
    """A running box: prints what is queued and carries its ledger to the hub, where one is set."""
    with open_till(settings) as till, ExitStack() as stack:
        spooler = Spooler(till)
        spooler.start()
        stack.callback(spooler.close)
        if settings.link.host:
            courier = MqttCourier(till)
            till.uplink = courier
            courier.start()
            stack.callback(courier.close)
        yield till


class Spooler:
    """Takes papers to the printer, in a thread of its own."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="spooler", daemon=True)

    def start(self) -> None:
        """Begin; whatever is booked from now on wakes it."""
        self._till.store.books.after_commit(self._wake.set)
        self._thread.start()

    def close(self) -> None:
        """Stop after the paper that is being printed."""
        self._stopping = True
        self._wake.set()
        self._thread.join(timeout=15)

    def _run(self) -> None:
        while not self._stopping:
            self._wake.wait(TRY_PAPER_EVERY_S)
            self._wake.clear()
            try:
                while not self._stopping and print_next(self._till) in (Printed.CONFIRMED, Printed.UNKNOWN):
                    pass
            except Exception:
                log.exception("the spooler stumbled and goes on")
                self._wake.wait(TRY_PAPER_EVERY_S)
