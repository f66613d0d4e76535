"""Whole processes, real broker: a line dies silently, programs are killed, and both sides hold the same."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stage.both_sides import of_boxes, of_hub, put_aside
from tests.stage.smoke import BRANCH, Walk, until
from tests.stage.town import Town
from tests.stage.visitor import Refusal

pytestmark = pytest.mark.xdist_group("town")

WITHIN_S = 60.0
KILLS = 3


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A hub, a broker and one branch whose till is open."""
    folder = tmp_path_factory.mktemp("town")
    with Town(folder, [BRANCH]) as running:
        walk = Walk(running, folder)
        walk.the_catalogue_comes()
        walk.a_shift_is_opened()
        yield running


def same_on_both_sides(town: Town) -> bool:
    """Whether the hub has what the box has: sales, money, stock, and the chain's head."""
    box = of_boxes([town.counters[BRANCH].folder])
    return box == of_hub(town.hub.folder / "hub.db") and box.sales > 0


def test_a_line_that_goes_silent_is_noticed_and_nothing_is_missing(town: Town, tmp_path: Path) -> None:
    """Nobody says that the line is dead: sales wait, the counter says how many, and they go up when it is back."""
    walk, cable = Walk(town, tmp_path), town.counters[BRANCH].cable
    until("both sides the same", lambda: walk.box.read_json("/health.json")["link"]["waiting"] == 0)
    cable.pull("silent")
    for _ in range(3):
        walk.charge(*walk.scan())
    assert walk.box.read_json("/health.json")["link"]["waiting"] == 3
    cable.pull("cut")
    cable.plug()
    until("both sides the same", lambda: same_on_both_sides(town), WITHIN_S)


def test_box_and_hub_are_killed_in_the_middle_of_selling(town: Town, tmp_path: Path) -> None:
    """Both are killed while sales go through: every receipt that the counter gave is booked once on both sides."""
    counter = town.counters[BRANCH]
    given: list[int] = []
    stop = threading.Event()

    def keep_selling() -> None:
        walk = Walk(town, tmp_path)
        while not stop.is_set():
            try:
                given.append(walk.charge(*walk.scan()))
            except (OSError, Refusal, LookupError):
                time.sleep(0.05)

    before = of_boxes([counter.folder]).sales
    seller = threading.Thread(target=keep_selling)
    seller.start()
    for _ in range(KILLS):
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
    booked = of_boxes([counter.folder]).sales
    assert len(set(given)) == len(given)
    assert set(given) <= set(range(before + 1, booked + 1))
    assert booked - before - len(given) <= KILLS
    assert put_aside(town.hub.folder / "hub.db") == []
