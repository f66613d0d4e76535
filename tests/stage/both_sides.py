"""What the boxes booked and what the hub booked, counted apart: straight from the files of each, by nobody's code."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.stage.baskets import Days

Cell = tuple[str, str]
"""Branch and item."""


@dataclass(slots=True)
class Side:
    """The figures of one side."""

    sales: int = 0
    lines: int = 0
    goods_satang: int = 0
    rounding_satang: int = 0
    cash_satang: int = 0
    sold_milli: Counter[Cell] = field(default_factory=Counter)
    stock_milli: Counter[Cell] = field(default_factory=Counter)
    shifts_closed: int = 0
    chains: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    """By branch: the ledger's last number and the chain's head there."""


def of_data(days: Days, cash_step_satang: int) -> Side:
    """What should be booked. The only thing the counter adds to the data is that cash is rounded down."""
    side = Side(sales=len(days.baskets))
    for basket in days.baskets:
        goods = sum(line.pieces * line.price_satang for line in basket.lines)
        side.lines += len(basket.lines)
        side.goods_satang += goods
        side.rounding_satang -= goods % cash_step_satang
        for line in basket.lines:
            side.sold_milli[basket.branch, line.item] += line.pieces * 1000
    side.cash_satang = side.goods_satang + side.rounding_satang
    side.stock_milli = Counter({cell: -sold for cell, sold in side.sold_milli.items()})
    side.shifts_closed = len({(basket.branch, basket.at.date()) for basket in days.baskets})
    return side


def of_boxes(folders: Iterable[Path]) -> Side:
    """What the books of the boxes say, one file each."""
    side = Side()
    for folder in folders:
        with closing(_open(folder / "books.db")) as db:
            branch, last, chain = db.execute("SELECT branch, seq, chain FROM ledger").fetchone()
            side.chains[branch] = (last, chain)
            _add_sums(
                side,
                db.execute(
                    "SELECT count(*), coalesce(sum(goods_satang), 0), coalesce(sum(rounding_satang), 0),"
                    " coalesce(sum(due_satang), 0) FROM sales"
                ).fetchone(),
            )
            side.lines += db.execute("SELECT count(*) FROM sale_lines").fetchone()[0]
            side.shifts_closed += db.execute("SELECT count(*) FROM shifts WHERE closed_at IS NOT NULL").fetchone()[0]
            for item, sold in db.execute("SELECT item, sum(quantity_milli) FROM sale_lines GROUP BY item"):
                side.sold_milli[branch, item] += sold
            for item, on_hand in db.execute("SELECT item, on_hand_milli FROM stock"):
                side.stock_milli[branch, item] += on_hand
    return side


def of_hub(database: Path) -> Side:
    """What the hub's books say."""
    side = Side()
    with closing(_open(database)) as db:
        _add_sums(
            side,
            db.execute(
                "SELECT count(*), coalesce(sum(goods_satang), 0), coalesce(sum(rounding_satang), 0),"
                " (SELECT coalesce(sum(amount_satang), 0) FROM sale_tenders WHERE kind = 'cash') FROM sales"
            ).fetchone(),
        )
        side.lines = db.execute("SELECT count(*) FROM sale_lines").fetchone()[0]
        side.shifts_closed = db.execute("SELECT count(*) FROM shift_closings").fetchone()[0]
        for branch, hw, chain in db.execute("SELECT branch, hw, hash FROM ledgers JOIN branches ON n = branch_n"):
            side.chains[branch] = (hw, chain)
        for branch, item, sold in db.execute(
            "SELECT b.branch, i.item, sum(l.quantity_milli) FROM sale_lines l JOIN sales s USING (event)"
            " JOIN branches b ON b.n = s.branch_n JOIN items i ON i.n = l.item_n GROUP BY b.n, i.n"
        ):
            side.sold_milli[branch, item] = sold
        for branch, item, on_hand in db.execute(
            "SELECT b.branch, i.item, s.on_hand_milli FROM stock s"
            " JOIN branches b ON b.n = s.branch_n JOIN items i ON i.n = s.item_n"
        ):
            side.stock_milli[branch, item] = on_hand
    return side


def put_aside(database: Path) -> list[tuple[str, int]]:
    """Events that the hub could not apply: the reason and how many."""
    with closing(_open(database)) as db:
        rows = db.execute("SELECT reason, count(*) FROM events WHERE state <> 'applied' GROUP BY reason")
        return [(str(reason), int(count)) for reason, count in rows]


def _add_sums(side: Side, row: tuple[int, int, int, int]) -> None:
    side.sales += row[0]
    side.goods_satang += row[1]
    side.rounding_satang += row[2]
    side.cash_satang += row[3]


def _open(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{file}?mode=ro", uri=True)
