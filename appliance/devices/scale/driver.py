"""Listens to a scale on a serial port, whatever its protocol: the port is here, the bytes are in ``wire``.

One thread asks, reads and keeps the newest state; a caller of ``now`` never waits and never gets an exception. A port
that is gone is opened again, first after a quarter of a second, later every four seconds.
"""

import contextlib
import logging
import termios
import threading
import time

import serial

from appliance.devices.scale.wire import Decoder, Heard, Line, Noise, Protocol, Weight
from appliance.ports import Absent, Garbled, Reading, ScaleState, Silent, Unsettled

SILENT_AFTER_S = 2.0
REOPEN_FIRST_S = 0.25
REOPEN_LIMIT_S = 4.0
READ_WITHIN_S = 0.03
WRITE_WITHIN_S = 1.0
CHUNK_BYTES = 64
CLOSE_WITHIN_S = 3.0
FRAME_KEPT_BYTES = 64

log = logging.getLogger(__name__)


def _open(port: str, line: Line) -> serial.SerialBase:
    """Open the port for us alone. Raises OSError, ValueError for an address that is none."""
    opened = serial.serial_for_url(
        port,
        baudrate=line.baud,
        bytesize=line.data_bits,
        parity=line.parity,
        stopbits=line.stop_bits,
        timeout=READ_WITHIN_S,
        write_timeout=WRITE_WITHIN_S,
        exclusive=True,
    )
    if line.parity != "N":
        _have_parity_checked(opened)
    return opened


def _have_parity_checked(opened: serial.SerialBase) -> None:
    """Let the kernel put a zero byte for a character whose parity is wrong: that makes the frame noise.

    pyserial sets the parity bit to be sent and stripped, but switches the check off (``INPCK``), so a digit that was
    damaged on the cable would be sold.
    """
    with contextlib.suppress(OSError, AttributeError):  # no terminal behind this address, such as socket://
        settings = termios.tcgetattr(opened.fileno())
        settings[0] = (settings[0] | termios.INPCK) & ~(termios.IGNPAR | termios.PARMRK)
        termios.tcsetattr(opened.fileno(), termios.TCSANOW, settings)


class SerialScale:
    """A scale on a serial port. ``zeros`` counts how often its display came to a stable zero, net or gross."""

    def __init__(self, port: str, protocol: Protocol) -> None:
        self.name = protocol.name
        self._port, self._protocol = port, protocol
        self._lock = threading.Lock()
        self._state: Reading | Unsettled | Garbled | None = None
        self._detail = "nothing came yet"
        self._zeros, self._at_zero = 0, False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"scale {port}", daemon=True)
        self._thread.start()

    def now(self) -> ScaleState:
        """The newest state; Silent when nothing came for two seconds, and at once when the port is gone."""
        with self._lock:
            if self._state is None:
                return Silent(self._detail)
            if time.monotonic() - self._state.at_s > SILENT_AFTER_S:
                return Silent("the scale does not answer")
            return self._state

    def close(self) -> None:
        """Stop listening and give the port back."""
        self._stop.set()
        self._thread.join(CLOSE_WITHIN_S)

    def _run(self) -> None:
        wait_s = REOPEN_FIRST_S
        while not self._stop.is_set():
            try:
                with _open(self._port, self._protocol.line) as opened:
                    log.info("%s: open", self._port)
                    wait_s = REOPEN_FIRST_S
                    self._converse(opened)
            except Exception as error:  # noqa: BLE001 - whatever comes out of a port: this loop must not die, _lose logs
                self._lose(error)
                self._stop.wait(wait_s)
                wait_s = min(2 * wait_s, REOPEN_LIMIT_S)

    def _converse(self, opened: serial.SerialBase) -> None:
        """Ask at the protocol's pace and take in what comes, until told to stop or the port breaks."""
        decoder: Decoder = self._protocol.decoder()
        ask_at_s = time.monotonic()
        while not self._stop.is_set():
            if self._protocol.ask and time.monotonic() >= ask_at_s:
                opened.write(self._protocol.ask)
                ask_at_s = time.monotonic() + self._protocol.ask_every_ms / 1000
            for heard in decoder.feed(opened.read(CHUNK_BYTES)):
                self._take(heard)

    def _take(self, heard: Heard) -> None:
        at_s = time.monotonic()
        frame = heard.frame[:FRAME_KEPT_BYTES]
        with self._lock:
            at_zero = isinstance(heard, Weight) and heard.stable and heard.weight_g == 0
            self._zeros += at_zero and not self._at_zero
            self._at_zero = at_zero
            if isinstance(heard, Weight):
                self._state = Reading(heard.weight_g, heard.stable, heard.net, at_s, self._zeros, frame)
            elif isinstance(heard, Noise):
                self._state = Garbled(at_s, frame)
            else:
                self._state = Unsettled(heard.why, at_s, frame)

    def _lose(self, error: Exception) -> None:
        """The port is gone, and with it what was known; the same trouble again is not worth another line of log."""
        detail = str(error)
        if detail != self._detail:
            expected = isinstance(error, OSError | termios.error | ValueError)
            log.warning("%s: %s", self._port, detail, exc_info=not expected)
        with self._lock:
            self._state, self._detail, self._at_zero = None, detail, False


class NoScale:
    """The branch has no scale."""

    name = "none"

    def now(self) -> ScaleState:
        """Always Absent."""
        return Absent()

    def close(self) -> None:
        """Nothing to give back."""
