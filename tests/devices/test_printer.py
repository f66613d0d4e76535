"""Receipts on an ESC/POS printer over TCP, and what is said about them."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from appliance.devices import catalog
from appliance.devices.printer.driver import NetworkPrinter
from appliance.devices.printer.job import JobWriter
from appliance.devices.printer.raster import Drawer
from appliance.devices.printer.sim import VirtualPrinter
from appliance.devices.printer.thai_lines import ThaiLines
from appliance.ports import Printed, PrinterState, PrinterStatus
from appliance.rules.paper import Columns, Qr, Ruler, Text
from appliance.settings import PrinterSettings
from tests.devices import transcript
from tests.devices.papers import OTHER_DOTS_PER_MILLION, PAPERS, RECEIPT, golden, other_dots
from tests.devices.waiting import wait_for

PATIENCE_S = 1.0
"""For papers that nobody confirms: a shop waits ten seconds, a test need not."""


@pytest.fixture
def virtual():
    """A printer on the other end of the network."""
    with VirtualPrinter() as printer:
        yield printer


def connect(virtual: VirtualPrinter) -> NetworkPrinter:
    """The driver on it, less patient than in a shop."""
    host, port = virtual.address.split(":")
    return NetworkPrinter(host, int(port), width_px=virtual.width_px, confirm_within_s=PATIENCE_S)


@pytest.fixture
def printer(virtual):
    """The box's side of it."""
    with closing(connect(virtual)) as opened:
        yield opened


def becomes(printer, state: PrinterState) -> PrinterStatus:
    """The printer's status, once it is this one."""
    return wait_for(printer.status, lambda status: status.state is state)


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_looks_as_it_should(name):
    """What comes out of the printer is, dot for dot, the picture that a person has looked at and found good."""
    width_px, paper = PAPERS[name]
    with VirtualPrinter(width_px=width_px) as virtual:
        settings = PrinterSettings(kind="escpos-network", address=virtual.address, width_px=width_px)
        with closing(catalog.open_printer(settings)) as printer:
            assert printer.print(paper) is Printed.CONFIRMED
        (printed,) = virtual.wait_for(1)
        good = golden(name)
        assert printed.image.width == good.width == width_px
        assert printed.image.height >= good.height
        differing = other_dots(printed.image.crop((0, 0, *good.size)), good)
        assert differing * 1_000_000 <= OTHER_DOTS_PER_MILLION * good.width * good.height
        assert virtual.strange == b""


def test_two_papers_in_a_row_are_two_papers(virtual, printer):
    """Two receipts one after the other are two papers, each cut off, and the drawer opens for one of them only."""
    assert printer.print(RECEIPT, open_drawer=True) is Printed.CONFIRMED
    assert printer.print(RECEIPT) is Printed.CONFIRMED
    first, second = virtual.wait_for(2)
    assert first.image.tobytes() == second.image.tobytes()
    assert virtual.drawer_opened == 1


def test_a_branch_without_drawer_opens_none(virtual):
    """Where no drawer hangs on the printer, none is pulsed: some printers would beep or stop."""
    settings = PrinterSettings(kind="escpos-network", address=virtual.address, drawer=False)
    with closing(catalog.open_printer(settings)) as printer:
        assert printer.print(RECEIPT, open_drawer=True) is Printed.CONFIRMED
    assert virtual.drawer_opened == 0


@pytest.mark.parametrize(
    ("trouble", "remedy", "state"),
    [
        (lambda v: v.set_paper("out"), lambda v: v.set_paper("ok"), PrinterState.NO_PAPER),
        (lambda v: v.set_cover(True), lambda v: v.set_cover(False), PrinterState.COVER_OPEN),
        (lambda v: v.off(), lambda v: v.on(), PrinterState.UNREACHABLE),
    ],
    ids=["no paper", "cover open", "switched off"],
)
def test_a_printer_that_cannot_print_gets_nothing(virtual, printer, trouble, remedy, state):
    """Without paper, open or off, nothing is sent, so that printing again later gives one paper and not two."""
    trouble(virtual)
    assert printer.print(RECEIPT, open_drawer=True) is Printed.NOT_SENT
    assert printer.status().state is state
    remedy(virtual)
    assert printer.print(RECEIPT) is Printed.CONFIRMED
    assert len(virtual.wait_for(1)) == 1
    assert virtual.drawer_opened == 0


def test_the_state_is_seen_without_printing(virtual, printer):
    """Between papers the box sees by itself that the roll is low, is out, and is back."""
    assert becomes(printer, PrinterState.READY) == PrinterStatus(PrinterState.READY)
    virtual.set_paper("low")
    assert wait_for(printer.status, lambda status: status.paper_low) == PrinterStatus(
        PrinterState.READY, paper_low=True
    )
    virtual.set_paper("out")
    assert becomes(printer, PrinterState.NO_PAPER).state is PrinterState.NO_PAPER


def test_paper_that_ends_in_the_middle_is_not_called_printed(virtual, printer):
    """When the roll ends within a receipt nobody calls it printed, and the rest comes out with the new roll."""
    virtual.set_paper("ok", rows_left=300)
    assert printer.print(RECEIPT) is Printed.UNKNOWN
    assert printer.status().state is PrinterState.NO_PAPER
    assert virtual.papers == []
    virtual.set_paper("ok")
    assert len(virtual.wait_for(1)) == 1


