"""Books that an earlier version wrote open in today's, with everything that was in them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from appliance.actions.open_shift import open_shift
from appliance.actions.ring_up import ring_up
from appliance.store import baskets, requests, views
from appliance.till import random_id
from hub.contract.units import Satang
from tests.appliance.conftest import Shop
from tests.appliance.test_books import whole_chain

OLD_BOOKS = sorted((Path(__file__).parents[1] / "golden" / "books").glob("*.sql"))


@pytest.mark.parametrize("dump", OLD_BOOKS, ids=lambda file: file.stem)
def test_old_books_open_and_go_on(tmp_path: Path, dump: Path) -> None:
    """Sales, stock, a request and the basket on the counter are there; the next sale takes the next number."""
    with closing(sqlite3.connect(tmp_path / "books.db")) as db:
        db.executescript(dump.read_text(encoding="utf-8"))
    shop = Shop(tmp_path)
    shop.till.new_id = random_id
    try:
        books = shop.till.store.books.reader()
        assert [(row.number, row.due_satang) for row in views.latest_sales(books, 10)] == [(2, 1050), (1, 20_550)]
        assert views.on_hand(books, "soap") == 142_000
        assert requests.standing(books, "r-1", "m-ana") is not None
        assert whole_chain(shop.events())
        open_shift(shop.till, "มานี", Satang(0))
        basket = baskets.open_id(books)
        assert basket is not None
        assert ring_up(shop.till, basket, Satang(1050), Satang(1050)).sale.number == 3
        assert whole_chain(shop.events())
    finally:
        shop.stop()
