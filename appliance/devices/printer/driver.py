"""Prints on an ESC/POS printer behind a TCP port, and says honestly what became of a paper.

A connection is made for each paper and each look at the state, and closed at once: network printers serve one at a
time, and drop those that idle. python-escpos writes the job (``job``); the socket is ours, because a byte that went out
makes the difference between "try again" and "go and look", and because every wait here ends by a deadline.
"""

import contextlib
import logging
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from appliance.devices.printer import wire
from appliance.devices.printer.job import JobWriter
from appliance.devices.printer.raster import Drawer
from appliance.devices.printer.thai_lines import ThaiLines
from appliance.errors import BoxError
from appliance.ports import Paper, Printed, PrinterState, PrinterStatus

CONNECT_WITHIN_S = 1.0
ANSWER_WITHIN_S = 0.5
CONFIRM_WITHIN_S = 10.0
CATCH_UP_WITHIN_S = 2.0
QUIET_S = 0.15
LOOK_EVERY_S = 3.0
LOOK_WHILE_PRINTING_S = 0.5
CLOSE_WITHIN_S = 4.0
CHUNK_BYTES = 4096
ANSWERS_READ_BYTES = 64
QUESTIONS = wire.ASK_PRINTER + wire.ASK_OFFLINE_CAUSE + wire.ASK_PAPER
REFUSING = (PrinterState.NO_PAPER, PrinterState.COVER_OPEN, PrinterState.OFFLINE)

log = logging.getLogger(__name__)


class _Gone(OSError):
    """The printer closed the connection."""


@dataclass
class _Line:
    """One connection, and the answers that came over it, sorted by question."""

    socket: socket.socket
    states: list[int] = field(default_factory=list)
    printed: list[int] = field(default_factory=list)

    def hear(self, until_s: float) -> bool:
        """Take in what comes until then; False where nothing came. Raises OSError where the line breaks."""
        self.socket.settimeout(max(until_s - time.monotonic(), 0.001))
        try:
            answers = self.socket.recv(ANSWERS_READ_BYTES)
        except TimeoutError:
            return False
        if not answers:
            raise _Gone("the printer closed the connection")
        for answer in answers:
            kind = wire.answer_to(answer)
            if kind is wire.Answer.STATE:
                self.states.append(answer)
            elif kind is wire.Answer.PRINTED:
                self.printed.append(answer)
        return True

    def ask_state(self, until_s: float) -> PrinterStatus:
        """Ask how the printer is; UNKNOWN where it does not say so by then, or in half a second. Raises OSError."""
        self.states.clear()
        self.socket.settimeout(ANSWER_WITHIN_S)
        self.socket.sendall(QUESTIONS)
        until_s = min(until_s, time.monotonic() + ANSWER_WITHIN_S)
        while len(self.states) < 3:
            if not self.hear(until_s):
                return PrinterStatus(PrinterState.UNKNOWN)
        return _status(wire.read_state(*self.states[:3]))

    def catch_up(self) -> bool:
        """Wait until the printer is through with what an earlier job left in its buffer; False where it does not say.

        Without it, a late answer to the earlier job could be taken for the confirmation of the next one.
        """
        self.socket.sendall(wire.ASK_WHEN_PRINTED)
        until_s = time.monotonic() + CATCH_UP_WITHIN_S
        while not self.printed:
            if not self.hear(until_s):
                return False
        while self.hear(time.monotonic() + QUIET_S):
            pass
        self.printed.clear()
        return True


def _status(state: wire.State) -> PrinterStatus:
    """Say why a printer does not print, the graver reason first: a lid that stands open looks like no paper, too."""
    if state.cover_open:
        return PrinterStatus(PrinterState.COVER_OPEN, state.paper_low)
    if state.paper_out:
        return PrinterStatus(PrinterState.NO_PAPER, state.paper_low)
    if state.offline:
        return PrinterStatus(PrinterState.OFFLINE, state.paper_low)
    return PrinterStatus(PrinterState.READY, state.paper_low)


