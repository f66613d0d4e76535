"""A real box's books and a real hub's intake over a bad wire: it loses, doubles and reorders, by a seed."""

import hashlib
import random
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from appliance.courier.conversation import Conversation
from appliance.courier.keys import Keys
from hub.actions.register_box import register_box
from hub.contract import envelope, topics
from tests.appliance.conftest import Shop
from tests.hub.network import HUB_KEY, Hub

REGISTERS = {
    "districts": "district,name_th,name_en\nhatyai,หาดใหญ่,Hat Yai\n",
    "organisations": (
        "organisation,kind,name_th,name_en,district,centre,level\n"
        "fed,federation,ชุมนุมตัวอย่าง,Example Federation,,,province\n"
        "o1,shop_coop,สหกรณ์ร้านค้าตัวอย่าง,Example Shop Co-op,hatyai,fed,member\n"
    ),
    "branches": "branch,organisation,name_th,name_en,tax_id\nhatyai01,o1,ร้านหาดใหญ่,Hat Yai Shop,\n",
    "categories": "category,name_th,name_en\nfood,อาหาร,Food\n",
    "items": (
        "item,name_th,name_en,category,unit,pack_th,pack_en,price_satang,tax,barcodes\n"
        "soap,สบู่ก้อน,Soap bar,food,piece,,,1070,vat7,8850000000010*1\n"
        "rice-5,ข้าวหอมมะลิ 5 กก.,Jasmine rice 5 kg,food,piece,,,19500,exempt,\n"
    ),
    "members": "member,number,name,organisation,cards\nm-ana,1001,อานา ทดสอบ,o1,04A1B2C3D4E5F1\n",
    "rounds": (
        "round,item,title_th,title_en,pack_th,pack_en,coordinator,minimum_packs,tiers,opens_on,closes_on,state\n"
        "r-1,rice-5,ข้าวสารรอบแรก,First rice round,ถุง,bag,fed,100,1@19000 100@18000,"
        "2026-11-01,2026-12-31,SURVEY_OPEN\n"
    ),
}


class Wire:
    """One box and one hub; time moves by hand, every message meets its fate by the seed."""

    def __init__(self, folder: Path, seed: int = 0, loss: float = 0.0, twice: float = 0.0) -> None:
        self.chance = random.Random(seed)
        self.loss, self.twice = loss, twice
        self.time_s = 0.0
        for name in ("box", "hub"):
            (folder / name).mkdir()
        self.shop = Shop(folder / "box")
        self.hub = Hub(folder / "hub")
        for kind, text in REGISTERS.items():
            report = self.hub.import_text(kind, text)
            assert report.refused == 0, report
        key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"the box of the wire").digest())
        self.keys = Keys(key, HUB_KEY.public_key())
        public = key.public_key().public_bytes_raw()
        register_box(self.hub.desk, branch="hatyai01", epoch="e-1", kid="k-1", public_key=public)
        self.up: list[tuple[str, bytes]] = []
        self.connect()

    def connect(self) -> None:
        """The box starts, or its line comes back: what it remembered of the talk is gone."""
        self.talk = Conversation(self.shop.till, self.keys, lambda: self.time_s, self.chance.random)
        self.talk.connected()

    def _carry(self, message: envelope.Message, arrive: Callable[[bytes], None]) -> None:
        if self.chance.random() < self.loss:
            return
        arrive(envelope.pack(message))
        if self.chance.random() < self.twice:
            arrive(envelope.pack(message))

    def turn(self, seconds: float = 1.0) -> None:
        """Time passes, both sides say what they have to say, and some of it arrives."""
        self.time_s += seconds
        topic = topics.up("hatyai01")
        for message in self.talk.speak():
            self._carry(message, lambda packed: self.up.append((topic, packed)))
        if self.chance.random() < self.twice:
            self.chance.shuffle(self.up)
        came, self.up = self.up, []
        for out in [*self.hub.intake.take(came), *self.hub.announcer.beat()]:
            self._carry(envelope.unpack(out.payload), self._hear)

    def _hear(self, packed: bytes) -> None:
        answer = self.talk.hear(envelope.unpack(packed))
        if answer is not None:
            self._carry(answer, lambda again: self.up.append((topics.up("hatyai01"), again)))

    def settle(self, turns: int = 400) -> None:
        """Let time pass until the hub has everything that the box booked, or give up."""
        for _ in range(turns):
            if self.talk.acked == len(self.shop.events()) and not self.up:
                return
            self.turn(5.0)

    def booked(self) -> list[tuple[object, ...]]:
        """The events in the hub's books, in their order."""
        return self.hub.rows("SELECT body, hash, state FROM events ORDER BY event")

    def close(self) -> None:
        """Put both away."""
        self.shop.stop()
        self.hub.close()
