"""Our facts as the wire says them, and the hub's words as our records: the only speaker of that language in the box.

A sale of the rules becomes a ``SaleClosed`` of ``hub.contract.v1``; an ``ItemPut`` becomes a row of the reference.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from appliance.errors import BasketTooLong
from appliance.rules import sale as rules
from appliance.rules.records import Delivery, Entry, Request, Seal, Shift, Takings
from hub.contract import envelope, v1


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where and when an event was born: its id, the clock with its quality, and this start of the box."""

    id: str
    ts: str
    tq: Literal["ntp", "rtc", "guess"]
    mono_ms: int
    boot: str


def genesis(branch: str, epoch: str) -> bytes:
    """The chain of a ledger that holds nothing yet."""
    return envelope.genesis(branch, epoch)


def seal(fact: v1.Up, stamp: Stamp) -> Seal:
    """An event that waits for its number and for the chain before it.

    The seal raises BasketTooLong where the event would not fit into a message, so that it is not booked.
    """
    data = msgspec.Raw(v1.to_wire(fact))

    def with_number(seq: int, chain: bytes) -> Entry:
        event = envelope.Event(
            seq=seq, id=stamp.id, type=fact.KIND, ts=stamp.ts, tq=stamp.tq, mono=stamp.mono_ms, data=data
        )
        body = msgspec.json.encode(event)
        if len(body) > envelope.EVENT_BYTES_LIMIT:
            raise BasketTooLong(limit=rules.LINES_LIMIT // 2)
        return Entry(seq, stamp.id, fact.KIND, stamp.boot, stamp.ts, body, envelope.link(chain, body))

    return with_number


# ── up ──────────────────────────────────────────────────────────────────────────────────────────────


def shift_opened(shift: Shift) -> v1.ShiftOpened:
    """A shift began."""
    return v1.ShiftOpened(shift=shift.shift, cashier=shift.cashier, float_satang=shift.float_satang)


def shift_closed(shift: Shift, takings: Takings, counted_satang: int) -> v1.ShiftClosed:
    """A shift ended, with what was counted."""
    return v1.ShiftClosed(
        shift=shift.shift,
        cashier=shift.cashier,
        sales=takings.sales,
        sold_satang=takings.sold_satang,
        cash_expected_satang=takings.expected_satang,
        cash_counted_satang=counted_satang,
    )


def _weighing(weighing: rules.Weighing | None) -> v1.Weighing | None:
    if weighing is None:
        return None
    return v1.Weighing(
        gross_g=weighing.gross_g,
        tare_g=weighing.tare_g,
        stable=weighing.stable,
        scale=weighing.scale,
        frame_hex=weighing.frame.hex(),
        by_hand=weighing.by_hand,
    )


def sale_closed(sale: rules.Sale) -> v1.SaleClosed:
    """A basket was paid."""
    return v1.SaleClosed(
        sale=sale.sale,
        number=sale.number,
        shift=sale.shift,
        member=sale.member.member if sale.member else None,
        lines=tuple(
            v1.SaleLine(
                item=line.item,
                name=line.name_th,
                unit=line.unit,
                quantity_milli=line.quantity_milli,
                price_satang=line.price_satang,
                total_satang=line.total_satang,
                tax=line.tax,
                weighing=_weighing(line.weighing),
            )
            for line in sale.lines
        ),
        tenders=(
            v1.Tender(
                kind="cash",
                amount_satang=sale.cash.due_satang,
                given_satang=sale.cash.given_satang,
                change_satang=sale.cash.change_satang,
            ),
        ),
        goods_satang=sale.totals.goods_satang,
        rounding_satang=sale.cash.rounding_satang,
        total_satang=sale.cash.due_satang,
        vat_satang=sale.totals.vat_satang,
    )


def goods_received(delivery: Delivery) -> v1.GoodsReceived:
    """Goods came in."""
    return v1.GoodsReceived(
        receipt=delivery.receipt,
        source=delivery.source,
        document=delivery.document,
        lines=tuple(
            v1.GoodsLine(item=goods.item, unit=_unit(goods.unit), quantity_milli=goods.quantity_milli)
            for goods in delivery.goods
        ),
    )


def _unit(unit: str) -> Literal["piece", "kg"]:
    return "kg" if unit == "kg" else "piece"


def demand_requested(request: Request, replaces: Request | None) -> v1.DemandRequested:
    """A member asked for packs in a round."""
    return v1.DemandRequested(
        request=request.request,
        round=request.round,
        member=request.member,
        firm=request.firm,
        maximum=request.maximum,
        replaces=replaces.request if replaces else None,
    )


# ── down ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Put:
    """A row of the reference that takes the place of what was there under its key."""

    version: int
    noun: str
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Aside:
    """A change that this version of the box cannot read, kept with the reason."""

    version: int
    kind: str
    data: bytes
    why: str


def _columns(fact: v1.Down) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in fact.__struct_fields__}


def _row_of(fact: v1.Down) -> tuple[str, dict[str, Any]]:
    row = _columns(fact)
    match fact:
        case v1.ItemPut():
            row["barcodes"] = [(barcode.code, barcode.units) for barcode in fact.barcodes]
            return "item", row
        case v1.RoundPut():
            row["tiers"] = [(tier.from_packs, tier.price_satang) for tier in fact.tiers]
            return "round", row
        case v1.CategoryPut():
            return "category", row
        case v1.MemberPut():
            return "member", row
        case v1.CardPut():
            return "card", row
        case v1.BranchPut():
            return "branch", row


def changes(raws: Iterable[msgspec.Raw], put_aside: Callable[[Aside], None]) -> Iterable[Put]:
    """The rows that a feed batch brings; what cannot be read goes to ``put_aside``.

    Raises ``envelope.Unreadable`` where a change has not even a number.
    """
    for raw in raws:
        change = envelope.read_change(raw)
        try:
            noun, row = _row_of(v1.from_wire(v1.DOWN_KINDS, change.type, change.data))
        except (v1.UnknownKind, v1.BadFact) as error:
            put_aside(Aside(change.version, change.type, bytes(change.data), str(error)))
            continue
        yield Put(change.version, noun, row)
