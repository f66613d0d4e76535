"""The cable of the stage behaves as a cable does."""

import socket
import threading
from collections.abc import Iterator

import pytest

from tests.stage.cable import Cable
from tests.stage.processes import LOOPBACK


@pytest.fixture
def echo() -> Iterator[int]:
    """A server that says back what it hears; its port."""
    listener = socket.create_server((LOOPBACK, 0))

    def serve() -> None:
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(caller,), daemon=True).start()

    def answer(caller: socket.socket) -> None:
        with caller:
            try:
                while data := caller.recv(1024):
                    caller.sendall(data)
            except OSError:
                return

    threading.Thread(target=serve, daemon=True).start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()


def call(cable: Cable) -> socket.socket:
    """A connection over the cable."""
    return socket.create_connection((LOOPBACK, cable.port), timeout=5)


def test_pulled_and_plugged(echo: int) -> None:
    """A pulled cable breaks what was connected and lets nothing new through, until it is plugged in again."""
    with Cable(echo) as cable:
        before = call(cable)
        before.sendall(b"one")
        assert before.recv(10) == b"one"
        cable.pull()
        with pytest.raises(OSError, match="reset"):
            before.recv(10)
        with pytest.raises(OSError, match="reset"):
            call(cable).recv(10)
        cable.plug()
        after = call(cable)
        after.sendall(b"two")
        assert after.recv(10) == b"two"


def test_a_dead_line_tells_nobody(echo: int) -> None:
    """On a dead line nothing comes and nobody is told; what was said meanwhile arrives when the line is back."""
    with Cable(echo) as cable:
        caller = call(cable)
        caller.settimeout(0.3)
        cable.pull("silent")
        caller.sendall(b"anybody?")
        with pytest.raises(TimeoutError):
            caller.recv(10)
        cable.plug()
        caller.settimeout(5)
        assert caller.recv(10) == b"anybody?"
