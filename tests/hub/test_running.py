"""The hub as it runs: its own process, a real mosquitto over TLS, and a box that speaks MQTT."""

import json
import queue
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar
from urllib.request import urlopen

import paho.mqtt.client as paho
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from paho.mqtt.enums import CallbackAPIVersion
from playwright.sync_api import sync_playwright

from hub.contract import envelope, topics, v1
from hub.contract.envelope import Ack, FeedBatch, FeedHead, Live
from provisioning import authority as authorities
from provisioning import enroll
from provisioning.broker import identity_of
from tests.hub.network import Box, asked, received, sale
from tests.hub.network import Hub as Books
from tests.stage.broker import Broker, now
from tests.stage.hub import Hub

WITHIN_S = 20
CHROMIUM = "/usr/bin/chromium"
AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
M = TypeVar("M", Ack, FeedBatch, FeedHead, Live)


class Wire:
    """A box's end of the link: says what it is told to say, keeps what it hears."""

    def __init__(self, folder: Path, branch: str, port: int) -> None:
        self.branch = branch
        self.heard: queue.Queue[envelope.Message] = queue.Queue()
        client = paho.Client(CallbackAPIVersion.VERSION2, client_id=identity_of(branch))
        context = ssl.create_default_context(cafile=str(folder / "authority.pem"))
        context.load_cert_chain(folder / "box.pem", folder / "box.key")
        client.tls_set_context(context)
        client.on_connect = lambda *_: client.subscribe(
            [
                (topics.down_ack(branch), 1),
                (topics.down_feed(branch), 1),
                (topics.DOWN_HEAD, 0),
                (topics.live(topics.HUB), 0),
            ]
        )
        subscribed: queue.Queue[bool] = queue.Queue()
        client.on_subscribe = lambda *_: subscribed.put(True)
        client.on_message = lambda _client, _data, message: self.heard.put(envelope.unpack(message.payload))
        client.connect("localhost", port)
        client.loop_start()
        subscribed.get(timeout=WITHIN_S)
        self._client = client

    def say(self, message: envelope.Message) -> None:
        """Publish on the box's own topic."""
        topic = topics.live(self.branch) if isinstance(message, Live) else topics.up(self.branch)
        self._client.publish(topic, envelope.pack(message), qos=1).wait_for_publish(WITHIN_S)

    def hear(self, kind: type[M]) -> M:
        """Wait for the next answer of a kind."""
        until = time.monotonic() + WITHIN_S
        while True:
            message = self.heard.get(timeout=max(0.0, until - time.monotonic()))
            if isinstance(message, kind):
                return message

    def meet_hub(self) -> None:
        """Wait until the hub says that it is there; the broker's word that it went is not that."""
        while self.hear(Live).state != "here":
            pass

    def close(self) -> None:
        """Hang up."""
        self._client.disconnect()
        self._client.loop_stop()


