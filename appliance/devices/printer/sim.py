"""A receipt printer for trying things out: a TCP server that reads ESC/POS and keeps every paper as a picture.

It behaves as network printers do where it matters for selling: it serves one connection at a time, answers questions
about its state at once, takes data while paper is out, holds it, and prints it when paper is back.
"""

import contextlib
import io
import socket
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import Literal, Self

from PIL import Image, ImageOps

from appliance.devices.printer import wire
from appliance.devices.printer.commands import Command, cut_command

PAPERS_KEPT = 200
BUFFER_BYTES = 4 * 1024 * 1024
"""What it holds while paper is out; far more than a real one, for then a sender would be stopped by TCP."""
CHUNK_BYTES = 16 * 1024
LINE_DOTS = 30
MOTOR_STEP_S = 0.02
JOIN_WITHIN_S = 2.0

PaperLevel = Literal["ok", "low", "out"]


@dataclass(frozen=True, slots=True)
class VirtualPaper:
    """One paper as it was cut off; ``number`` counts from 1."""

    number: int
    image: Image.Image

    def png(self) -> bytes:
        """The picture as a PNG file."""
        file = io.BytesIO()
        self.image.save(file, "PNG")
        return file.getvalue()


class VirtualPrinter:
    """A printer in a shop. ``address`` goes into the box's ``printer.address`` and stays over ``off`` and ``on``.

    It prints at once, or so many dot rows a second; a real one makes 1,200 to 2,400.
    """

    def __init__(self, host: str = "127.0.0.1", port: int = 0, *, width_px: int = 576, rows_per_s: int = 0) -> None:
        self.width_px, self.rows_per_s = width_px, rows_per_s
        self.drawer_opened = 0
        self.strange = b""
        """Bytes that were no command it knows: a printer would print them as gibberish."""
        self._lock = threading.Condition()
        self._level: PaperLevel = "ok"
        self._rows_left: int | None = None
        self._cover_open = self._mute = self._closing = False
        self._stream = bytearray()
        self._rows: deque[bytes] = deque()
        self._sheet = bytearray()
        self._papers: deque[VirtualPaper] = deque(maxlen=PAPERS_KEPT)
        self._cut = 0
        self._server: socket.socket | None = None
        self._line: socket.socket | None = None
        self._doorman: threading.Thread | None = None
        self._host, self._port = host, port
        self.on()
        self._mechanics = threading.Thread(target=self._work, name="virtual-printer", daemon=True)
        self._mechanics.start()

    # ── what a hand does ────────────────────────────────────────────────────────────────────────────

    @property
    def address(self) -> str:
        """Host and port."""
        return f"{self._host}:{self._port}"

    @property
    def papers(self) -> list[VirtualPaper]:
        """The papers that were cut off, oldest first; the last 200."""
        with self._lock:
            return list(self._papers)

    @property
    def paper_level(self) -> PaperLevel:
        """How much is left on the roll."""
        with self._lock:
            return self._level

    def set_paper(self, level: PaperLevel, *, rows_left: int | None = None) -> None:
        """Put in a roll, one that is nearly used up, or none; after ``rows_left`` more dot rows it is out by itself."""
        with self._lock:
            self._level, self._rows_left = level, rows_left
            self._lock.notify_all()

    def set_cover(self, open: bool) -> None:
        """Open or shut the cover."""
        with self._lock:
            self._cover_open = open
            self._lock.notify_all()

    def mute(self, on: bool) -> None:
        """Have it print but answer nothing, as cheap printers and some print servers do."""
        self._mute = on

    def off(self) -> None:
        """Switch it off: what it had not printed yet is lost."""
        server, self._server = self._server, None
        if server is None:
            return
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()
        with self._lock, contextlib.suppress(OSError):
            if self._line is not None:
                self._line.shutdown(socket.SHUT_RDWR)
        if self._doorman is not None:
            self._doorman.join(JOIN_WITHIN_S)
        with self._lock:
            self._stream.clear()
            self._rows.clear()

    def on(self) -> None:
        """Switch it on."""
        if self._server is not None:
            return
        server = socket.create_server((self._host, self._port))
        self._server, self._port = server, server.getsockname()[1]
        self._doorman = threading.Thread(
            target=self._keep_door, args=(server,), name="virtual-printer-net", daemon=True
        )
        self._doorman.start()

    def close(self) -> None:
        """Take the printer away."""
        self.off()
        with self._lock:
            self._closing = True
            self._lock.notify_all()
        self._mechanics.join(JOIN_WITHIN_S)

    def wait_for(self, papers: int, timeout_s: float = 5.0) -> list[VirtualPaper]:
        """Wait until so many papers were cut off since the start, or the time is over; all that are kept."""
        until = time.monotonic() + timeout_s
        with self._lock:
            while self._cut < papers and (left_s := until - time.monotonic()) > 0:
                self._lock.wait(left_s)
            return list(self._papers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ── the network side ────────────────────────────────────────────────────────────────────────────

    def _keep_door(self, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = server.accept()
                with line:
                    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    with self._lock:
                        self._line = line
                    with contextlib.suppress(OSError):
                        self._listen(line)
                    with self._lock:
                        self._line = None

    def _listen(self, line: socket.socket) -> None:
        """Take data in order, and answer questions about the state as soon as they are seen."""
        tail = b""
        while data := line.recv(CHUNK_BYTES):
            window = tail + data
            for question in self._questions(window):
                self._say(bytes([self._state_byte(question)]))
            tail = window[-2:]
            with self._lock:
                while len(self._stream) > BUFFER_BYTES and self._server is not None:
                    self._lock.wait(0.1)
                self._stream += data
                self._lock.notify_all()

    @staticmethod
    def _questions(window: bytes) -> list[int]:
        """The n of every DLE EOT n; a real printer finds them in the middle of a picture, too."""
        return [window[at + 2] for at in range(len(window) - 2) if window[at : at + 2] == b"\x10\x04"]

    def _state_byte(self, question: int) -> int:
        with self._lock:
            out, low = self._level == "out", self._level == "low"
            if question == 1:
                return 0x16 | (wire.OFFLINE if out or self._cover_open else 0)
            if question == 2:
                return 0x12 | (wire.COVER_OPEN if self._cover_open else 0) | (wire.STOPPED_FOR_PAPER if out else 0)
            if question == 4:
                return 0x12 | (wire.NEAR_END if low or out else 0) | (wire.AT_END if out else 0)
            return 0x12

    def _say(self, answer: bytes) -> None:
        with self._lock:
            line = None if self._mute else self._line
        if line is not None:
            with contextlib.suppress(OSError):
                line.sendall(answer)

    # ── the mechanics ───────────────────────────────────────────────────────────────────────────────

    def _work(self) -> None:
        while True:
            with self._lock:
                if self._closing:
                    return
                command = None
                if self._can_print():
                    if self._rows:
                        self._print_rows()
                        continue
                    command = cut_command(self._stream)
                if command is None:
                    self._lock.wait()
                    continue
                answer = self._do(command)
            self._say(answer)

    def _can_print(self) -> bool:
        return self._server is not None and self._level != "out" and not self._cover_open

    def _print_rows(self) -> None:
        """Print what waits, or as much of it as a step of the motor allows; the lock is free while it turns."""
        rows = len(self._rows)
        if self.rows_per_s:
            self._lock.wait(MOTOR_STEP_S)
            rows = max(1, int(self.rows_per_s * MOTOR_STEP_S))
        for _ in range(min(rows, len(self._rows))):
            if not self._can_print():
                return
            self._sheet += self._rows.popleft()
            if self._rows_left is not None:
                self._rows_left -= 1
                if self._rows_left <= 0:
                    self._level, self._rows_left = "out", None

    def _do(self, command: Command) -> bytes:
        """Carry out one command; what it answers, if anything."""
        name, data = command
        if name == "GS v":
            self._take_picture(data)
        elif name == "ESC J":
            self._feed(data[2])
        elif name == "ESC d":
            self._feed(data[2] * LINE_DOTS)
        elif name == "LF":
            self._feed(LINE_DOTS)
        elif name == "GS V":
            self._cut_off(feed_dots=data[3] if len(data) > 3 else 0)
        elif name == "ESC p":
            self.drawer_opened += 1
        elif name == "GS r":
            return bytes([wire.LATE_NEAR_END if self._level == "low" else 0])
        elif name not in ("ESC @", "GS P", "DLE", "control"):
            self.strange += data
        return b""

    def _take_picture(self, data: bytes) -> None:
        row_bytes, rows = int.from_bytes(data[4:6], "little"), int.from_bytes(data[6:8], "little")
        if data[2:4] != b"0\x00" or row_bytes > self.width_px // 8:
            self.strange += data[:8]
        whole = self.width_px // 8
        for row in range(rows):
            dots = data[8 + row * row_bytes : 8 + (row + 1) * row_bytes]
            self._rows.append(dots[:whole].ljust(whole, b"\x00"))

    def _feed(self, dots: int) -> None:
        self._rows.extend([bytes(self.width_px // 8)] * dots)

    def _cut_off(self, feed_dots: int) -> None:
        """A paper is finished; a cut without anything before it gives none.

        A real printer feeds about 100 dots more, from the print line to the knife; nobody wants them in a picture.
        """
        if not self._sheet:
            return
        self._sheet += bytes(self.width_px // 8 * feed_dots)
        rows = len(self._sheet) // (self.width_px // 8)
        ink = Image.frombytes("1", (self.width_px, rows), bytes(self._sheet))
        self._sheet.clear()
        self._cut += 1
        self._papers.append(VirtualPaper(self._cut, ImageOps.invert(ink)))
        self._lock.notify_all()
