"""What each kind of fact does to the hub's books. Everything is checked before anything is written down.

A fact that refers to something unknown, or whose figures do not add up, raises ``Unfit``: its event is put aside with
that reason and has no effect at all.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from hub.clock import THAILAND
from hub.contract import v1
from hub.contract.envelope import Event
from hub.contract.units import Milliunits, Satang, line_total
from hub.store.bookings import Bookings, Request
from hub.store.references import ItemRef, References


class Unfit(ValueError):
    """A fact that cannot be booked. ``reason`` is a word for the screen to translate, with what it is about."""

    def __init__(self, word: str, about: object) -> None:
        super().__init__(f"{word}: {about}")


class Place(NamedTuple):
    """Whose event it is, its number in the books, and the day in Thailand that it counts for."""

    branch_n: int
    event: int
    day: str


class Wanted(NamedTuple):
    """What a fact refers to."""

    items: Iterable[str] = ()
    members: Iterable[str] = ()
    asks: bool = False


def read_fact(event: Event) -> v1.Up:
    """The fact in an event. Raises Unfit."""
    try:
        return v1.from_wire(v1.UP_KINDS, event.type, bytes(event.data))
    except v1.UnknownKind as error:
        raise Unfit("unknown-kind", event.type) from error
    except v1.BadFact as error:
        raise Unfit("bad-fact", error) from error


def wanted(fact: v1.Up) -> Wanted:
    """What has to be looked up before the fact can be booked."""
    if isinstance(fact, v1.SaleClosed):
        return Wanted([line.item for line in fact.lines], [fact.member] if fact.member else ())
    if isinstance(fact, v1.GoodsReceived):
        return Wanted([line.item for line in fact.lines])
    if isinstance(fact, v1.DemandRequested):
        return Wanted(members=[fact.member], asks=True)
    return Wanted()


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
    found = known.items.get(item)
    if found is None:
        raise Unfit("unknown-item", item)
    if found.unit != unit:
        raise Unfit("wrong-unit", f"{item}: {unit}, {found.unit} is wanted")
    return found


def _sale(fact: v1.SaleClosed, place: Place, known: References, books: Bookings) -> None:
    found = [_item(known, line.item, line.unit) for line in fact.lines]
    if fact.member is not None and fact.member not in known.members:
        raise Unfit("unknown-member", fact.member)
    for number, line in enumerate(fact.lines, start=1):
        if line.total_satang != line_total(Milliunits(line.quantity_milli), Satang(line.price_satang)):
            raise Unfit("bad-figure", f"line {number} of {line.total_satang} satang")
    goods = sum(line.total_satang for line in fact.lines)
    if goods != fact.goods_satang or goods + fact.rounding_satang != fact.total_satang:
        raise Unfit("bad-figure", f"total {fact.total_satang}, the lines make {goods} satang")
    paid = sum(tender.amount_satang for tender in fact.tenders)
    if paid != fact.total_satang:
        raise Unfit("bad-figure", f"paid {paid} of {fact.total_satang} satang")
    if any(tender.given_satang - tender.change_satang != tender.amount_satang for tender in fact.tenders):
        raise Unfit("bad-figure", "the change does not fit what was given")
    if not 0 <= fact.vat_satang <= fact.total_satang:
        raise Unfit("bad-figure", f"tax {fact.vat_satang} of {fact.total_satang} satang")
    event, branch_n = place.event, place.branch_n
    books.sales.append(
        (
            event,
            branch_n,
            fact.sale,
            fact.number,
            fact.shift,
            fact.member,
            fact.goods_satang,
            fact.rounding_satang,
            fact.total_satang,
            fact.vat_satang,
        )
    )
    for number, (line, item) in enumerate(zip(fact.lines, found, strict=True), start=1):
        row = (event, number, item.n, line.quantity_milli, line.price_satang, line.total_satang, line.tax)
        books.sale_lines.append(row)
        books.move(branch_n, item.n, 0, line.quantity_milli)
    cash = 0
    for number, tender in enumerate(fact.tenders, start=1):
        cash += tender.amount_satang if tender.kind == "cash" else 0
        books.sale_tenders.append(
            (event, number, tender.kind, tender.amount_satang, tender.given_satang, tender.change_satang)
        )
    books.sold(branch_n, place.day, len(fact.lines), fact.total_satang, cash)


def _goods(fact: v1.GoodsReceived, place: Place, known: References, books: Bookings) -> None:
    found = [_item(known, line.item, line.unit) for line in fact.lines]
    books.receipts.append((place.event, place.branch_n, fact.receipt, fact.source, fact.document))
    for number, (line, item) in enumerate(zip(fact.lines, found, strict=True), start=1):
        books.receipt_lines.append((place.event, number, item.n, line.quantity_milli))
        books.move(place.branch_n, item.n, line.quantity_milli, 0)


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
    state = known.rounds.get(fact.round)
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