def test_a_late_answer_confirms_no_other_paper(virtual, printer):
    """While the rest of a receipt of unknown fate is still printed, its answer is not taken for the next one's."""
    virtual.rows_per_s = 2000
    virtual.set_paper("ok", rows_left=300)
    assert printer.print(RECEIPT) is Printed.UNKNOWN
    virtual.set_paper("ok", rows_left=1000)
    outcome = printer.print(RECEIPT)
    assert (outcome, len(virtual.papers)) == (Printed.UNKNOWN, 1)
    virtual.rows_per_s = 0
    virtual.set_paper("ok")
    assert printer.print(RECEIPT) is Printed.CONFIRMED
    assert len(virtual.wait_for(3)) == 3


def test_a_printer_that_never_answers_prints_and_is_unknown(virtual, printer):
    """A printer that says nothing is neither ready nor empty; it gets the paper, and a person has to look."""
    virtual.mute(True)
    assert printer.print(RECEIPT) is Printed.UNKNOWN
    assert printer.status().state is PrinterState.UNKNOWN
    assert len(virtual.wait_for(1)) == 1


def test_a_printer_that_is_switched_off_meanwhile_is_unknown(virtual, printer):
    """Switched off in the middle of a receipt: nobody knows how much of it came out."""
    virtual.set_paper("ok", rows_left=300)
    switch = threading.Thread(
        target=lambda: (wait_for(lambda: virtual.paper_level, lambda level: level == "out"), virtual.off())
    )
    switch.start()
    assert printer.print(RECEIPT) is Printed.UNKNOWN
    switch.join()
    assert becomes(printer, PrinterState.UNREACHABLE).state is PrinterState.UNREACHABLE


@pytest.mark.parametrize(
    "paper",
    [(Qr("x" * 5000),), (Text("ยาว"),) * 2000],
    ids=["a QR code that no square can hold", "a paper of forty metres"],
)
def test_what_cannot_be_drawn_is_not_sent(virtual, printer, paper):
    """A paper that cannot be drawn is refused whole; the counter goes on."""
    assert printer.print(paper) is Printed.NOT_SENT
    assert printer.print((Ruler(),)) is Printed.CONFIRMED
    assert len(virtual.wait_for(1)) == 1


@pytest.mark.parametrize("width_px", [576, 512, 384])
def test_no_mark_leaves_the_paper(width_px):
    """Names with line ends, tabs and joiners, and figures of any length, are drawn within the paper's width."""
    marks = (
        Text(""),
        Text("\tน้ำ\u200bปลา\r\nตรา\x00แม่", align="right"),
        Columns("", "9" * 99, size="large"),
        Columns("ก" * 99, ""),
        Text("เ" * 50 + "\u0e48" * 50),
    )
    picture = Drawer(width_px, ThaiLines()).draw(marks)
    assert picture.width == width_px
    assert picture.histogram()[0] > 0


def test_blank_rows_are_fed_and_not_sent():
    """A receipt travels in far fewer bytes than it has dots, and the printer still sees every dot of it."""
    picture = golden("receipt_576")
    job = JobWriter(576).write(picture, open_drawer=False)
    assert len(job) < picture.width * picture.height // 8 * 3 // 4


def test_without_libthai_lines_break_at_blanks_and_never_inside_a_letter():
    """Where the Thai dictionary is missing the printer says so, and no vowel or tone mark is torn off its consonant."""
    lines = ThaiLines()
    lines.close()
    assert lines.by == "spaces"
    assert lines.wrap("น้ำปลาร้า ปั๊มน้ำมัน", lambda text: len(text) <= 10) == ["น้ำปลาร้า", "ปั๊มน้ำมัน"]
    assert lines.wrap("เก้าอี้", lambda text: len(text) <= 5) == ["เก้า", "อี้"]


@contextmanager
def replaying(step: list[transcript.Said]) -> Iterator[tuple[int, list[bytes]]]:
    """A printer that says what was recorded, whenever it has heard what was recorded; what it heard wrong is listed."""
    server, wrong = socket.create_server(("127.0.0.1", 0)), []

    def converse(line: socket.socket) -> None:
        for said in step:
            if said.who == "<":
                line.sendall(said.data)
                continue
            heard = b""
            while len(heard) < len(said.data) and (more := line.recv(len(said.data) - len(heard))):
                heard += more
            if heard != said.data:
                if heard:
                    wrong.append(heard)
                return
        line.recv(1)

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                converse(line)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield server.getsockname()[1], wrong
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


def in_words(outcome: Printed, status: PrinterStatus) -> str:
    """What became of a paper, as the transcript writes it."""
    return " ".join([outcome.value, status.state.value, *(["low"] if status.paper_low else [])])


def steps() -> list[tuple[list[transcript.Said], str]]:
    """The recorded papers: what was said, and what became of it."""
    found: list[tuple[list[transcript.Said], str]] = []
    step: list[transcript.Said] = []
    for said in transcript.read("escpos-network"):
        if said.who == "=":
            found.append((step, said.text))
            step = []
        else:
            step.append(said)
    return found


@pytest.mark.parametrize(("step", "meant"), steps(), ids=[meant for _, meant in steps()])
def test_a_recorded_conversation_is_had_again(step, meant):
    """The driver says byte for byte what was recorded, and makes of the printer's answers what the record says."""
    with (
        replaying(step) as (port, wrong),
        closing(NetworkPrinter("127.0.0.1", port, width_px=384, confirm_within_s=PATIENCE_S)) as printer,
    ):
        outcome = printer.print((Ruler(),), open_drawer=meant.startswith("drawer"))
        assert in_words(outcome, printer.status()) == meant.removeprefix("drawer ")
        assert wrong == []
