"""The replay's last word can be trusted."""

from collections import Counter
from datetime import date, datetime

import pytest

from tests.stage.baskets import Basket, Days, Line, split
from tests.stage.both_sides import Side, of_data
from tests.stage.replay import compare


def a_side() -> Side:
    """One sale of two kinds of goods at one branch."""
    lines = (*split("p1", 3, 100), Line("p2", 1, 1_999))
    basket = Basket("b1", "store1", "household-1", datetime.fromisoformat("2017-01-01T10:00:00"), lines)
    day = date(2017, 1, 1)
    side = of_data(Days([basket], {"p1": "", "p2": ""}, day, day), cash_step_satang=25)
    side.chains = {"store1": (3, b"head")}
    return side


def test_equal_sides_are_equal() -> None:
    """Where boxes and hub booked what the data says, the replay says so."""
    assert (a_side().goods_satang, a_side().cash_satang, a_side().lines) == (2_099, 2_075, 3)
    assert compare(a_side(), a_side(), a_side())


@pytest.mark.parametrize(
    "change",
    [
        {"sales": 2},
        {"cash_satang": 2_074},
        {"chains": {"store1": (3, b"other")}},
        {"stock_milli": Counter({("store1", "p1"): -2_000, ("store1", "p2"): -2_000})},
    ],
)
def test_one_difference_is_told(change: dict[str, object]) -> None:
    """One satang, one hash or goods under the wrong item is enough for the replay to fail."""
    hub = a_side()
    for name, value in change.items():
        setattr(hub, name, value)
    assert not compare(a_side(), a_side(), hub)
