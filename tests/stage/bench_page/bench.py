"""What a hand can do at one counter, by name, and how things stand after it."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from appliance.devices.printer.sim import PaperLevel
from tests.stage.counter import Counter
from tests.stage.visitor import Refusal, Visitor

SLOW_MS = 400
PAN_LIMIT_G = 40_000
PAPER_LEVELS: Mapping[str, PaperLevel] = {"ok": "ok", "low": "low", "out": "out"}


@dataclass
class Bench:
    """The hands at one counter. The simulators do the work; what was last done is remembered here for the page."""

    counter: Counter
    weight_g: int = 0
    scale: str = "well"
    card: str = ""
    paper: str = "ok"
    cover_open: bool = False
    printer_on: bool = True
    cable: str = "plugged"
    acts: Mapping[str, Callable[[str], None]] = field(init=False)

    def __post_init__(self) -> None:
        self._one_hand = threading.Lock()
        self.acts = {
            "put": self.put,
            "scale": self.disturb_scale,
            "scan": self.scan,
            "tap": self.tap,
            "hold": self.hold,
            "paper": self.load_paper,
            "cover": self.move_cover,
            "printer": self.switch_printer,
            "cable": self.move_cable,
            "power": self.switch_box,
        }

    def put(self, weight_g: str) -> None:
        """Put so many grams on the pan, or 0 to clear it; a scale that was over or under is well again."""
        weight = int(weight_g)
        if not 0 <= weight <= PAN_LIMIT_G:
            raise ValueError(f"0 to {PAN_LIMIT_G} g fit on the pan")
        self.weight_g = weight
        if self.scale in ("moving", "over", "under"):
            self.scale = "well"
        self.counter.scale.put(weight)

    def disturb_scale(self, how: str) -> None:
        """``well``, ``moving``, ``over``, ``under``, ``garble``, ``mute`` or ``unplugged``."""
        scale = self.counter.scale
        ways: dict[str, Callable[[], None]] = {
            "well": lambda: scale.put(self.weight_g),
            "moving": lambda: scale.put(self.weight_g, moving=True),
            "over": scale.over,
            "under": scale.under,
            "garble": lambda: scale.garble(True),
            "mute": lambda: scale.mute(True),
            "unplugged": scale.unplug,
        }
        if how not in ways:
            raise ValueError(f"a scale cannot be {how!r}")
        scale.garble(False)
        scale.mute(False)
        scale.plug()
        ways[how]()
        self.scale = how

    def scan(self, code: str) -> None:
        """Scan a code at the counter. Raises ValueError with what the counter says to a code that it refuses."""
        scanner = Visitor(self.counter.url)
        try:
            scanner.open("/")
            scanner.press("/counter/scan", code=code)
        except Refusal as refusal:
            raise ValueError(str(refusal).split(": ", 1)[-1].split(" ×")[0]) from refusal

    def tap(self, uid: str) -> None:
        """Hold a card to the reader for a moment."""
        with self._one_hand:
            self.card = uid
            try:
                self.counter.card.tap(uid)
            finally:
                self.card = ""

    def hold(self, uid: str) -> None:
        """Leave a card on the reader; with no UID, take it away."""
        with self._one_hand:
            self.card = uid
            if uid:
                self.counter.card.put(uid)
            else:
                self.counter.card.take_away()

    def load_paper(self, how: str) -> None:
        """``ok``, ``low`` or ``out``."""
        level = PAPER_LEVELS.get(how)
        if level is None:
            raise ValueError(f"a roll cannot be {how!r}")
        self.counter.printer.set_paper(level)
        self.paper = level

    def move_cover(self, how: str) -> None:
        """``open`` or ``shut``."""
        self.cover_open = how == "open"
        self.counter.printer.set_cover(self.cover_open)

    def switch_printer(self, how: str) -> None:
        """``on`` or ``off``."""
        self.printer_on = how == "on"
        if self.printer_on:
            self.counter.printer.on()
        else:
            self.counter.printer.off()

    def move_cable(self, how: str) -> None:
        """``plugged``, ``cut``, ``silent`` (a dead line that nobody is told of) or ``slow``."""
        cable = self.counter.cable
        if how in ("cut", "silent"):
            cable.pull("cut" if how == "cut" else "silent")
        elif how in ("plugged", "slow"):
            cable.slow(SLOW_MS if how == "slow" else 0)
            cable.plug()
        else:
            raise ValueError(f"a cable cannot be {how!r}")
        self.cable = how

    def switch_box(self, how: str) -> None:
        """``cut`` ends the box as a power cut does, ``on`` starts it again."""
        if how == "cut":
            self.counter.kill9()
        elif not self.counter.running:
            self.counter.start()
            self.counter.wait_ready()

    def state(self) -> dict[str, Any]:
        """How things stand, for the page."""
        printer = self.counter.printer
        papers = printer.papers
        return {
            "weight_g": self.weight_g,
            "scale": self.scale,
            "card": self.card,
            "paper": self.paper,
            "cover": "open" if self.cover_open else "shut",
            "printer": "on" if self.printer_on else "off",
            "cable": self.cable,
            "power": "on" if self.counter.running else "cut",
            "papers": papers[-1].number if papers else 0,
            "drawer": printer.drawer_opened,
        }
