"""A whole network on one machine, laid out in a folder: authority, broker, hub and the boxes of some branches.

Laying it out takes the same steps as for a real one (provisioning, then the hub's command line over
``provisioning/example``). The folder keeps everything, books included, so that it starts in seconds the second time;
delete the folder for a fresh one::

    authority/  broker/  hub/  boxes/<branch>/    each with its settings, keys, books and log
    laid-out                                      what the example data was when the hub took it in
"""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import provisioning
from provisioning import authority as authorities
from provisioning import enroll
from provisioning.authority import Authority
from tests.stage.broker import Broker, now
from tests.stage.counter import Counter
from tests.stage.hub import Hub

EXAMPLE = Path(provisioning.__file__).parent / "example"
IMPORTS = ("districts", "organisations", "branches", "categories", "items", "members", "rounds")
"""In this order: a later one names what an earlier one brought."""
REGISTERED = "registered"
DEMO_BRANCHES = ("rattaphum01", "bangklam01", "rajabhat01")
"""A district co-op's shop, a rubber-fund co-op's plant, a shop co-op that belongs to the province."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the screens are; 0 takes a free one."""

    hub: int = 0
    counters: tuple[int, ...] = ()


def quiet(_: str) -> None:
    """Tell nobody."""


def lay_out(
    folder: Path, branches: Sequence[str], example: Path = EXAMPLE, tell: Callable[[str], None] = quiet
) -> Authority:
    """Make what is missing of a network in a folder; what is there stays as it is. ``tell`` hears each step."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "authority" / authorities.KEY).exists():
        tell("founding the certificate authority")
        authorities.create(folder / "authority", "sahakorn example authority", now())
    authority = authorities.load(folder / "authority")
    hub = Hub(folder / "hub")
    if not (hub.folder / "hub.key").exists():
        enroll.hub(authority, hub.folder, now())
    hub.write_settings(broker_port=1)
    _take_in(hub, example, folder / "laid-out", tell)
    _provision(authority, hub, folder / "boxes", branches, tell)
    return authority


def _provision(
    authority: Authority, hub: Hub, boxes: Path, branches: Sequence[str], tell: Callable[[str], None]
) -> None:
    """A folder for each box that has none; a box is known to the hub when its folder says so."""
    fresh = [boxes / branch for branch in branches if not (boxes / branch / REGISTERED).exists()]
    for box in fresh:
        if not box.exists():
            tell(f"provisioning the box of {box.name}")
            enroll.box(authority, box.name, box, enroll.BoxPlan(), now())
    if fresh:
        tell("the hub takes the boxes' keys")
        hub.say("register", *(box / enroll.REGISTRATION for box in fresh))
    for box in fresh:
        (box / REGISTERED).touch()


def _take_in(hub: Hub, example: Path, mark: Path, tell: Callable[[str], None]) -> None:
    files = [(kind, example / f"{kind}.csv") for kind in IMPORTS]
    digest = hashlib.sha256(b"".join(file.read_bytes() for _, file in files)).hexdigest()
    if mark.exists() and mark.read_text() == digest:
        return
    hub.say("init")
    for kind, file in files:
        tell(f"the hub takes in {file.name}")
        hub.say("import", kind, file)
    mark.write_text(digest)


class Town:
    """A network that runs: enter it to start everything, leave it to stop everything."""

    def __init__(
        self,
        folder: Path,
        branches: Sequence[str] = DEMO_BRANCHES,
        ports: Ports | None = None,
        tell: Callable[[str], None] = quiet,
    ) -> None:
        self.folder = folder
        self._branches = branches
        self._ports = ports or Ports()
        self._tell = tell
        self.counters: dict[str, Counter] = {}
        self.hub: Hub
        self.broker: Broker

    def __enter__(self) -> Self:
        authority = lay_out(self.folder, self._branches, tell=self._tell)
        with ExitStack() as parts:
            self._tell("starting mosquitto")
            self.broker = parts.enter_context(Broker(authority, self.folder / "broker"))
            self._tell("starting the hub")
            self.hub = Hub(self.folder / "hub", self._ports.hub)
            self.hub.write_settings(self.broker.port)
            parts.callback(self.hub.stop)
            self.hub.start()
            self._tell("starting the boxes")
            ports = (*self._ports.counters, *([0] * len(self._branches)))
            for branch, port in zip(self._branches, ports, strict=False):
                counter = Counter(self.folder / "boxes" / branch, self.broker.port, port)
                self.counters[branch] = parts.enter_context(counter)
                counter.start()
            for counter in self.counters.values():
                counter.wait_ready()
            self._parts = parts.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._parts.close()
