"""What the box sends to an open page by itself."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from appliance.actions.open_shift import open_shift
from hub.contract.units import Satang
from tests.appliance.conftest import Shop
from tests.appliance_web.screen import Screen


@contextmanager
def listening(screen: Screen) -> Iterator[Iterator[str]]:
    """The events of an open page, as they come."""
    response = screen.client.get("/events")
    try:
        yield (chunk.decode() for chunk in response.iter_encoded())
    finally:
        response.close()


def wait_for(stream: Iterator[str], name: str) -> str:
    """The data of the next event of this name."""
    event = next(chunk for chunk in stream if f"event: {name}\n" in chunk)
    return "\n".join(line.removeprefix("data: ") for line in event.splitlines() if line.startswith("data: "))


def test_an_open_page_hears_how_things_are_and_what_changes(shop: Shop, screen: Screen) -> None:
    """The scale and the status bar come at once; the status bar again when a shift is opened elsewhere."""
    with listening(screen) as stream:
        scale: dict[str, Any] = json.loads(wait_for(stream, "scale"))
        assert (scale["text"], scale["sellable"]) == ("", False)
        assert "ปิดอยู่" in wait_for(stream, "status")
        open_shift(shop.till, "สมศรี", Satang(0))
        assert "สมศรี" in wait_for(stream, "status")


def test_a_second_screen_hears_that_the_basket_was_touched(shop: Shop, screen: Screen) -> None:
    """What another screen or scanner puts on the counter, every open page is told of."""
    shop.fill("rice-5")
    with listening(screen) as stream:
        before = wait_for(stream, "basket")
        shop.fill("soap")
        after = wait_for(stream, "basket")
        assert after != before
        assert f'data-state="{after}"' in screen.basket.source
