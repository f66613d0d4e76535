"""A small made-up network for the hub's tests, and boxes that write ledgers."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub.actions.import_register import import_register
from hub.actions.register_box import register_box
from hub.announce.feed import Announcer
from hub.clock import HandClock
from hub.contract import envelope, topics, v1
from hub.contract.envelope import Ack, Batch, FeedBatch, Hello
from hub.desk import Board, Desk, Out, Voice
from hub.intake.apply import Intake
from hub.intake.reapply import reapply
from hub.store.opening import Store, migrate
from hub.store.references import References

START = dt.datetime(2026, 3, 2, 2, 0, tzinfo=dt.UTC)
HUB_KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"the hub of the tests").digest())
VOICE = Voice("hub-1", HUB_KEY.sign)

REGISTERS = {
    "districts": "district,name_th,name_en\nrattaphum,รัตภูมิ,Rattaphum\nhatyai,หาดใหญ่,Hat Yai\n",
    "organisations": (
        "organisation,kind,name_th,name_en,district,centre,level\n"
        "plant7,rubber_fund_coop,สกย.บ้านหนองเจ็ด,Ban Nong Chet Plant,rattaphum,agri-rattaphum,member\n"
        "fed,federation,ชุมนุมสหกรณ์การเกษตรสงขลา,Songkhla Federation,,,province\n"
        "agri-rattaphum,agricultural_coop,สหกรณ์การเกษตรรัตภูมิ,Rattaphum Co-op,rattaphum,fed,district\n"
        "shop,shop_coop,สหกรณ์ร้านค้าตัวอย่าง,Example Shop Co-op,hatyai,fed,member\n"
    ),
    "branches": (
        "branch,organisation,name_th,name_en,tax_id\n"
        "ratta01,agri-rattaphum,ร้านรัตภูมิ,Rattaphum Shop,\n"
        "plant07,plant7,โรงที่เจ็ด,Plant Seven,\n"
        "shop01,shop,ร้านค้าตัวอย่าง,Example Shop,\n"
    ),
    "categories": "category,name_th,name_en\nfood,อาหาร,Food\nfarm,การเกษตร,Farm\n",
    "items": (
        "item,name_th,name_en,category,unit,pack_th,pack_en,price_satang,tax,barcodes\n"
        "rice,ข้าวสาร,Rice,food,kg,,,1550,exempt,\n"
        "sauce,น้ำปลา,Fish sauce,food,piece,ขวด,bottle,2500,vat7,8850000000010*1 18850000000017*24\n"
        "fertiliser,ปุ๋ย 15-15-15,Fertiliser 15-15-15,farm,piece,ถุง,bag,52000,exempt,\n"
    ),
    "members": (
        "member,number,name,organisation,cards\n"
        "m1,100001,นางสาวดอกไม้ ตัวอย่าง,agri-rattaphum,04A1B2C3D4E5F1\n"
        "m2,100002,นายต้นไม้ ตัวอย่าง,plant7,04A1B2C3D4E5F2:frozen\n"
        "m3,100003,นางใบไม้ ตัวอย่าง,shop,\n"
    ),
    "rounds": (
        "round,item,title_th,title_en,pack_th,pack_en,coordinator,minimum_packs,tiers,opens_on,closes_on,state\n"
        "r1,fertiliser,ปุ๋ยรวม,Joint fertiliser,ถุง,bag,fed,20,1@52000 20@49600,2026-03-01,2026-04-01,SURVEY_OPEN\n"
        "r0,fertiliser,ปุ๋ยรอบก่อน,Last round,ถุง,bag,fed,20,,2026-01-01,2026-02-01,CLOSED\n"
    ),
}


@dataclass
class Box:
    """A box as far as the hub knows one: a ledger that it numbers, chains and signs."""

    branch: str
    epoch: str = "e-0001"
    kid: str = ""
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    bodies: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kid = self.kid or f"{self.branch}-key"

    @property
    def public_key(self) -> bytes:
        """What the hub is told of the key."""
        return self.key.public_key().public_bytes_raw()

    def write(self, fact: v1.Fact | tuple[str, object], event_id: str = "", **changed: object) -> None:
        """Book a fact, or a kind and data that may be wrong."""
        kind, data = (
            (fact.KIND, v1.to_wire(fact)) if isinstance(fact, v1.Fact) else (fact[0], msgspec.json.encode(fact[1]))
        )
        seq = len(self.bodies) + 1
        event = {
            "seq": seq,
            "id": event_id or f"{self.branch}-{self.epoch}-{seq}",
            "type": kind,
            "ts": "2026-03-02T09:00:00+07:00",
            "tq": "ntp",
            "mono": seq,
            "data": msgspec.Raw(data),
        }
        self.bodies.append(msgspec.json.encode({**event, **changed}))

    def chain(self, seq: int) -> bytes:
        """The chain after so many events."""
        chain = envelope.genesis(self.branch, self.epoch)
        for body in self.bodies[:seq]:
            chain = envelope.link(chain, body)
        return chain

    def batch(self, from_: int = 1, to: int | None = None, **changed: object) -> Batch:
        """Events as a signed batch; ``changed`` bends its header before it is signed."""
        to = len(self.bodies) if to is None else to
        batch = Batch(
            v=1,
            branch=self.branch,
            epoch=self.epoch,
            from_=from_,
            to=to,
            prev=self.chain(from_ - 1).hex(),
            head=self.chain(to).hex(),
            boot="boot-1",
            kid=self.kid,
            events=[msgspec.Raw(body) for body in self.bodies[from_ - 1 : to]],
        )
        return envelope.sign(msgspec.structs.replace(batch, **changed), self.key.sign)

    def hello(self, *, acked: int = 0, hub_epoch: str = "", feed: int = 0, **changed: object) -> Hello:
        """What the box says when it connects, and after every batch of the feed."""
        hello = Hello(
            v=1,
            branch=self.branch,
            epoch=self.epoch,
            acked=acked,
            hash=self.chain(acked).hex(),
            last=len(self.bodies),
            hub_epoch=hub_epoch,
            feed=feed,
            kid=self.kid,
        )
        return envelope.sign(msgspec.structs.replace(hello, **changed), self.key.sign)


class Hub:
    """A hub without broker and screens: messages go in, answers come out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Store(f"sqlite:///{folder / 'hub.db'}")
        migrate(self.store)
        self.clock = HandClock(START)
        self.board = Board()
        self.desk = Desk(self.store, self.clock, lambda: "new-id", self.board, reapply)
        self.announcer = Announcer(self.desk, VOICE)
        self.intake = Intake(self.desk, References(), VOICE, self.announcer.answer)

    def fill(self) -> None:
        """Import the registers."""
        for kind, text in REGISTERS.items():
            assert self.import_text(kind, text).refused == 0

    def import_text(self, kind: str, text: str):  # type: ignore[no-untyped-def]
        """Import a register that is written down in a test."""
        file = self.folder / f"{kind}.csv"
        file.write_text(text, encoding="utf-8")
        return import_register(self.desk, kind, file)

    def knows(self, *boxes: Box) -> None:
        """Register boxes."""
        for box in boxes:
            register_box(self.desk, branch=box.branch, epoch=box.epoch, kid=box.kid, public_key=box.public_key)

    def hear(self, *messages: Batch | Hello | bytes, topic: str = "") -> list[Ack | FeedBatch]:
        """Take a group of messages in, as the broker brings them, and read the answers."""
        given = []
        for message in messages:
            payload = message if isinstance(message, bytes) else envelope.pack(message)
            branch = "ratta01" if isinstance(message, bytes) else message.branch
            given.append((topic or topics.up(branch), payload))
        return read_answers(self.intake.take(given))

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Look into the books."""
        with self.store.read() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(sql)]

    def close(self) -> None:
        """Close the books."""
        self.store.close()


def read_answers(outs: Iterable[Out]) -> list[Ack | FeedBatch]:
    """Answers as a box reads them; each signature is checked."""
    answers = []
    for out in outs:
        message = envelope.unpack(out.payload)
        assert isinstance(message, Ack | FeedBatch)
        HUB_KEY.public_key().verify(bytes.fromhex(message.sig), envelope.to_be_signed(message))
        answers.append(message)
    return answers


def sale(name: str, *lines: tuple[str, str, int, int], member: str | None = None, **changed: object) -> v1.SaleClosed:
    """A sale of lines (item, unit, milliunits, price), paid in cash to the satang."""
    made = tuple(
        v1.SaleLine(
            item=item,
            name=item,
            unit=unit,  # type: ignore[arg-type]
            quantity_milli=milli,
            price_satang=price,
            total_satang=(milli * price + 500) // 1000,
            tax="exempt",
        )
        for item, unit, milli, price in lines
    )
    total = sum(line.total_satang for line in made)
    tender = v1.Tender(kind="cash", amount_satang=total, given_satang=total + 100, change_satang=100)
    fact = v1.SaleClosed(
        sale=name,
        number=1,
        shift="s1",
        member=member,
        lines=made,
        tenders=(tender,),
        goods_satang=total,
        total_satang=total,
        vat_satang=0,
    )
    return msgspec.structs.replace(fact, **changed)


def received(name: str, item: str, unit: str, milli: int) -> v1.GoodsReceived:
    """Goods that came in."""
    line = v1.GoodsLine(item=item, unit=unit, quantity_milli=milli)  # type: ignore[arg-type]
    return v1.GoodsReceived(receipt=name, source="ผู้ขายตัวอย่าง", lines=(line,))


def asked(
    name: str, member: str, firm: int, maximum: int, replaces: str | None = None, round_id: str = "r1"
) -> v1.DemandRequested:
    """What a member asks for in a round."""
    return v1.DemandRequested(
        request=name, round=round_id, member=member, firm=firm, maximum=maximum, replaces=replaces
    )