class Place:
    """A broker, a hub and one enrolled box in a folder."""

    def __init__(self, folder: Path) -> None:
        self.authority = authorities.create(folder / "authority", "the tests' authority", now())
        self.broker = Broker(self.authority, folder / "broker")
        self.hub = Hub(folder / "hub")
        enroll.hub(self.authority, self.hub.folder, now())
        self.hub.write_settings(self.broker.port)
        self.box_folder = folder / "ratta01"
        enroll.box(self.authority, "ratta01", self.box_folder, enroll.BoxPlan(), now())
        books = Books(self.hub.folder)
        books.fill()
        books.knows(self.box())
        books.close()

    def box(self) -> Box:
        """The enrolled box's ledger, empty."""
        identity = json.loads((self.box_folder / enroll.IDENTITY).read_text())
        key = load_pem_private_key((self.box_folder / enroll.LEDGER_KEY).read_bytes(), None)
        return Box("ratta01", epoch=identity["epoch"], kid=identity["kid"], key=key)  # type: ignore[arg-type]

    def file(self, path: str) -> str:
        """A table of the hub's screens."""
        with urlopen(f"{self.hub.url}{path}", timeout=WITHIN_S) as answer:
            return str(answer.read().decode("utf-8-sig"))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Everything running; gone at the end."""
    made = Place(tmp_path)
    with made.broker:
        made.hub.start()
        yield made
        made.hub.stop()


def test_a_sale_reaches_the_screens_and_the_feed_reaches_the_box(place: Place) -> None:
    """A box on a real broker gets its ack, the hub shows its sale, and the box learns catalogue and demand."""
    box = place.box()
    wire = Wire(place.box_folder, "ratta01", place.broker.port)
    wire.meet_hub()
    wire.say(Live(v=1, branch="ratta01", state="here", boot="boot-1", version="0.1.0", tq="ntp"))
    wire.say(box.hello())
    ack, feed = wire.hear(Ack), wire.hear(FeedBatch)
    assert (ack.hw, ack.refused, feed.from_) == (0, "", 0)
    kinds = {envelope.read_change(change).type for change in feed.changes}
    assert kinds == set(v1.DOWN_KINDS)

    box.write(received("g1", "rice", "kg", 10_000))
    box.write(sale("s1", ("rice", "kg", 1_234, 1_550), member="m1"))
    box.write(asked("q1", "m1", 7, 9))
    wire.say(box.batch())
    assert wire.hear(Ack).hw == 3
    assert "rice,ข้าวสาร,Rice,kg,rattaphum,ratta01,10.000,1.234,8.766" in place.file("/stock.csv")
    assert "r1,agri-rattaphum,ratta01,agri-rattaphum,m1,นางสาวดอกไม้ ตัวอย่าง,7,9" in place.file("/rounds/r1.csv")
    assert wire.hear(FeedHead).head > feed.head

    wire.say(box.hello(acked=3, hub_epoch=ack.hub_epoch, feed=feed.to))
    told = [
        v1.from_wire(v1.DOWN_KINDS, c.type, bytes(c.data))
        for c in map(envelope.read_change, wire.hear(FeedBatch).changes)
    ]
    assert [(fact.round, fact.firm_packs, fact.maximum_packs) for fact in told if isinstance(fact, v1.RoundPut)] == [
        ("r1", 7, 9)
    ]
    wire.close()


def test_nothing_is_lost_when_the_hub_is_killed(place: Place) -> None:
    """After kill -9 the hub stands where it had acknowledged, and takes the rest when it is there again."""
    box = place.box()
    wire = Wire(place.box_folder, "ratta01", place.broker.port)
    wire.meet_hub()
    for number in range(20):
        box.write(sale(f"s{number}", ("rice", "kg", 1_000, 1_550)))
    wire.say(box.batch(1, 10))
    assert wire.hear(Ack).hw == 10
    place.hub.kill9()
    place.hub.start()
    wire.meet_hub()
    wire.say(box.hello(acked=10))
    assert wire.hear(Ack).hw == 10
    wire.say(box.batch(11, 20))
    assert wire.hear(Ack).hw == 20
    assert "rice,ข้าวสาร,Rice,kg,rattaphum,ratta01,0.000,20.000,-20.000" in place.file("/stock.csv")
    wire.close()


@pytest.mark.browser
def test_an_open_page_shows_a_sale_by_itself(place: Place) -> None:
    """An operator sees a sale pass by without pressing anything; no script fails, and everybody can read the pages."""
    box = place.box()
    wire = Wire(place.box_folder, "ratta01", place.broker.port)
    wire.meet_hub()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(place.hub.url)
        box.write(sale("s1", ("rice", "kg", 1_000, 1_550)))
        wire.say(box.batch())
        page.locator(".news", has_text="15.50").wait_for(timeout=WITHIN_S * 1000)
        page.goto(f"{place.hub.url}/stock")
        box.write(sale("s2", ("rice", "kg", 1_000, 1_550)))
        wire.say(box.batch())
        page.get_by_text("-2.000").wait_for(timeout=WITHIN_S * 1000)
        box.write(sale("s3", ("no-such-item", "piece", 1_000, 1)))
        box.write(asked("q1", "m1", 7, 9))
        wire.say(box.batch())
        wire.say(box.batch(1, 1, head="0" * 64))
        page.goto(place.hub.url)
        for path in ("/", "/branches/ratta01", "/stock", "/rounds", "/rounds/r1", "/aside", "/alarms"):
            page.goto(f"{place.hub.url}{path}")
            page.evaluate(AXE.read_text(encoding="utf-8"))
            found = page.evaluate("axe.run().then(seen => seen.violations.map(v => [v.id, v.nodes.map(n => n.html)]))")
            assert found == [], path
            assert page.evaluate("document.documentElement.scrollWidth") == 1440, path
        chromium.close()
    assert faults == []
    wire.close()
