"""Goods come onto the counter and go off again; every touch is kept, so a power cut empties no basket."""

import time

from sqlite_utils import Database

from appliance.errors import (
    BasketGone,
    BasketTooLong,
    ItemIsCounted,
    ItemIsWeighed,
    ItemUnknown,
    QuantityOutOfRange,
)
from appliance.rules import barcode, weighing
from appliance.rules.sale import LINES_LIMIT, PIECES_LIMIT, Line, Weighing, pieces
from appliance.store import baskets, reference
from appliance.store.reference import Item
from appliance.till import Till
from hub.contract.units import MILLI, Milliunits


def basket_on_counter(till: Till) -> str:
    """The basket that is being filled; a new one where there is none."""
    found = baskets.open_id(till.store.books.reader())
    if found is not None:
        return found
    fresh = till.new_id()
    with till.store.books.transaction() as db:
        found = baskets.open_id(db)
        if found is None:
            baskets.begin(db, fresh, till.now_text())
    return found or fresh


def find_item(till: Till, code: str) -> tuple[Item, int]:
    """The item of a scanned or typed code, and how many units the pack with that code holds.

    Raises CheckDigitWrong and ItemUnknown.
    """
    db = till.store.reference.reader()
    clean = barcode.lookup_code(code)
    if found := reference.item_by_barcode(db, clean):
        return found
    item = reference.item(db, clean)
    if item is None:
        raise ItemUnknown(code=clean)
    return item, 1


def _line(item: Item, quantity_milli: Milliunits, weighed: Weighing | None = None) -> Line:
    return Line(item.item, item.name_th, item.name_en, item.unit, quantity_milli, item.price_satang, item.tax, weighed)


def _must_be_open(db: Database, basket: str) -> None:
    if not baskets.is_open(db, basket):
        raise BasketGone


def add_item(till: Till, basket: str, item: Item, count: int) -> None:
    """Ring up so many pieces; more of what is the last line raises its quantity.

    Raises ItemIsWeighed, QuantityOutOfRange, BasketTooLong, BasketGone.
    """
    if item.unit == "kg":
        raise ItemIsWeighed(name=item.name_th)
    line = _line(item, pieces(count))
    with till.store.books.transaction() as db:
        _must_be_open(db, basket)
        there = baskets.numbered_lines(db, basket)
        last = there[-1] if there else None
        if last and last.line.item == line.item and last.line.price_satang == line.price_satang:
            together = pieces((last.line.quantity_milli + line.quantity_milli) // MILLI)
            baskets.set_quantity(db, basket, last.no, together)
            return
        if len(there) >= LINES_LIMIT:
            raise BasketTooLong(limit=LINES_LIMIT)
        baskets.add_line(db, basket, line)


def weigh_item(till: Till, basket: str, item: Item) -> None:
    """Ring up what lies on the scale. The scale has to be stable, fresh, and cleared since the last weighing.

    Raises ItemIsCounted, the NoWeight that fits, BasketTooLong, BasketGone.
    """
    if item.unit != "kg":
        raise ItemIsCounted(name=item.name_th)
    on_pan = weighing.sellable(
        till.scale.now(),
        now_s=time.monotonic(),
        zeros_sold=till.zeros_sold,
        capacity_g=till.settings.scale.capacity_g,
        division_g=till.settings.scale.division_g,
    )
    evidence = Weighing(on_pan.weight_g, 0, till.scale.name, on_pan.frame, on_pan.stable)
    line = _line(item, Milliunits(on_pan.weight_g), evidence)
    with till.store.books.transaction() as db:
        _must_be_open(db, basket)
        if len(baskets.numbered_lines(db, basket)) >= LINES_LIMIT:
            raise BasketTooLong(limit=LINES_LIMIT)
        baskets.add_line(db, basket, line)
    till.zeros_sold = on_pan.zeros


def change_quantity(till: Till, basket: str, no: int, count: int) -> None:
    """Set how many pieces a line has; 0 takes it out.

    Raises ItemIsWeighed for a weighed line, QuantityOutOfRange, BasketGone.
    """
    with till.store.books.transaction() as db:
        _must_be_open(db, basket)
        line = next((each.line for each in baskets.numbered_lines(db, basket) if each.no == no), None)
        if line is None:
            raise BasketGone
        if count == 0:
            baskets.remove_line(db, basket, no)
            return
        if line.unit == "kg":
            raise ItemIsWeighed(name=line.name_th)
        if not 1 <= count <= PIECES_LIMIT:
            raise QuantityOutOfRange(given=count, limit=PIECES_LIMIT)
        baskets.set_quantity(db, basket, no, pieces(count))


def empty_basket(till: Till, basket: str) -> None:
    """Take everything off the counter. Raises BasketGone."""
    with till.store.books.transaction() as db:
        _must_be_open(db, basket)
        baskets.end(db, basket, "emptied")
