"""One branch's counter: the box as a process of its own, and at the other end of each wire a device or a cable."""

import json
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from appliance.devices.card.driver import SOCKET_VARIABLE
from appliance.devices.card.sim import VirtualCard
from appliance.devices.printer.sim import VirtualPrinter
from appliance.devices.scale.toledo_8217.sim import VirtualScale
from provisioning import enroll
from tests.stage.cable import Cable
from tests.stage.pcscd import UNIX_PATH_BYTES, Pcscd
from tests.stage.processes import LOOPBACK, Child, answers, free_port, spawn


class Counter:
    """A box with its scale, card reader, printer and network cable, in the folder that provisioning made.

    The devices are there as long as the counter is; the box is started, stopped and cut off beside them.
    """

    def __init__(self, folder: Path, broker_port: int, web_port: int = 0) -> None:
        self.folder = folder
        self.branch: str = json.loads((folder / enroll.IDENTITY).read_text())["branch"]
        self.web_port = web_port or free_port()
        self._child: Child | None = None
        with ExitStack() as parts:
            self.cable = parts.enter_context(Cable(broker_port))
            self.scale = parts.enter_context(VirtualScale())
            self.printer = parts.enter_context(VirtualPrinter())
            self.pcscd = parts.enter_context(Pcscd(_room_for_sockets(folder / "pcscd", parts)))
            self.card = parts.enter_context(VirtualCard(self.pcscd.card_address))
            self._parts = parts.pop_all()

    @property
    def url(self) -> str:
        """Where the counter's page is."""
        return f"http://{LOOPBACK}:{self.web_port}"

    @property
    def running(self) -> bool:
        """Whether the box is switched on."""
        return self._child is not None and self._child.running

    def start(self) -> None:
        """Switch the box on, without waiting for it."""
        plan = enroll.BoxPlan(
            broker_port=self.cable.port,
            web_port=self.web_port,
            scale_kind="toledo-8217",
            scale_port=self.scale.port,
            card_reader_kind="pcsc",
            pcscd_socket=str(self.pcscd.socket),
            printer_kind="escpos-network",
            printer_address=self.printer.address,
        )
        settings = self.folder / enroll.SETTINGS
        settings.write_text(enroll.box_settings(self.branch, plan), encoding="utf-8")
        argv = [sys.executable, "-m", "appliance", "run", "--settings", str(settings)]
        alone = {SOCKET_VARIABLE: str(self.pcscd.socket)}  # not the one that this process may use for itself
        self._child = spawn(argv, log=self.folder / "box.log", name=f"box of {self.branch}", env=alone)

    def wait_ready(self) -> None:
        """Wait until the counter's page is there."""
        if self._child is not None:
            self._child.wait_until(f"answering at {self.url}", lambda: answers(f"{self.url}/health.json"))

    def stop(self) -> None:
        """Switch the box off as it should be."""
        if self._child is not None:
            self._child.stop()

    def kill9(self) -> None:
        """Cut the box's power."""
        if self._child is not None:
            self._child.kill9()

    def close(self) -> None:
        """Switch the box off and take the devices away."""
        self.stop()
        self._parts.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _room_for_sockets(wanted: Path, parts: ExitStack) -> Path:
    """The wanted folder, or one with a short name where a socket in it would have a longer path than Unix allows."""
    if len(os.fsencode(wanted.resolve() / "pcscd.comm")) <= UNIX_PATH_BYTES:
        return wanted
    return Path(parts.enter_context(tempfile.TemporaryDirectory(prefix="pcscd-")))
