"""``make smoke``: without a screen, what the demo does: one sale by card and scale, one demand, both seen at the hub.

Everything goes the way a person's finger makes it go: through the counter's own pages, with their form token. Each step
says in one line what it saw; the first that does not see what it should ends the run with 1.
"""

import csv
import io
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from tests.stage.counter import Counter
from tests.stage.processes import NotReady
from tests.stage.town import Town
from tests.stage.visitor import Page, Refusal, Visitor

BRANCH = "rattaphum01"


class Person(NamedTuple):
    """A member of the example data: card, id and a part of the name."""

    card: str
    member: str
    name: str


REGULARS = {
    "rattaphum01": Person("04A1B2C3D4E5F1", "m-0001", "สมศักดิ์"),
    "bangklam01": Person("04A1B2C3D4E5F2", "m-0002", "อารีย์"),
    "rajabhat01": Person("04A1B2C3D4E5F3", "m-0003", "ก้องเกียรติ"),
}
"""Who shops where."""
ROUND, FIRM, MAXIMUM = "r-fertiliser-2569", 12, 20
PACKED, PACKED_CODE, PACKED_IN = "rice-jasmine-5", "8850000000034", 40
WEIGHED, WEIGHED_IN_KG, WEIGHT_G = "cabbage", "25.500", 1_235
LEFT = {PACKED: "39", WEIGHED: "24.265"}
"""What the hub's stock has to say: came in, less what was sold."""
DUE = "152.00"
"""A bag at 115.00 and 1.235 kg at 30.00 are 152.05, and cash is rounded down to 25 satang."""
WITHIN_S, LOOK_EVERY_S = 20.0, 0.05


class NotSeen(AssertionError):
    """A step did not see what it should."""


def until(what: str, look: Callable[[], object], within_s: float = WITHIN_S) -> None:
    """Look again and again until there is something to see. Raises NotSeen with what was looked for."""
    latest_s = time.monotonic() + within_s
    while not look():
        if time.monotonic() > latest_s:
            raise NotSeen(f"{what}: not seen within {within_s:g} s")
        time.sleep(LOOK_EVERY_S)


def expect(seen: str, wanted: str) -> None:
    """Raises NotSeen where what is seen does not hold what is wanted."""
    if wanted not in seen:
        raise NotSeen(f"{wanted!r} is not in: {seen[:300]}")


