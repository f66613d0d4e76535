"""A member's card for trying things out: the other end of vpcd, the virtual reader of Debian's vsmartcard.

The reader's side is real (pcscd, libpcsclite, pyscard); only the card is a program. vpcd's wire::

    ┌──────────┬─────────────┐   length  2 bytes, big endian
    │  length  │   payload   │   payload of one byte: 00 off, 01 on, 02 reset (no answer), 04 → answer to reset
    └──────────┴─────────────┘   longer: a command APDU → response APDU

The card lies on the reader as long as the connection is there. Source: vsmartcard, virtualsmartcard/src/vpcd/vpcd.c.
"""

import contextlib
import socket
import threading
import time
from typing import Self

POWER_OFF, POWER_ON, RESET, ASK_ATR = b"\x00", b"\x01", b"\x02", b"\x04"
ATR = bytes.fromhex("3B8F8001804F0CA000000306030001000000006A")
"""What a contactless reader says for a Mifare Classic 1K (PC/SC part 3, 3.1.3.2.3)."""
GET_UID = bytes.fromhex("FFCA000000")
DONE, NOT_KNOWN_HERE = b"\x90\x00", b"\x6d\x00"
RETRY_S = 0.05
GAP_S = 0.9
"""So long at least the reader is empty between two cards: pcscd looks every 0.4 s and may need a second look."""
NOTICED_WITHIN_S = 5.0


def _connect(address: str) -> socket.socket:
    if "/" in address:
        line = socket.socket(socket.AF_UNIX)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = address.rpartition(":")
    line = socket.create_connection((host, int(port)), timeout=2)
    line.settimeout(None)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


def _receive(line: socket.socket, size: int) -> bytes:
    """So many bytes, or fewer where the reader has gone."""
    got = b""
    while len(got) < size and (more := line.recv(size - len(got))):
        got += more
    return got


class _Insertion:
    """One card that lies on the reader, in a thread that speaks for it until it is taken away."""

    def __init__(self, address: str, uid: bytes, pulled_when_read: bool, not_before_s: float) -> None:
        self.noticed = threading.Event()
        self._not_before_s = not_before_s
        self._address, self._uid, self._pulled_when_read = address, uid, pulled_when_read
        self._gone = threading.Event()
        self._line: socket.socket | None = None
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._lie, name="virtual-card", daemon=True)
        self._thread.start()

    def take_away(self) -> None:
        self._gone.set()
        with self._lock, contextlib.suppress(OSError):
            if self._line is not None:
                self._line.shutdown(socket.SHUT_RDWR)
        self._thread.join()

    def _lie(self) -> None:
        """Connect, and again when pcscd comes back: a card that lies on a reader does not leave with the service."""
        self._gone.wait(max(0.0, self._not_before_s - time.monotonic()))
        while not self._gone.is_set():
            with contextlib.suppress(OSError), _connect(self._address) as line:
                with self._lock:
                    self._line = line
                self._answer(line)
            self._gone.wait(RETRY_S)

    def _answer(self, line: socket.socket) -> None:
        while not self._gone.is_set():
            head = _receive(line, 2)
            if len(head) < 2:
                return
            asked = _receive(line, int.from_bytes(head, "big"))
            if asked == ASK_ATR:
                answer = ATR
            elif asked == POWER_ON:
                self.noticed.set()
                continue
            elif len(asked) <= 1:
                continue
            elif asked == GET_UID and self._pulled_when_read:
                self._gone.set()
                return
            else:
                answer = self._uid + DONE if asked == GET_UID and self._uid else NOT_KNOWN_HERE
            line.sendall(len(answer).to_bytes(2, "big") + answer)


class VirtualCard:
    """A hand that puts cards on a virtual reader; ``address`` is a Unix socket's path or ``host:port``.

    pcscd looks for a card every 0.4 s, so nothing here is noticed sooner.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._card: _Insertion | None = None
        self._empty_since_s = time.monotonic() - GAP_S

    def put(self, uid_hex: str, *, pulled_when_read: bool = False) -> None:
        """Lay a card on the reader and leave it there; an empty UID is a card that does not tell any.

        ``pulled_when_read``: a hand takes it away just when the box asks for the UID.
        """
        self.take_away()
        self._card = _Insertion(self.address, bytes.fromhex(uid_hex), pulled_when_read, self._empty_since_s + GAP_S)

    def take_away(self) -> None:
        """Take the card off the reader."""
        if self._card is not None:
            self._card.take_away()
            self._card = None
            self._empty_since_s = time.monotonic()

    def tap(self, uid_hex: str, hold_s: float = 0.3) -> bool:
        """Hold a card to the reader until it is noticed and a moment longer; False where no reader noticed."""
        self.put(uid_hex)
        noticed = self.wait_noticed()
        time.sleep(hold_s)
        self.take_away()
        return noticed

    def wait_noticed(self, timeout_s: float = NOTICED_WITHIN_S) -> bool:
        """Wait until the reader has powered the card that lies on it; False where that does not happen."""
        return self._card is not None and self._card.noticed.wait(timeout_s)

    def close(self) -> None:
        """Take the card along and go."""
        self.take_away()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
