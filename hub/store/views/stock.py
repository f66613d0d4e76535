"""Stock by item, district and branch."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, func, or_, select

from hub.store.ledger_tables import stock
from hub.store.tables import branches, districts, items, organisations
from hub.store.views import Rows

LINES_SHOWN = 500
"""More than that nobody reads on a screen; the file has them all."""


class Filter(NamedTuple):
    """What of the stock is wanted; empty means everything."""

    text: str = ""
    district: str = ""
    branch: str = ""
    negative: bool = False


def _matching(query: Select[Any], wanted: Filter) -> Select[Any]:
    conditions = []
    if wanted.text:
        words = (items.c.item, items.c.name_th, items.c.name_en)
        conditions.append(or_(*(column.icontains(wanted.text, autoescape=True) for column in words)))
    if wanted.district:
        conditions.append(organisations.c.district == wanted.district)
    if wanted.branch:
        conditions.append(branches.c.branch == wanted.branch)
    if wanted.negative:
        conditions.append(stock.c.on_hand_milli < 0)
    return query.where(and_(True, *conditions))


def _joined() -> Any:
    return stock.join(items).join(branches, branches.c.n == stock.c.branch_n).join(organisations).outerjoin(districts)


def _by_branch(wanted: Filter) -> Select[Any]:
    query = select(
        items.c.item,
        items.c.name_th,
        items.c.name_en,
        items.c.unit,
        items.c.pack_th,
        items.c.pack_en,
        districts.c.district,
        districts.c.name_th.label("district_th"),
        districts.c.name_en.label("district_en"),
        branches.c.branch,
        branches.c.name_th.label("branch_th"),
        branches.c.name_en.label("branch_en"),
        stock.c.received_milli,
        stock.c.sold_milli,
        stock.c.on_hand_milli,
    ).select_from(_joined())
    return _matching(query, wanted).order_by(items.c.item, districts.c.district, branches.c.branch)


def by_branch(connection: Connection, wanted: Filter) -> Rows:
    """One line per item and branch; one more than ``LINES_SHOWN`` where there are more."""
    return connection.execute(_by_branch(wanted).limit(LINES_SHOWN + 1)).all()


def every_line(connection: Connection, wanted: Filter) -> Iterator[Any]:
    """All lines per item and branch, for a file."""
    yield from connection.execute(_by_branch(wanted))


def by_district(connection: Connection, wanted: Filter) -> Rows:
    """One line per item and district, with the number of branches that have it and of those below nothing."""
    below = func.sum(stock.c.on_hand_milli < 0)
    query = (
        select(
            items.c.item,
            items.c.name_th,
            items.c.name_en,
            items.c.unit,
            items.c.pack_th,
            items.c.pack_en,
            districts.c.district,
            districts.c.name_th.label("district_th"),
            districts.c.name_en.label("district_en"),
            func.count().label("branches"),
            below.label("below"),
            func.sum(stock.c.received_milli).label("received_milli"),
            func.sum(stock.c.sold_milli).label("sold_milli"),
            func.sum(stock.c.on_hand_milli).label("on_hand_milli"),
        )
        .select_from(_joined())
        .group_by(items.c.n, districts.c.district)
    )
    ordered = _matching(query, wanted).order_by(items.c.item, districts.c.district).limit(LINES_SHOWN + 1)
    return connection.execute(ordered).all()


class Choices(NamedTuple):
    """What the filter offers."""

    districts: Rows
    branches: Rows


def choices(connection: Connection) -> Choices:
    """Every district and branch, for the filter."""
    return Choices(
        connection.execute(select(districts).order_by(districts.c.district)).all(),
        connection.execute(select(branches).order_by(branches.c.branch)).all(),
    )