class NetworkPrinter:
    """A printer with a drawer behind it. Raises MissingPart and BadSettings where this box cannot print at all."""

    def __init__(
        self, host: str, port: int, *, width_px: int, drawer: bool = True, confirm_within_s: float = CONFIRM_WITHIN_S
    ) -> None:
        self._host, self._port, self._has_drawer = host, port, drawer
        self._confirm_within_s = confirm_within_s
        self._lines = ThaiLines()
        if self._lines.by == "spaces":
            log.warning("libthai is not installed: papers break Thai lines at blanks only; install libthai0")
        self._drawer, self._jobs = Drawer(width_px, self._lines), JobWriter(width_px)
        self._turn = threading.Lock()
        self._lock = threading.Lock()
        self._status = PrinterStatus(PrinterState.UNKNOWN)
        self._owes_answer = False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep_looking, name="printer", daemon=True)
        self._thread.start()

    def print(self, paper: Paper, *, open_drawer: bool = False) -> Printed:
        """Print and cut one paper, and wait until the printer says so or for ten seconds at most."""
        until_s = time.monotonic() + self._confirm_within_s
        try:
            job = self._jobs.write(self._drawer.draw(paper), open_drawer=open_drawer and self._has_drawer)
        except (BoxError, ValueError, OSError):
            log.exception("a paper could not be drawn")
            return Printed.NOT_SENT
        if not self._turn.acquire(timeout=self._confirm_within_s):
            return Printed.NOT_SENT
        try:
            return self._send(job, until_s)
        finally:
            self._turn.release()

    def status(self) -> PrinterStatus:
        """The newest status, as of the last print or the last look a few seconds ago."""
        with self._lock:
            return self._status

    def close(self) -> None:
        """Stop looking."""
        self._stop.set()
        self._thread.join(CLOSE_WITHIN_S)
        self._lines.close()

    def _become(self, status: PrinterStatus) -> PrinterStatus:
        with self._lock:
            if status != self._status:
                log.info("printer %s:%d: %s", self._host, self._port, status.state.value)
            self._status = status
        return status

    @contextlib.contextmanager
    def _connect(self) -> Iterator[_Line]:
        with socket.create_connection((self._host, self._port), timeout=CONNECT_WITHIN_S) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            yield _Line(connection)

    def _keep_looking(self) -> None:
        while not self._stop.is_set():
            if self._turn.acquire(blocking=False):
                try:
                    self._look()
                except Exception:  # this loop must not die
                    log.exception("looking at the printer failed")
                    self._become(PrinterStatus(PrinterState.UNKNOWN))
                finally:
                    self._turn.release()
            self._stop.wait(LOOK_EVERY_S)

    def _look(self) -> None:
        try:
            with self._connect() as line:
                self._become(line.ask_state(time.monotonic() + ANSWER_WITHIN_S))
        except OSError:
            self._become(PrinterStatus(PrinterState.UNREACHABLE))

    def _send(self, job: bytes, until_s: float) -> Printed:
        """Send a job where the printer will take it, and see it confirmed."""
        sent = 0
        try:
            with self._connect() as line:
                if self._become(line.ask_state(until_s)).state in REFUSING:
                    return Printed.NOT_SENT
                trusted = not self._owes_answer or line.catch_up()
                while sent < len(job):
                    line.socket.settimeout(max(until_s - time.monotonic(), 0.001))
                    sent += line.socket.send(job[sent : sent + CHUNK_BYTES])
                self._owes_answer = True
                line.socket.sendall(wire.ASK_WHEN_PRINTED)
                return self._await_confirmation(line, until_s) if trusted else Printed.UNKNOWN
        except OSError as error:
            log.warning("printer %s:%d: %s after %d of %d bytes", self._host, self._port, error, sent, len(job))
            self._owes_answer = self._owes_answer or sent > 0
            late = isinstance(error, TimeoutError) and sent > 0
            self._become(PrinterStatus(PrinterState.UNKNOWN if late else PrinterState.UNREACHABLE))
            return Printed.UNKNOWN if sent else Printed.NOT_SENT

    def _await_confirmation(self, line: _Line, until_s: float) -> Printed:
        """Wait for the printer's word, and show meanwhile what keeps it from printing. Raises OSError."""
        while not line.printed and time.monotonic() < until_s:
            if not line.hear(min(until_s, time.monotonic() + LOOK_WHILE_PRINTING_S)):
                self._become(line.ask_state(until_s))
        if not line.printed:
            return Printed.UNKNOWN
        low = bool(line.printed[0] & wire.LATE_NEAR_END) or self.status().paper_low
        self._become(PrinterStatus(PrinterState.READY, low))
        self._owes_answer = False
        return Printed.CONFIRMED


class NoPrinter:
    """The branch has no printer."""

    def print(self, paper: Paper, *, open_drawer: bool = False) -> Printed:  # noqa: ARG002 - the port's names
        """Nothing is sent anywhere."""
        return Printed.NOT_SENT

    def status(self) -> PrinterStatus:
        """Always ABSENT."""
        return PrinterStatus(PrinterState.ABSENT)

    def close(self) -> None:
        """Nothing to give back."""
