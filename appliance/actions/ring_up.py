"""A basket is paid: the one moment that must never be lost and never happen twice."""

from dataclasses import dataclass

from appliance import messages
from appliance.errors import BasketChanged, BasketGone, NoShift
from appliance.rules import sale as rules
from appliance.rules.figures import baht
from appliance.rules.sale import Sale
from appliance.store import baskets, outbox, papers, sales, shifts, stock
from appliance.store.papers import PaperNote
from appliance.till import Till
from hub.contract.units import Satang


@dataclass(frozen=True, slots=True)
class RungUp:
    """The sale as it is booked; ``again`` where it had been booked before this tap."""

    sale: Sale
    again: bool


def ring_up(till: Till, basket: str, given_satang: Satang, seen_due_satang: Satang) -> RungUp:
    """Book the sale, move the stock, queue the message and the paper, all together or not at all.

    The sale takes the basket's id, so a double tap on Charge finds it booked. ``seen_due_satang`` is the sum that
    the cashier saw. Raises NoShift, BasketGone, BasketEmpty, BasketChanged, NotEnoughCash, TooMuchCash; DiskFull and
    DiskFailed leave the basket as it was.
    """
    stamp = till.stamp()
    with till.store.books.transaction() as db:
        if booked := sales.find(db, basket):
            return RungUp(booked, again=True)
        shift = shifts.current(db)
        if shift is None:
            raise NoShift
        if not baskets.is_open(db, basket):
            raise BasketGone
        on_counter = baskets.get(db, basket)
        due = rules.cash_due(on_counter.totals.goods_satang)
        if on_counter.lines and due != seen_due_satang:
            raise BasketChanged(total=baht(due))
        sale = rules.close(
            on_counter,
            given_satang,
            number=sales.next_number(db),
            shift=shift.shift,
            cashier=shift.cashier,
            sold_at=stamp.ts,
        )
        sales.book(db, sale)
        stock.move(db, [(line.item, -line.quantity_milli) for line in sale.lines])
        papers.queue(db, PaperNote(till.new_id(), sale.sale, 0, "queued", stamp.ts, stamp.mono_ms, stamp.boot))
        outbox.append(db, messages.seal(messages.sale_closed(sale), stamp))
        baskets.end(db, basket, "charged")
    return RungUp(sale, again=False)
