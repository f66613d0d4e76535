"""Goods come into the branch's store, from a supplier or out of a joint purchase."""

from collections.abc import Sequence

from appliance import messages
from appliance.errors import DeliveryEmpty, QuantityOutOfRange
from appliance.rules.records import Delivery, Goods
from appliance.rules.sale import LINES_LIMIT
from appliance.store import deliveries, outbox, stock
from appliance.till import Till
from hub.contract.units import MILLI, QUANTITY_LIMIT_MILLI

SOURCE_LIMIT = 100
"""Characters of a supplier's name and of his paper's number."""


def receive_goods(till: Till, receipt: str, source: str, document: str, goods: Sequence[Goods]) -> Delivery:
    """Book a delivery; ``receipt`` is its id, so that sending the form twice books it once.

    Raises DeliveryEmpty, QuantityOutOfRange.
    """
    if not 1 <= len(goods) <= LINES_LIMIT:
        raise DeliveryEmpty(limit=LINES_LIMIT)
    for each in goods:
        if not 0 < each.quantity_milli <= QUANTITY_LIMIT_MILLI:
            raise QuantityOutOfRange(given=each.quantity_milli // MILLI, limit=QUANTITY_LIMIT_MILLI // MILLI)
    stamp = till.stamp()
    delivery = Delivery(receipt, stamp.ts, source.strip()[:SOURCE_LIMIT], document.strip()[:SOURCE_LIMIT], tuple(goods))
    with till.store.books.transaction() as db:
        if deliveries.is_booked(db, receipt):
            return delivery
        deliveries.book(db, delivery)
        stock.move(db, [(each.item, each.quantity_milli) for each in goods])
        outbox.append(db, messages.seal(messages.goods_received(delivery), stamp))
    return delivery
