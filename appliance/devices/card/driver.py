"""Listens to the card readers of pcscd, through pcscd's restarts and the readers' comings and goings.

pyscard's own monitors die for good when pcscd restarts, so one thread asks ``SCardGetStatusChange`` itself and takes a
new context whenever anything is refused.

A card that is on a reader when the reader appears, at the box's start, after a restart of pcscd or a pulled cable, is
no tap: nobody put it there just now, and it must not be booked to the next customer. So a reader is watched for a
second and a half before it counts as ready.

**pcscd's socket.** libpcsclite reads ``PCSCLITE_CSOCK_NAME`` at the first call that needs pcscd (``getSocketName``, by
way of ``SCardEstablishContext``) and keeps it until the process ends. So one process talks to one pcscd; the driver
puts the name into the environment before its first call, and refuses a second, different one.
"""

import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from smartcard import scard

from appliance.devices.card.wire import GET_UID, NoUid, Uid, read_uid
from appliance.errors import AnotherPcscd
from appliance.ports import BadTap, ReaderState, Tap

SOCKET_VARIABLE = "PCSCLITE_CSOCK_NAME"
LOOK_EVERY_MS = 500
AGAIN_AFTER_S = 0.5
APPEARS_S = 1.5
BOUNCE_S = 0.2
CONNECT_TRIES = 2
CLOSE_WITHIN_S = 3.0

PLUG_AND_PLAY = "\\\\?PnP?\\Notification"
"""Not a reader: its state changes when a reader comes or goes."""
EVENTS_SHIFT = 16
"""The high half of a reader's state counts its cards' comings and goings."""
TRY_AGAIN = {scard.SCARD_W_RESET_CARD, scard.SCARD_W_REMOVED_CARD}

log = logging.getLogger(__name__)


class _Refused(Exception):
    """A call of PC/SC failed; ``code`` is PC/SC's own."""

    def __init__(self, call: str, code: int) -> None:
        self.code = code
        super().__init__(f"{call}: {scard.SCardGetErrorMessage(code)}")


def _must(call: str, code: int) -> None:
    if code != scard.SCARD_S_SUCCESS:
        raise _Refused(call, code)


@contextmanager
def _context() -> Iterator[int]:
    """A conversation with pcscd. Raises _Refused where there is no pcscd."""
    code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    _must("SCardEstablishContext", code)
    try:
        yield context
    finally:
        scard.SCardReleaseContext(context)


def _exchange(context: int, reader: str, command: bytes) -> bytes:
    """Say one command to the card on a reader. Raises _Refused."""
    protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
    code, card, protocol = scard.SCardConnect(context, reader, scard.SCARD_SHARE_SHARED, protocols)
    _must("SCardConnect", code)
    try:
        header = scard.SCARD_PCI_T1 if protocol == scard.SCARD_PROTOCOL_T1 else scard.SCARD_PCI_T0
        code, answer = scard.SCardTransmit(card, header, list(command))
        _must("SCardTransmit", code)
        return bytes(byte & 0xFF for byte in answer)
    finally:
        scard.SCardDisconnect(card, scard.SCARD_LEAVE_CARD)


