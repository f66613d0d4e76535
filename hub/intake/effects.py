"""What each kind of fact does to the hub's books. Everything is checked before anything is written down.

A fact that refers to something unknown, or whose figures do not add up, raises ``Unfit``: its event is put aside with
that reason and has no effect at all.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

from hub.clock import THAILAND
from hub.contract import v1
from hub.contract.envelope import Event
from hub.contract.units import line_total
from hub.store.bookings import Bookings, Request
from hub.store.references import ItemRef, References


class Unfit(ValueError):
    """A fact that cannot be booked. ``reason`` is a word for the screen to translate, with what it is about."""

    def __init__(self, word: str, about: object) -> None:
        super().__init__(f"{word}: {about}")


class Place(NamedTuple):
    """Whose event it is, its number in the books, and the day in Thailand that it counts for."""

    event: int
    branch_n: int
    day: str


def read_fact(event: Event) -> v1.Up:
    """The fact in an event. Raises Unfit."""
    try:
        return v1.from_wire(v1.UP_KINDS, event.type, bytes(event.data))
    except v1.UnknownKind as error:
        raise Unfit("unknown-kind", event.type) from error
    except v1.BadFact as error:
        raise Unfit("bad-fact", error) from error


def member_of(fact: v1.Up) -> str | None:
    """The member that a fact names: looked up for a whole batch at a time."""
    return fact.member if isinstance(fact, v1.SaleClosed | v1.DemandRequested) else None


def day_of(event: Event, received_at: dt.datetime) -> str:
    """The day that an event counts for: its own clock's, or the day it arrived where that clock is a guess."""
    if event.tq != "guess":
        try:
            said = dt.datetime.fromisoformat(event.ts)
            if said.tzinfo is not None:
                return said.astimezone(THAILAND).date().isoformat()
        except (ValueError, OverflowError):
            pass
    return received_at.astimezone(THAILAND).date().isoformat()


def _item(known: References, item: str, unit: str) -> ItemRef:
    found = known.item(item)
    if found is None:
        raise Unfit("unknown-item", item)
    if found.unit != unit:
        raise Unfit("wrong-unit", f"{item}: {unit}, {found.unit} is wanted")
    return found


def _check_figures(fact: v1.SaleClosed, goods_satang: int) -> None:
    """Lines, goods, rounding, total, payment and tax have to fit each other to the satang."""
    if goods_satang != fact.goods_satang or goods_satang + fact.rounding_satang != fact.total_satang:
        raise Unfit("bad-figure", f"total {fact.total_satang}, the lines make {goods_satang} satang")
    paid = 0
    for tender in fact.tenders:
        paid += tender.amount_satang
        if tender.given_satang - tender.change_satang != tender.amount_satang:
            raise Unfit("bad-figure", "the change does not fit what was given")
    if paid != fact.total_satang:
        raise Unfit("bad-figure", f"paid {paid} of {fact.total_satang} satang")
    if not 0 <= fact.vat_satang <= fact.total_satang:
        raise Unfit("bad-figure", f"tax {fact.vat_satang} of {fact.total_satang} satang")


def _sale(fact: v1.SaleClosed, place: Place, known: References, books: Bookings) -> None:
    if fact.member is not None and fact.member not in known.members:
        raise Unfit("unknown-member", fact.member)
    event, branch_n, day = place
    goods_satang = 0
    rows = []
    for number, line in enumerate(fact.lines, start=1):
        item = _item(known, line.item, line.unit)
        quantity_milli, total_satang = line.quantity_milli, line.total_satang
        if total_satang != line_total(quantity_milli, line.price_satang):  # type: ignore[arg-type]
            raise Unfit("bad-figure", f"line {number} of {total_satang} satang")
        goods_satang += total_satang
        rows.append((event, number, item.n, quantity_milli, line.price_satang, total_satang, line.tax))
    _check_figures(fact, goods_satang)
    sums = (goods_satang, fact.rounding_satang, fact.total_satang, fact.vat_satang)
    books.sales.append((event, branch_n, fact.sale, fact.number, fact.shift, fact.member, *sums))
    books.sale_lines += rows
    went_milli = books.went_milli
    for row in rows:
        went_milli[branch_n, row[2]] += row[3]
    cash = 0
    for number, tender in enumerate(fact.tenders, start=1):
        cash += tender.amount_satang if tender.kind == "cash" else 0
        given = (tender.amount_satang, tender.given_satang, tender.change_satang)
        books.sale_tenders.append((event, number, tender.kind, *given))
    books.sold(branch_n, day, len(rows), fact.total_satang, cash)


def _goods(fact: v1.GoodsReceived, place: Place, known: References, books: Bookings) -> None:
    found = [_item(known, line.item, line.unit) for line in fact.lines]
    books.receipts.append((place.event, place.branch_n, fact.receipt, fact.source, fact.document))
    for number, (line, item) in enumerate(zip(fact.lines, found, strict=True), start=1):
        books.receipt_lines.append((place.event, number, item.n, line.quantity_milli))
        books.came_milli[place.branch_n, item.n] += line.quantity_milli


def _opened(fact: v1.ShiftOpened, place: Place, _known: References, books: Bookings) -> None:
    books.shift_openings.append((place.branch_n, fact.shift, place.event, fact.cashier, fact.float_satang))


def _closed(fact: v1.ShiftClosed, place: Place, _known: References, books: Bookings) -> None:
    books.shift_closings.append(
        (
            place.branch_n,
            fact.shift,
            place.event,
            fact.cashier,
            fact.sales,
            fact.sold_satang,
            fact.cash_expected_satang,
            fact.cash_counted_satang,
        )
    )


def _asked(fact: v1.DemandRequested, place: Place, known: References, books: Bookings) -> None:
    if fact.member not in known.members:
        raise Unfit("unknown-member", fact.member)
    state = known.round_state(fact.round)
    if state is None:
        raise Unfit("unknown-round", fact.round)
    if state != "SURVEY_OPEN":
        raise Unfit("round-closed", fact.round)
    books.requests.append(
        Request(
            branch_n=place.branch_n,
            request=fact.request,
            round=fact.round,
            member=fact.member,
            firm=fact.firm,
            maximum=fact.maximum,
            replaces=fact.replaces,
            standing=True,
            event=place.event,
        )
    )


Effect = Callable[[Any, Place, References, Bookings], None]

EFFECTS: dict[type[v1.Up], Effect] = {
    v1.SaleClosed: _sale,
    v1.GoodsReceived: _goods,
    v1.ShiftOpened: _opened,
    v1.ShiftClosed: _closed,
    v1.DemandRequested: _asked,
}


def book(fact: v1.Up, place: Place, known: References, books: Bookings) -> None:
    """Write down what a fact does. Raises Unfit, and then nothing was written down."""
    EFFECTS[type(fact)](fact, place, known, books)


def amount_satang(fact: v1.Up) -> int | None:
    """The money of a fact, for the screen."""
    return fact.total_satang if isinstance(fact, v1.SaleClosed) else None
