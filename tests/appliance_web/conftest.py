"""Screens to test at: a box in this process, and one as a program of its own for the browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import mofile, pofile

import appliance.web
from appliance.actions.open_shift import open_shift
from hub.contract.units import Satang
from tests.appliance.conftest import REFERENCE, Shop
from tests.appliance_web.screen import Screen

THAI = Path(appliance.web.__file__).parent / "translations/th/LC_MESSAGES"


@pytest.fixture(scope="session", autouse=True)
def thai_is_compiled() -> None:
    """Screens read the compiled catalogue, which a fresh tree does not have."""
    source, compiled = THAI / "messages.po", THAI / "messages.mo"
    if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
        return
    with source.open("rb") as readable:
        catalogue = pofile.read_po(readable, locale="th")
    fresh = compiled.with_suffix(".mo.new")
    with fresh.open("wb") as out:
        mofile.write_mo(out, catalogue)
    fresh.replace(compiled)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A branch before its first shift, without devices."""
    branch = Shop(tmp_path)
    branch.hear(*REFERENCE)
    yield branch
    branch.stop()


@pytest.fixture
def screen(shop: Shop) -> Screen:
    """The counter's screen before the first shift."""
    return Screen(shop.till)


@pytest.fixture
def selling(shop: Shop, screen: Screen) -> Screen:
    """The counter's screen with an open shift."""
    open_shift(shop.till, "สมศรี", Satang(50_000))
    return screen