class PcscCardReader:
    """All readers whose name begins with ``reader``; with an empty one, every reader there is."""

    def __init__(self, reader: str = "", socket: str = "") -> None:
        if socket and os.environ.setdefault(SOCKET_VARIABLE, socket) != socket:
            raise AnotherPcscd(socket=socket, used=os.environ[SOCKET_VARIABLE])
        self._wanted = reader
        self._lock = threading.Lock()
        self._state = ReaderState.NO_SERVICE
        self._last: Tap | BadTap | None = None
        self._count = 0
        self._known: dict[str, int] = {}
        self._ready_at_s: dict[str, float] = {}
        self._trouble = ""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="card reader", daemon=True)
        self._thread.start()

    def last(self) -> Tap | BadTap | None:
        """The newest tap since the box started."""
        with self._lock:
            return self._last

    def state(self) -> ReaderState:
        """Whether a card could be read now."""
        with self._lock:
            return self._state

    def close(self) -> None:
        """Stop listening."""
        self._stop.set()
        self._thread.join(CLOSE_WITHIN_S)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._known.clear()
            self._ready_at_s.clear()
            try:
                with _context() as context:
                    while not self._stop.is_set():
                        self._look(context)
            except _Refused as refused:
                self._rest(str(refused))
            except Exception as error:  # pyscard raises SystemError where pcscd goes at the wrong moment
                log.exception("card reader: unexpected")
                self._rest(str(error))

    def _rest(self, trouble: str) -> None:
        """There is no service now; wait a little. The same trouble again is not worth another line of log."""
        if trouble != self._trouble:
            log.warning("card reader: %s", trouble)
        self._trouble = trouble
        self._become(ReaderState.NO_SERVICE)
        self._stop.wait(AGAIN_AFTER_S)

    def _become(self, state: ReaderState) -> None:
        with self._lock:
            self._state = state

    def _look(self, context: int) -> None:
        """Wait for the next change at any reader of ours, half a second at most, and take it in."""
        readers = self._readers(context)
        now_s = time.monotonic()
        self._known = {reader: self._known.get(reader, scard.SCARD_STATE_UNAWARE) for reader in readers}
        self._ready_at_s = {reader: self._ready_at_s.get(reader, now_s + APPEARS_S) for reader in readers}
        ready = any(now_s >= at_s for at_s in self._ready_at_s.values())
        self._become(ReaderState.READY if ready else ReaderState.NO_READER)
        asked = [*self._known.items(), (PLUG_AND_PLAY, scard.SCARD_STATE_UNAWARE)]
        code, states = scard.SCardGetStatusChange(context, LOOK_EVERY_MS, asked)
        if code in (scard.SCARD_E_TIMEOUT, scard.SCARD_E_UNKNOWN_READER):
            return
        _must("SCardGetStatusChange", code)
        self._trouble = ""
        for reader, state, _ in states:
            if reader in self._known:
                self._change(context, reader, state & ~scard.SCARD_STATE_CHANGED)

    def _readers(self, context: int) -> list[str]:
        code, names = scard.SCardListReaders(context, [])
        if code == scard.SCARD_E_NO_READERS_AVAILABLE:
            return []
        _must("SCardListReaders", code)
        return [name for name in names if name.startswith(self._wanted)]

    def _change(self, context: int, reader: str, state: int) -> None:
        """Note a reader's new state; a card that came since the last one is a tap."""
        before = self._known[reader]
        self._known[reader] = state
        came = state >> EVENTS_SHIFT != before >> EVENTS_SHIFT and state & scard.SCARD_STATE_PRESENT
        if not came or time.monotonic() < self._ready_at_s[reader]:
            return
        outcome = self._read(context, reader)
        with self._lock:
            self._count += 1
            at_s = time.monotonic()
            if isinstance(outcome, Uid):
                self._last = Tap(self._count, outcome.hex, at_s)
            else:
                self._last = BadTap(self._count, outcome, at_s)

    def _read(self, context: int, reader: str) -> Uid | Literal["random-uid", "unreadable", "pulled-away"]:
        """Ask the card, once more where it was only unsteady. A card that is gone by then has been pulled away."""
        for left in reversed(range(CONNECT_TRIES)):
            try:
                uid = read_uid(_exchange(context, reader, GET_UID))
            except _Refused as refused:
                log.info("%s: %s", reader, refused)
                if left and refused.code in TRY_AGAIN:
                    self._stop.wait(BOUNCE_S)
                    continue
                uid = NoUid("unreadable")
            break
        if isinstance(uid, Uid):
            return uid
        if uid.why == "unreadable" and not self._lies_there(context, reader):
            return "pulled-away"
        return uid.why

    def _lies_there(self, context: int, reader: str) -> bool:
        """Whether the card whose reading failed is still on the reader, or was lifted in the meantime."""
        known = self._known[reader]
        code, states = scard.SCardGetStatusChange(context, LOOK_EVERY_MS, [(reader, known)])
        if code == scard.SCARD_E_TIMEOUT:
            return True
        _must("SCardGetStatusChange", code)
        return all(state >> EVENTS_SHIFT == known >> EVENTS_SHIFT for _, state, _ in states)


class NoCardReader:
    """The branch has no card reader."""

    def last(self) -> Tap | BadTap | None:
        """Never a tap."""
        return None

    def state(self) -> ReaderState:
        """Always ABSENT."""
        return ReaderState.ABSENT

    def close(self) -> None:
        """Nothing to stop."""
