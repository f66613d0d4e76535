"""A pcscd for one box alone, with vpcd's virtual reader, on a machine where others may run theirs.

Nothing of the machine is used or left: the socket, the reader's configuration and the log lie in a folder of the
caller's, ``/run/pcscd`` is not touched, and a pcscd of the system does not matter. See ``pcscd_room`` for how.
Where the kernel grants no namespaces (some containers), vpcd listens on a free port of every interface instead.
"""

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Self

from tests.stage.pcscd_room import VPCD_PORT
from tests.stage.processes import Child, spawn

DRIVER = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"
UNIX_PATH_BYTES = 107
WALLS = ("--net", "--mount")
AS_ROOT_THERE = ("--user", "--map-root-user")


def _namespaces() -> tuple[str, ...]:
    """What ``unshare`` has to be asked for here; empty where the kernel grants none."""
    ways = [WALLS] if os.geteuid() == 0 else []
    for way in (*ways, (*AS_ROOT_THERE, *WALLS)):
        if subprocess.run(["unshare", *way, "true"], capture_output=True, check=False).returncode == 0:
            return way
    return ()


def _free_pair() -> int:
    """A port that is free with the one after it: vpcd takes one for each of its two slots."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("", port + 1))
            except (OSError, OverflowError):
                continue
            return port


class Pcscd:
    """One private pcscd with one virtual reader; stop and start it as often as you like, the addresses stay.

    ``socket`` is what a box's ``card_reader.pcscd_socket`` has to say, ``card_address`` is for ``VirtualCard``, and
    ``reader`` is the reader's name in PC/SC.
    """

    def __init__(self, folder: Path, name: str = "Sahakorn Reader") -> None:
        self.folder = folder.resolve()
        self.socket = str(self.folder / "pcscd.comm")
        self.card_address = str(self.folder / "card")
        self.reader = f"{name} 00 00"
        self._name = name
        self._child: Child | None = None
        if len(os.fsencode(self.socket)) > UNIX_PATH_BYTES:
            raise ValueError(f"{self.socket}: a socket's path has at most {UNIX_PATH_BYTES} bytes")

    @property
    def running(self) -> bool:
        """Whether this pcscd is there."""
        return self._child is not None and self._child.running

    @property
    def pid(self) -> int:
        """The process id of the room that pcscd runs in; it ends with it. Raises RuntimeError while stopped."""
        if self._child is None:
            raise RuntimeError("this pcscd does not run")
        return self._child.pid

    def start(self, *, reader: bool = True) -> Self:
        """Start pcscd, ``reader`` or no reader plugged in. Raises NotReady with its log when it does not come up."""
        if self.running:
            return self
        readers = self.folder / "readers"
        readers.mkdir(parents=True, exist_ok=True)
        namespaces = _namespaces()
        port = VPCD_PORT if namespaces else _free_pair()
        plugged_in = (
            f'FRIENDLYNAME "{self._name}"\nDEVICENAME /dev/null:{port:#x}\nLIBPATH {DRIVER}\nCHANNELID {port:#x}\n'
        )
        (readers / "vpcd").write_text(plugged_in if reader else "")
        door = Path(self.card_address)
        door.unlink(missing_ok=True)
        room = [sys.executable, "-I", "-S", Path(__file__).with_name("pcscd_room.py")]
        walls = ["unshare", *namespaces, "--"] if namespaces else []
        words = [*walls, *room, self.folder, readers, port, os.getpid()]
        self._child = spawn([str(word) for word in words], log=self.folder / "pcscd.log", name="pcscd")
        self._child.wait_until("its sockets are there", door.exists)
        return self

    def stop(self) -> None:
        """Stop pcscd, as a service that is restarted."""
        self._end(lambda child: child.stop())

    def kill9(self) -> None:
        """End pcscd at once; its socket's name stays, as after a crash."""
        self._end(lambda child: child.kill9())

    def _end(self, how: Callable[[Child], None]) -> None:
        if self._child is not None:
            how(self._child)
            self._child = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


@cache
def of_this_process() -> Pcscd:
    """The one pcscd that this process can talk to, not started yet; libpcsclite keeps to the first socket it saw.

    For tests that have the card reader in their own process. Stop it when done: the next user starts it again.
    """
    folder = Path(tempfile.mkdtemp(prefix="sahakorn-pcscd-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Pcscd(folder)
