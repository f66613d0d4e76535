"""The books open as they were left, or say why not; nothing is started over and nothing half is booked."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance import settings as box_settings
from appliance.actions.open_shift import open_shift
from appliance.actions.ring_up import ring_up
from appliance.box import open_till
from appliance.errors import BadSettings, BooksDamaged, BooksInUse, BooksMissing, BooksOfAnother, DiskFull
from appliance.messages import genesis
from appliance.rules.records import Entry
from appliance.store import baskets, outbox, views
from hub.contract import envelope
from hub.contract.units import Satang
from tests.appliance.conftest import REFERENCE, Shop
from tests.appliance.test_ring_up import sell


def open_again(shop: Shop) -> None:
    """Start the box on what lies in its folder."""
    with open_till(box_settings.read(shop.folder / "settings.toml")):
        pass


def test_two_programs_do_not_write_the_same_books(shop: Shop) -> None:
    """The second start says that the first runs."""
    with pytest.raises(BooksInUse):
        open_again(shop)


def test_a_box_whose_books_are_gone_does_not_start_over(open_shop: Shop) -> None:
    """A dead card must not make the box use its numbers twice."""
    open_shop.stop()
    (open_shop.folder / "books.db").unlink()
    with pytest.raises(BooksMissing):
        open_again(open_shop)
    assert not (open_shop.folder / "books.db").exists()


def test_books_of_another_ledger_are_refused(open_shop: Shop) -> None:
    """A restored box has a new epoch; the old file does not go on under it by mistake."""
    open_shop.stop()
    identity = {"branch": "hatyai01", "epoch": "e-2", "kid": "k-2"}
    (open_shop.folder / "identity.json").write_text(json.dumps(identity))
    with pytest.raises(BooksOfAnother, match=r"hatyai01/e-1.*hatyai01/e-2"):
        open_again(open_shop)


def test_damaged_books_are_kept_and_said(open_shop: Shop) -> None:
    """A file that is no database any more stops the box and is left as it is."""
    open_shop.stop()
    books = open_shop.folder / "books.db"
    (open_shop.folder / "books.db-wal").unlink(missing_ok=True)
    books.write_bytes(b"not what it was" * 1000)
    with pytest.raises(BooksDamaged):
        open_again(open_shop)
    assert books.read_bytes().startswith(b"not what it was")


@pytest.mark.parametrize(
    "text", ["[box]\nbranhc = 'x'\n", "[box]\nweb_port = '8080'\n", "[boks]\n", "not toml", "[link]\nport = true\n"]
)
def test_settings_that_mean_nothing_are_refused_by_name(tmp_path: Path, text: str) -> None:
    """A slip in the settings is said where it is, not guessed over."""
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(BadSettings):
        box_settings.read(file)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one and a half megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1536k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk needs root")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(ballast: Path) -> None:
    """Write a file until the disk takes no more."""
    with ballast.open("wb", buffering=0) as heavy, contextlib.suppress(OSError):
        while heavy.write(bytes(4096)):
            pass


def sell_for_ever(shop: Shop, basket: str) -> None:
    """Sell until something stops it."""
    while True:
        ring_up(shop.till, basket, Satang(30_000), Satang(20_550))
        basket = shop.fill("soap", "rice-5")


def test_on_a_full_disk_nothing_is_booked_and_nothing_is_lost(small_disk: Path) -> None:
    """The counter is told, the basket stays, and when there is room the same charge goes through once."""
    shop = Shop(small_disk)
    shop.hear(*REFERENCE)
    open_shift(shop.till, "สมศรี", Satang(0))
    basket = shop.fill("soap", "rice-5")
    ballast = small_disk / "ballast"
    fill(ballast)
    with pytest.raises(DiskFull):
        sell_for_ever(shop, basket)
    booked = len(views.latest_sales(shop.till.store.books.reader(), 1000))
    kept = shop.till.store.books.reader()
    assert baskets.is_open(kept, basket) or baskets.open_id(kept) is None
    ballast.unlink()
    sell(shop, "soap", "rice-5")
    rows = views.latest_sales(shop.till.store.books.reader(), 1000)
    assert [row.number for row in rows] == list(range(booked + 1, 0, -1))
    assert whole_chain(shop.events())
    shop.stop()


def whole_chain(entries: list[Entry]) -> bool:
    """Whether the ledger's numbers and hashes go on without a hole from the genesis."""
    chain = genesis("hatyai01", "e-1")
    for seq, entry in enumerate(entries, 1):
        chain = envelope.link(chain, entry.body)
        if (entry.seq, entry.chain) != (seq, chain):
            return False
    return True


SELLER = """
import itertools, sys
from pathlib import Path
from tests.appliance.conftest import Shop
from tests.appliance.test_ring_up import sell
from appliance.actions.open_shift import open_shift
from appliance.store import shifts
from appliance.till import random_id

shop = Shop(Path(sys.argv[1]))
shop.new_id = shop.till.new_id = random_id
if shifts.current(shop.till.store.books.reader()) is None:
    open_shift(shop.till, "A", 0)
for _ in itertools.count():
    print(sell(shop, "soap", "rice-5"), flush=True)
"""


def test_killed_in_the_middle_of_selling_every_sale_that_was_seen_is_there(tmp_path: Path) -> None:
    """Ten kills at ten moments: what the counter saw booked is booked, once, numbers without a gap, chain whole."""
    shop = Shop(tmp_path)
    shop.hear(*REFERENCE)
    shop.stop()
    seen: list[str] = []
    for moment in range(10):
        identity = json.loads((tmp_path / "identity.json").read_text())
        assert identity["branch"] == "hatyai01"
        child = subprocess.Popen(
            [sys.executable, "-c", SELLER, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
        )
        assert child.stdout is not None
        seen.append(child.stdout.readline().strip())
        time.sleep(0.003 * moment)
        os.kill(child.pid, signal.SIGKILL)
        rest = child.stdout.read()
        child.wait()
        complete = rest[: rest.rfind("\n") + 1] if "\n" in rest else ""
        seen += [line for line in complete.splitlines() if line]
    shop.start()
    rows = views.latest_sales(shop.till.store.books.reader(), 100_000)
    booked = {row.sale for row in rows}
    assert len(seen) >= 10
    assert set(seen) <= booked
    assert [row.number for row in rows] == list(range(len(rows), 0, -1))
    assert views.wrong_stock(shop.till.store.books.reader()) == []
    assert whole_chain(outbox.after(shop.till.store.books.reader(), 0, 1_000_000))
    shop.stop()