class Walk:
    """One person at one counter, who looks at the hub in between. Each step returns what it saw."""

    def __init__(self, town: Town, papers: Path, branch: str = BRANCH) -> None:
        self.branch, self.person = branch, REGULARS[branch]
        self.counter: Counter = town.counters[branch]
        self.box, self.hub = Visitor(self.counter.url), Visitor(town.hub.url)
        self._papers = papers

    def the_catalogue_comes(self) -> str:
        """The hub's goods, members and rounds come down the line; the rounds are the last."""
        until("the round at the counter", lambda: ROUND in self.box.open("/joint-purchase").source)
        self.box.open("/")
        return self.box.open("/counter/search", q=PACKED_CODE).words

    def the_devices_are_ready(self) -> str:
        """Scale, card reader and printer answer the box."""
        until("every device well", lambda: all(each["well"] for each in self._devices().values()))
        return ", ".join(f"{name} {device['state']}" for name, device in sorted(self._devices().items()))

    def goods_are_received(self) -> str:
        """A supplier brings bags and cabbages."""
        page = self.box.open("/goods/receive")
        done = self.box.submit(
            "/goods/receive",
            ("receipt", page.field("receipt")),
            ("source", "คลังสินค้ากลาง"),
            ("document", "smoke 1"),
            *(("item", PACKED), ("quantity", PACKED_IN)),
            *(("item", WEIGHED), ("quantity", WEIGHED_IN_KG)),
        )
        expect(done.words, WEIGHED_IN_KG)
        return f"{PACKED_IN} × {PACKED}, {WEIGHED_IN_KG} kg of {WEIGHED}"

    def a_shift_is_opened(self) -> str:
        """The cashier counts the change in the drawer."""
        page = self.box.press("/shift/open", cashier="สมหญิง", float="1000")
        expect(page.words, "สมหญิง")
        return "สมหญิง with 1,000.00 in the drawer"

    def a_card_is_tapped(self) -> str:
        """The reader reads it; the open page hears of the tap and asks whose card it is."""
        before = int(self._counter_page().attribute("data-tap"))
        self.counter.card.tap(self.person.card)
        until("the tap", lambda: int(self._counter_page().attribute("data-tap")) > before)
        tap = self._counter_page().attribute("data-tap")
        page = self.box.press("/counter/card", count=tap, basket=self._basket())
        expect(page.words, self.person.name)
        return f"card {self.person.card} is {self.person.name}'s"

    def goods_are_rung_up(self) -> str:
        """A bag is scanned, and cabbage is weighed once the pan has come to rest."""
        self.box.press("/counter/scan", code=PACKED_CODE)
        self.counter.scale.put(WEIGHT_G)
        until("the weight", lambda: "1.235" in self.box.open("/counter/weigh", item=WEIGHED).words)
        page = self.box.press("/counter/weigh", item=WEIGHED)
        self.counter.scale.put(0)
        expect(page.words, "37.05")
        return "a bag at 115.00, 1.235 kg from the scale at 37.05"

    def it_is_charged(self) -> str:
        """200 baht are handed over."""
        asked = self.box.open("/counter/charge")
        due, basket = asked.field("due"), asked.field("basket")
        expect(due, DUE)
        page = self.box.press("/counter/charge", basket=basket, due=due, given="200")
        expect(page.attribute("data-change"), "48.00")
        again = self.box.press("/counter/charge", basket=basket, due=due, given="200")
        expect(again.attribute("data-number"), page.attribute("data-number"))
        return f"{due} due, 48.00 back; a second tap found the sale booked"

    def the_paper_comes(self) -> str:
        """The printer cut one paper and opened the drawer once; the picture is kept."""
        until("the paper", lambda: self.counter.printer.papers)
        until("the drawer", lambda: self.counter.printer.drawer_opened == 1)
        self._papers.mkdir(parents=True, exist_ok=True)
        picture = self._papers / "receipt.png"
        paper = self.counter.printer.papers[0]
        picture.write_bytes(paper.png())
        return f"{paper.image.width} × {paper.image.height} dots, drawer opened once: {picture}"

    def the_hub_sees_the_stock(self) -> str:
        """The hub's stock of the branch is what came in less what was sold."""
        began_s = time.monotonic()
        until(f"{LEFT} in the hub's stock", lambda: self.hub_stock() == LEFT)
        seen = ", ".join(f"{left} of {item}" for item, left in LEFT.items())
        return f"{seen}, after {time.monotonic() - began_s:.1f} s"

    def a_demand_is_taken(self) -> str:
        """The member asks for bags of fertiliser."""
        page = self.box.open("/joint-purchase", round=ROUND, member=self.person.member)
        self.box.submit(
            f"/joint-purchase/{ROUND}/request",
            ("request", page.field("request")),
            ("member", self.person.member),
            ("firm", FIRM),
            ("maximum", MAXIMUM),
        )
        return f"{FIRM} bags for sure, {MAXIMUM} at the most"

    def the_hub_sees_the_demand(self) -> str:
        """The round at the hub counts them, by branch."""
        began_s = time.monotonic()
        wanted = [(self.person.member, str(FIRM), str(MAXIMUM))]
        until("the demand in the hub's round", lambda: self._hub_demand() == wanted)
        return f"{FIRM} to {MAXIMUM} bags of {self.branch}, after {time.monotonic() - began_s:.1f} s"

    def the_round_comes_back(self) -> str:
        """The counter hears what the whole round comes to now, from the hub."""
        wanted = f"{20_000 - FIRM:,}"
        until("what is still missing", lambda: wanted in self.box.open("/joint-purchase", round=ROUND).words)
        return f"the counter says that {wanted} bags are still missing"

    def scan(self) -> tuple[str, str]:
        """One bag on the counter; the basket, and what is due for it."""
        self._counter_page()
        self.box.press("/counter/scan", code=PACKED_CODE)
        asked = self.box.open("/counter/charge")
        return asked.field("basket"), asked.field("due")

    def charge(self, basket: str, due: str) -> int:
        """Take the exact money; the receipt's number."""
        self._counter_page()
        page = self.box.press("/counter/charge", basket=basket, due=due, given=due)
        return int(page.attribute("data-number"))

    def _devices(self) -> dict[str, dict[str, Any]]:
        devices: dict[str, dict[str, Any]] = self.box.read_json("/health.json")["devices"]
        return devices

    def _counter_page(self) -> Page:
        return self.box.open("/")

    def _basket(self) -> str:
        return self._counter_page().attribute("data-basket")

    def _hub_table(self, path: str) -> list[dict[str, str]]:
        """A table of the hub, as its file says, of this branch."""
        rows = csv.DictReader(io.StringIO(self.hub.open(path).source))
        return [row for row in rows if row["branch"] == self.branch]

    def hub_sales(self) -> list[int]:
        """The numbers of the day's receipts that the hub knows of this branch."""
        rows = csv.DictReader(io.StringIO(self.hub.open(f"/branches/{self.branch}/sales.csv").source))
        return sorted(int(row["number"]) for row in rows)

    def hub_stock(self) -> dict[str, str]:
        """What the hub says to be on hand at this branch, by item."""
        return {row["item"]: row["on_hand"] for row in self._hub_table("/stock.csv")}

    def _hub_demand(self) -> list[tuple[str, str, str]]:
        rows = self._hub_table(f"/rounds/{ROUND}.csv")
        return [(row["member"], row["firm_packs"], row["maximum_packs"]) for row in rows]


STEPS: tuple[Callable[[Walk], str], ...] = (
    Walk.the_catalogue_comes,
    Walk.the_devices_are_ready,
    Walk.goods_are_received,
    Walk.a_shift_is_opened,
    Walk.a_card_is_tapped,
    Walk.goods_are_rung_up,
    Walk.it_is_charged,
    Walk.the_paper_comes,
    Walk.the_hub_sees_the_stock,
    Walk.a_demand_is_taken,
    Walk.the_hub_sees_the_demand,
    Walk.the_round_comes_back,
)


def smoke(papers: Path) -> int:
    """Lay out a fresh network with one box, walk through the steps, stop everything. Returns the exit code."""
    began_s = time.monotonic()

    def tell(words: str) -> None:
        print(f"{time.monotonic() - began_s:5.1f} s  {words}", flush=True)

    step = "starting"
    try:
        with tempfile.TemporaryDirectory(prefix="smoke-") as folder, Town(Path(folder), [BRANCH], tell=tell) as town:
            walk = Walk(town, papers)
            for each in STEPS:
                step = each.__name__.replace("_", " ")
                tell(f"{step}: {each(walk)}")
    except (NotSeen, NotReady, Refusal, LookupError) as error:
        print(f"FAILED at “{step}”: {error}", file=sys.stderr)
        return 1
    tell("all seen, everything stopped")
    return 0
