"""However the link cuts, doubles, delays and mixes what boxes send, the books come out the same."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.contract import v1
from tests.hub.network import Box, Hub, asked, received, sale

BOOKS = (
    "SELECT branch_n, item_n, received_milli, sold_milli, on_hand_milli FROM stock ORDER BY 1, 2",
    "SELECT event, sale, member, total_satang FROM sales ORDER BY 1",
    "SELECT event, line, item_n, quantity_milli, total_satang FROM sale_lines ORDER BY 1, 2",
    "SELECT branch_n, request, firm, maximum, standing FROM requests ORDER BY 1, 2",
    "SELECT branch_n, day, sales, lines, total_satang, cash_satang FROM branch_days ORDER BY 1, 2",
    "SELECT branch_n, shift, cashier FROM shift_openings ORDER BY 1, 2",
    "SELECT branch_n, epoch, hw, hash FROM ledgers ORDER BY 1, 2",
    "SELECT event, id, state, hash, body FROM events ORDER BY 1",
)


def books_of(hub: Hub) -> list[list[tuple[object, ...]]]:
    """Everything that the branches' events made."""
    return [hub.rows(table) for table in BOOKS]


def a_ledger(branch: str) -> Box:
    """A morning of a branch, with something that cannot be booked and something that comes twice."""
    box = Box(branch)
    box.write(v1.ShiftOpened(shift=f"{branch}-shift", cashier="สมศรี", float_satang=50_000))
    box.write(received(f"{branch}-g1", "rice", "kg", 50_000))
    box.write(sale(f"{branch}-1", ("rice", "kg", 1_234, 1_550), ("sauce", "piece", 2_000, 2_500), member="m1"))
    box.write(sale(f"{branch}-2", ("no-such-item", "piece", 1_000, 100)))
    box.write(asked(f"{branch}-q1", "m1", 10, 15))
    box.write(asked(f"{branch}-q2", "m1", 4, 6, replaces=f"{branch}-q1"))
    box.write(sale(f"{branch}-1", ("rice", "kg", 9_999, 1_550)))
    box.write(sale(f"{branch}-3", ("sauce", "piece", 1_000, 2_500)), event_id=f"{branch}-e-0001-1")
    box.write(sale(f"{branch}-4", ("rice", "kg", 500, 1_550), member="m3"))
    return box


class Mornings:
    """Two branches' ledgers, and the books that they make when nothing goes wrong on the way."""

    def __init__(self, folder: Path) -> None:
        self.empty = folder
        self.boxes = {name: a_ledger(name) for name in ("ratta01", "shop01")}
        hub = Hub(folder)
        hub.fill()
        hub.knows(*self.boxes.values())
        for box in self.boxes.values():  # so that the ledgers have the same numbers however they are mixed later
            hub.hear(box.batch(1, 1))
        hub.close()
        with tempfile.TemporaryDirectory() as copy:
            smooth = self.hub(Path(copy))
            for box in self.boxes.values():
                smooth.hear(box.batch())
            self.books = books_of(smooth)
            smooth.close()

    def hub(self, folder: Path) -> Hub:
        """A hub that has heard the first event of each branch."""
        shutil.copytree(self.empty, folder, dirs_exist_ok=True)
        return Hub(folder)


@pytest.fixture(scope="module")
def mornings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mornings]:
    """The same two ledgers for every try."""
    return Mornings(tmp_path_factory.mktemp("mornings"))


PIECES = st.tuples(st.sampled_from(("ratta01", "shop01")), st.integers(1, 9), st.integers(1, 9))
GROUPS = st.lists(st.lists(PIECES, min_size=1, max_size=5), max_size=6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(groups=GROUPS)
def test_the_books_are_the_same(mornings: Mornings, groups: list[list[tuple[str, int, int]]]) -> None:
    """Pieces of two ledgers in any cut, order and repetition, then each box's whole window: nothing differs."""
    with tempfile.TemporaryDirectory() as folder:
        hub = mornings.hub(Path(folder))
        for group in groups:
            hub.hear(*(mornings.boxes[name].batch(min(a, b), max(a, b)) for name, a, b in group))
        for box in mornings.boxes.values():
            (ack,) = hub.hear(box.batch())
            assert (ack.hw, ack.hash, ack.refused) == (9, box.chain(9).hex(), "")
        assert books_of(hub) == mornings.books
        hub.close()
