"""A box for measuring: provisioned, with books of its own and no devices."""

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from appliance import settings as box_settings
from appliance.actions.open_shift import open_shift
from appliance.box import open_till
from appliance.rules.sale import Line, cash_due, totals
from appliance.store import baskets
from appliance.till import Till
from hub.contract.units import Satang
from provisioning import authority as authorities
from provisioning import enroll

BRANCH = "rattaphum01"
FLOAT_SATANG = Satang(100_000)


def now() -> dt.datetime:
    """The machine's time, for certificates."""
    return dt.datetime.fromtimestamp(time.time(), dt.UTC)


def provision(folder: Path) -> Path:
    """Make an authority, a hub and a box's folder; returns the box's."""
    authority = authorities.create(folder / "authority", "bench authority", now())
    enroll.hub(authority, folder / "hub", now())
    box = folder / "box"
    enroll.box(authority, BRANCH, box, enroll.BoxPlan(), now())
    return box


@contextmanager
def open_with_shift(box: Path) -> Iterator[Till]:
    """The box's till with an open shift."""
    with open_till(box_settings.read(box / enroll.SETTINGS)) as till:
        open_shift(till, "bench", FLOAT_SATANG)
        yield till


def lay_on_counter(till: Till, basket: str, lines: tuple[Line, ...]) -> Satang:
    """Fill a basket; returns what is due in cash."""
    with till.store.books.transaction() as db:
        baskets.begin(db, basket, till.now_text())
        for line in lines:
            baskets.add_line(db, basket, line)
    return cash_due(totals(lines).goods_satang)
