"""A box as a program of its own, without a hub: real scale line, card service and printer port, simulators behind."""

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from appliance.devices.card.sim import VirtualCard
from appliance.devices.printer.sim import VirtualPrinter
from appliance.devices.scale.toledo_8217.sim import VirtualScale
from tests.appliance.conftest import REFERENCE, Shop
from tests.stage.pcscd import Pcscd
from tests.stage.processes import LOOPBACK, answers, free_port, spawn
from tests.stage.visitor import Visitor


class CounterOnItsOwn:
    """Enter it to have a counter with an open shift, a small catalogue and all its devices."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"http://{LOOPBACK}:{free_port()}"

    def __enter__(self) -> Self:
        shop = Shop(self.folder)
        shop.hear(*REFERENCE)
        shop.stop()
        with ExitStack() as parts:
            self.scale = parts.enter_context(VirtualScale())
            self.printer = parts.enter_context(VirtualPrinter())
            pcscd = parts.enter_context(Pcscd(self.folder / "pcscd"))
            self.card = parts.enter_context(VirtualCard(pcscd.card_address))
            settings = self.folder / "settings.toml"
            settings.write_text(
                f'[box]\nbranch = "hatyai01"\nweb_port = {self.url.rpartition(":")[2]}\n'
                f'[scale]\nkind = "toledo-8217"\nport = "{self.scale.port}"\n'
                f'[card_reader]\nkind = "pcsc"\npcscd_socket = "{pcscd.socket}"\n'
                f'[printer]\nkind = "escpos-network"\naddress = "{self.printer.address}"\n'
            )
            argv = [sys.executable, "-m", "appliance", "run", "--settings", settings]
            box = parts.enter_context(spawn(argv, log=self.folder / "box.log", name="box"))
            box.wait_until("answering", lambda: answers(f"{self.url}/health"))
            self.visitor = Visitor(self.url)
            self.visitor.open("/")
            self.visitor.press("/shift/open", cashier="สมศรี", float="500")
            self._parts = parts.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._parts.close()
