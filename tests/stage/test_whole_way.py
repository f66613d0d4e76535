"""The whole way, on the real parts: from a tapped card to the hub's figures, with cables pulled and power cut."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stage.smoke import BRANCH, PACKED, STEPS, Walk, until
from tests.stage.town import Town
from tests.stage.visitor import Refusal

FROZEN, UNKNOWN, PHONE = "04A1B2C3D4E5F6", "04FFEEDDCCBBAA", "08AABBCC"
pytestmark = pytest.mark.xdist_group("whole way")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Broker, hub and one box that has sold already, as ``make smoke`` leaves them."""
    folder = tmp_path_factory.mktemp("town")
    with Town(folder, [BRANCH]) as town:
        walk = Walk(town, folder)
        for step in STEPS:
            step(walk)
        yield town


@pytest.fixture
def walk(town: Town, tmp_path: Path) -> Walk:
    """Somebody at the counter."""
    return Walk(town, tmp_path)


def on_hand(walk: Walk) -> int:
    """Bags that the hub believes to be at the branch."""
    return int(walk.hub_stock()[PACKED])


@pytest.mark.parametrize(("card", "says"), [(FROZEN, "อายัด"), (UNKNOWN, "ไม่รู้จักบัตร"), (PHONE, "โทรศัพท์")])
def test_a_card_that_is_nobodys(walk: Walk, card: str, says: str) -> None:
    """A frozen card, a card that nobody knows and a phone each get a sentence, and nobody's name is on the basket."""
    before = int(walk.box.open("/").attribute("data-tap"))
    walk.counter.card.tap(card)
    until("the tap", lambda: int(walk.box.open("/").attribute("data-tap")) > before)
    tap = walk.box.open("/").attribute("data-tap")
    with pytest.raises(Refusal, match=says):
        walk.box.press("/counter/card", count=tap, basket=walk.box.open("/").attribute("data-basket"))


def test_selling_with_the_cable_out(walk: Walk) -> None:
    """With the network cable out the counter sells on; when it is back the hub has every sale, once."""
    before, known = on_hand(walk), walk.hub_sales()
    walk.counter.cable.pull()
    sold = [walk.charge(*walk.scan()) for _ in range(3)]
    assert walk.box.read_json("/health.json")["link"]["waiting"] == 3
    assert walk.hub_sales() == known
    walk.counter.cable.plug()
    until("the sales at the hub", lambda: walk.hub_sales() == known + sold, within_s=60)
    assert on_hand(walk) == before - 3


def test_the_broker_and_the_hub_are_cut_off(town: Town, walk: Walk) -> None:
    """Broker and hub lose their power while the counter sells; afterwards nothing is missing and nothing is doubled."""
    before, known = on_hand(walk), walk.hub_sales()
    sold = [walk.charge(*walk.scan())]
    town.broker.kill9()
    sold.append(walk.charge(*walk.scan()))
    town.broker.start()
    sold.append(walk.charge(*walk.scan()))
    town.hub.kill9()
    sold.append(walk.charge(*walk.scan()))
    town.hub.start()
    until("the sales at the hub", lambda: walk.hub_sales() == known + sold, within_s=60)
    assert on_hand(walk) == before - 4


def test_the_box_is_cut_off_at_charge(walk: Walk) -> None:
    """The box loses its power just when Charge is pressed: pressed again, the sale is booked, and only once."""
    before, known = on_hand(walk), walk.hub_sales()
    sold = []
    for delay_ms in (0, 3, 12):
        basket, due = walk.scan()
        tap = threading.Thread(target=_charge_whatever_comes, args=(walk, basket, due))
        tap.start()
        time.sleep(delay_ms / 1000)
        walk.counter.kill9()
        tap.join()
        walk.counter.start()
        walk.counter.wait_ready()
        sold.append(walk.charge(basket, due))
    until("the sales at the hub", lambda: walk.hub_sales() == known + sold, within_s=60)
    assert on_hand(walk) == before - 3


def _charge_whatever_comes(walk: Walk, basket: str, due: str) -> None:
    try:
        walk.charge(basket, due)
    except (OSError, Refusal, LookupError):
        return
