"""Whole processes, real broker: the line goes, programs are killed, and afterwards both sides hold the same."""

import json
import threading
import time
from collections.abc import Iterator

import pytest

from tests.stage.both_sides import of_boxes, of_hub, put_aside
from tests.stage.smoke import until
from tests.stage.town import Town
from tests.stage.visitor import Refusal, Visitor

pytestmark = pytest.mark.xdist_group("town")

BRANCH = "rattaphum01"
RICE = "8850000000034"
WITHIN_S = 60.0


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A hub, a broker and one branch whose till is open."""
    with Town(tmp_path_factory.mktemp("town"), [BRANCH]) as running:
        visitor = Visitor(running.counters[BRANCH].url)
        until("the catalogue", lambda: rice_is_known(visitor))
        visitor.open("/")
        visitor.press("/shift/open", cashier="สมหญิง", float="0")
        yield running


def rice_is_known(visitor: Visitor) -> bool:
    """Whether the counter finds the rice."""
    return "115.00" in visitor.open("/counter/search", q=RICE).words


def sell(visitor: Visitor) -> str:
    """Scan a bag of rice and take 200 baht for it; returns the receipt's number."""
    visitor.open("/")
    visitor.press("/counter/scan", code=RICE)
    asked = visitor.open("/counter/charge")
    done = visitor.press("/counter/charge", basket=asked.field("basket"), due=asked.field("due"), given="200000")
    return done.attribute("data-number")


def same_on_both_sides(town: Town) -> bool:
    """Whether the hub has what the box has: sales, money, stock, and the chain's head."""
    box = of_boxes([town.counters[BRANCH].folder])
    return box == of_hub(town.hub.folder / "hub.db") and box.sales > 0


def link(visitor: Visitor) -> dict[str, object]:
    """What the box says of its way to the hub."""
    found: dict[str, object] = visitor.read_json("/health.json")["link"]
    return found


def test_the_counter_sells_while_the_broker_is_away(town: Town) -> None:
    """Without a broker everything is sold and waits, the status says so, and it goes up when the broker is back."""
    visitor = Visitor(town.counters[BRANCH].url)
    town.broker.stop()
    for _ in range(5):
        sell(visitor)
    until("that the line is down", lambda: not link(visitor)["connected"])
    assert int(str(link(visitor)["waiting"])) >= 5
    town.broker.start()
    until("both sides the same", lambda: same_on_both_sides(town), WITHIN_S)
    until("nothing waiting", lambda: link(visitor)["waiting"] == 0)


def test_the_counter_sells_while_the_cable_is_pulled(town: Town) -> None:
    """A line that goes silent in the middle is noticed, and nothing is lost or doubled once it is back."""
    visitor = Visitor(town.counters[BRANCH].url)
    cable = town.counters[BRANCH].cable
    cable.pull("silent")
    for _ in range(3):
        sell(visitor)
    cable.pull("cut")
    sell(visitor)
    cable.plug()
    until("both sides the same", lambda: same_on_both_sides(town), WITHIN_S)


def test_box_and_hub_are_killed_in_the_middle_of_selling(town: Town) -> None:
    """Both are killed while sales go through: every receipt that the counter gave is booked once on both sides."""
    counter = town.counters[BRANCH]
    given: list[str] = []
    stop = threading.Event()

    def keep_selling() -> None:
        visitor = Visitor(counter.url)
        while not stop.is_set():
            try:
                given.append(sell(visitor))
            except (OSError, Refusal, LookupError):
                time.sleep(0.05)
                visitor = Visitor(counter.url)

    seller = threading.Thread(target=keep_selling)
    seller.start()
    for _ in range(3):
        enough = len(given) + 3
        until("three more sales", lambda enough=enough: len(given) >= enough)  # type: ignore[misc]
        town.hub.kill9()
        counter.kill9()
        counter.start()
        counter.wait_ready()
        town.hub.start()
    stop.set()
    seller.join()
    until("both sides the same", lambda: same_on_both_sides(town), WITHIN_S)
    numbers = [int(number) for number in given]
    assert len(set(numbers)) == len(numbers)
    box = of_boxes([counter.folder])
    assert max(numbers) <= box.sales <= max(numbers) + 3
    assert put_aside(town.hub.folder / "hub.db") == []
    assert json.loads((counter.folder / "identity.json").read_text())["begun"]
