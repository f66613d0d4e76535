"""A real mosquitto over TLS, with the configuration and the rights that provisioning writes for a real one."""

import datetime as dt
import time
from pathlib import Path
from typing import Self

from provisioning import broker as written
from provisioning.authority import Authority
from tests.stage.processes import LOOPBACK, Child, free_port, listens, spawn


def now() -> dt.datetime:
    """The machine's time, for certificates."""
    return dt.datetime.fromtimestamp(time.time(), dt.UTC)


class Broker:
    """mosquitto on a port of its own, which it keeps over a restart."""

    def __init__(self, authority: Authority, folder: Path, port: int = 0) -> None:
        self.port = port or free_port()
        self._folder = folder
        self._conf = written.make(authority, folder, written.Listener(LOOPBACK, self.port), now())
        self._child: Child | None = None

    @property
    def running(self) -> bool:
        """Whether boxes could connect."""
        return self._child is not None and self._child.running

    def start(self) -> None:
        """Start it and wait until it listens."""
        self._child = spawn(["mosquitto", "-c", self._conf], log=self._folder / "mosquitto.log", name="mosquitto")
        self._child.wait_until(f"listening on {self.port}", lambda: listens(self.port))

    def stop(self) -> None:
        """Stop it as an administrator does."""
        if self._child is not None:
            self._child.stop()

    def kill9(self) -> None:
        """End it as a power cut does."""
        if self._child is not None:
            self._child.kill9()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
