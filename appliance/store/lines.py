"""Lines of baskets and of sales: the same columns in both tables."""

from collections.abc import Iterable, Sequence
from typing import Any

from appliance.rules.sale import Line, Weighing

COLUMNS = (
    "line, item, name_th, name_en, unit, quantity_milli, price_satang, tax,"
    " gross_g, tare_g, scale, frame, stable, by_hand"
)
PLACES = ", ".join("?" * 14)


def to_row(no: int, line: Line) -> tuple[Any, ...]:
    """A line as its columns, with its number on the receipt."""
    weighed = line.weighing
    evidence = (
        (None,) * 6
        if weighed is None
        else (weighed.gross_g, weighed.tare_g, weighed.scale, weighed.frame, weighed.stable, weighed.by_hand)
    )
    return (
        no,
        line.item,
        line.name_th,
        line.name_en,
        line.unit,
        line.quantity_milli,
        line.price_satang,
        line.tax,
        *evidence,
    )


def from_row(row: Sequence[Any]) -> tuple[int, Line]:
    """The line of a row of ``COLUMNS``, with its number."""
    (
        no,
        item,
        name_th,
        name_en,
        unit,
        quantity_milli,
        price_satang,
        tax,
        gross_g,
        tare_g,
        scale,
        frame,
        stable,
        by_hand,
    ) = row
    weighed = None if gross_g is None else Weighing(gross_g, tare_g, scale, frame, bool(stable), bool(by_hand))
    return no, Line(item, name_th, name_en, unit, quantity_milli, price_satang, tax, weighed)


def all_of(rows: Iterable[Sequence[Any]]) -> tuple[Line, ...]:
    """The lines of rows that come in their order."""
    return tuple(from_row(row)[1] for row in rows)
