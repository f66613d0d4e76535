"""One example of every kind of fact and message, as they were first put on the wire. Made-up people and goods."""

import hashlib

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub.contract import envelope, v1
from hub.contract.envelope import Ack, Batch, Change, DeviceState, Event, FeedBatch, FeedHead, Hello, Live

SIGNING_KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"an example, not a secret").digest())

FACTS: dict[str, v1.Fact] = {
    "shift.opened": v1.ShiftOpened(shift="s-1", cashier="สมศรี", float_satang=50_000),
    "shift.closed": v1.ShiftClosed(
        shift="s-1",
        cashier="สมศรี",
        sales=2,
        sold_satang=21_800,
        cash_expected_satang=71_800,
        cash_counted_satang=71_750,
    ),
    "sale.closed": v1.SaleClosed(
        sale="0b7e8f0e-5d0c-4d4c-9b43-0f3a6f1d2c11",
        number=17,
        shift="s-1",
        member="m-0001",
        lines=(
            v1.SaleLine(
                item="tomato",
                name="มะเขือเทศ",
                unit="kg",
                quantity_milli=1234,
                price_satang=995,
                total_satang=1228,
                tax="exempt",
                weighing=v1.Weighing(gross_g=1234, scale="toledo-8217", frame_hex="0230312e3233340d"),
            ),
            v1.SaleLine(
                item="soap",
                name="สบู่ก้อน",
                unit="piece",
                quantity_milli=2000,
                price_satang=1070,
                total_satang=2140,
                tax="vat7",
            ),
        ),
        tenders=(v1.Tender(kind="cash", amount_satang=3350, given_satang=5000, change_satang=1650),),
        goods_satang=3368,
        rounding_satang=-18,
        total_satang=3350,
        vat_satang=140,
    ),
    "goods.received": v1.GoodsReceived(
        receipt="g-1",
        source="สหกรณ์การเกษตรตัวอย่าง จำกัด",
        document="DN-77",
        lines=(v1.GoodsLine(item="soap", unit="piece", quantity_milli=144_000),),
    ),
    "demand.requested": v1.DemandRequested(
        request="q-2", round="r-1", member="m-0001", firm=10, maximum=15, replaces="q-1"
    ),
    "item.put": v1.ItemPut(
        item="soap",
        name_th="สบู่ก้อน",
        name_en="Soap bar",
        category="home",
        unit="piece",
        pack_th="ก้อน",
        pack_en="bar",
        price_satang=1070,
        tax="vat7",
        barcodes=(v1.Barcode(code="8850000000010"), v1.Barcode(code="18850000000017", units=12)),
    ),
    "category.put": v1.CategoryPut(category="home", name_th="ของใช้ในบ้าน", name_en="Household"),
    "member.put": v1.MemberPut(member="m-0001", number="1001", name="อานา ทดสอบ", organisation="o-1"),
    "card.put": v1.CardPut(card="04A1B2C3D4E5F1", member="m-0001", state="frozen"),
    "round.put": v1.RoundPut(
        round="r-1",
        item="fertiliser-15-15-15-50",
        title_th="ปุ๋ยรอบที่ 1",
        title_en="Fertiliser, round 1",
        pack_th="ถุง",
        pack_en="bags",
        state="SURVEY_OPEN",
        closes_on="2026-12-31",
        minimum_packs=20_000,
        firm_packs=18_500,
        maximum_packs=26_000,
        tiers=(
            v1.PriceTier(from_packs=1, price_satang=52_000),
            v1.PriceTier(from_packs=20_000, price_satang=49_600),
        ),
    ),
    "branch.put": v1.BranchPut(
        branch="hatyai01",
        name_th="ร้านหาดใหญ่",
        name_en="Hat Yai shop",
        organisation_th="สหกรณ์ตัวอย่าง จำกัด",
        organisation_en="Example Co-operative Ltd",
        tax_id="0000000000000",
    ),
}

EVENT = Event(
    seq=1,
    id="e1f7c1de-0000-4000-8000-000000000001",
    type="shift.opened",
    ts="2026-11-23T02:00:00+00:00",
    tq="ntp",
    mono=61_000,
    data=msgspec.Raw(v1.to_wire(FACTS["shift.opened"])),
)
EVENT_BYTES = msgspec.json.encode(EVENT)
GENESIS = envelope.genesis("hatyai01", "e-1")
HEAD = envelope.link(GENESIS, EVENT_BYTES)
CHANGES = [
    msgspec.Raw(
        msgspec.json.encode(Change(version=5, type="card.put", data=msgspec.Raw(v1.to_wire(FACTS["card.put"]))))
    )
]

MESSAGES: dict[str, envelope.Message] = {
    "batch": envelope.sign(
        Batch(
            v=1,
            branch="hatyai01",
            epoch="e-1",
            from_=1,
            to=1,
            prev=GENESIS.hex(),
            head=HEAD.hex(),
            boot="b-1",
            kid="hatyai01-1",
            events=[msgspec.Raw(EVENT_BYTES)],
        ),
        SIGNING_KEY.sign,
    ),
    "hello": envelope.sign(
        Hello(
            v=1,
            branch="hatyai01",
            epoch="e-1",
            acked=1,
            hash=HEAD.hex(),
            last=3,
            hub_epoch="h-1",
            feed=4,
            kid="hatyai01-1",
        ),
        SIGNING_KEY.sign,
    ),
    "ack": envelope.sign(
        Ack(v=1, branch="hatyai01", epoch="e-1", hw=1, hash=HEAD.hex(), hub_epoch="h-1", kid="hub-1"),
        SIGNING_KEY.sign,
    ),
    "feed": envelope.sign(
        FeedBatch(
            v=1,
            branch="hatyai01",
            hub_epoch="h-1",
            from_=4,
            to=5,
            head=5,
            digest=envelope.digest(CHANGES),
            kid="hub-1",
            changes=CHANGES,
        ),
        SIGNING_KEY.sign,
    ),
    "head": FeedHead(v=1, hub_epoch="h-1", head=5),
    "live": Live(
        v=1,
        branch="hatyai01",
        state="here",
        boot="b-1",
        version="0.1.0",
        waiting=2,
        oldest_waiting_s=40,
        ts="2026-11-23T02:00:00+00:00",
        tq="ntp",
        devices=(DeviceState(device="printer", state="no-paper"),),
    ),
}
