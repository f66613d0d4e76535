"""The conversation with the hub over MQTT and TLS, with one certificate a box.

Messages go out with QoS 0: what counts is the hub's own answer, and paho's queue of unsent messages lives in memory
only. The socket gets TCP_NODELAY, without which a round trip of a millisecond takes forty.
"""

import queue
import socket
import ssl
import threading
import time
from typing import Any

import paho.mqtt.client as mqtt
import structlog
import zstandard
from paho.mqtt.enums import CallbackAPIVersion

from appliance import __version__
from appliance.courier import keys
from appliance.courier.alone import age_s
from appliance.courier.conversation import Conversation
from appliance.errors import BadSettings
from appliance.ports import LinkProblem, LinkState
from appliance.settings import Settings
from appliance.store import outbox, views
from appliance.till import Till
from hub.contract import envelope, topics
from hub.contract.envelope import Ack, DeviceState, Live

log = structlog.get_logger()

KEEPALIVE_S = 20
INBOX_MESSAGES = 1_000
"""Messages from the hub that may wait here; what is dropped beyond is sent again by the hub."""
LIVE_EVERY_S, LIVE_AT_MOST_EVERY_S = 15.0, 2.0
LONGEST_SLEEP_S = 2.0
RECONNECT_MIN_S, RECONNECT_MAX_S = 1, 10

_CONNECTED = b""
"""A mark in the inbox between what came over one connection and over the next."""


def _context(settings: Settings) -> ssl.SSLContext:
    link = settings.link
    try:
        context = ssl.create_default_context(cafile=str(settings.path(link.authority)))
        context.load_cert_chain(settings.path(link.certificate), settings.path(link.key))
    except (OSError, ssl.SSLError) as error:
        raise BadSettings(setting="link.certificate", reason=str(error)) from error
    return context


class MqttCourier:
    """Carries the ledger up and the feed down, in a thread of its own, for as long as the box runs."""

    def __init__(self, till: Till) -> None:
        settings = till.settings
        self._till = till
        self._branch = topics.branch_id(till.identity.branch)
        self._conversation = Conversation(
            till, keys.load(settings.path(settings.link.ledger_key), settings.path(settings.link.hub_key))
        )
        self._inbox: queue.Queue[bytes] = queue.Queue(INBOX_MESSAGES)
        self._wake = threading.Event()
        self._stopping = False
        self._connected = False
        self._hub_here = False
        self._live_at_s = 0.0
        self._live_said: tuple[object, ...] = ()
        self._zstd = zstandard.ZstdCompressor(level=3)
        self._client = self._make_client(_context(settings))
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def _make_client(self, context: ssl.SSLContext) -> mqtt.Client:
        client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=self._branch, clean_session=True)
        client.tls_set_context(context)
        client.will_set(topics.live(self._branch), envelope.pack(self._live("gone")), qos=1, retain=True)
        client.reconnect_delay_set(RECONNECT_MIN_S, RECONNECT_MAX_S)
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_message = self._on_message
        client.on_socket_open = self._on_socket_open
        return client

    def start(self) -> None:
        """Begin to connect; returns at once, with or without a network."""
        self._till.store.books.after_commit(self._wake.set)
        link = self._till.settings.link
        self._client.connect_async(link.host, link.port, keepalive=KEEPALIVE_S)
        self._client.loop_start()
        self._thread.start()

    def close(self) -> None:
        """Say that the box goes, and stop. What was not sent waits in the outbox."""
        self._stopping = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)
        if self._connected:
            gone = self._client.publish(topics.live(self._branch), envelope.pack(self._live("gone")), 1, retain=True)
            try:
                gone.wait_for_publish(timeout=1)
            except RuntimeError as error:
                log.info("the hub could not be told that the box goes", reason=str(error))
        self._client.disconnect()
        self._client.loop_stop()
        self._conversation.note_acked()

    def state(self) -> LinkState:
        """How the way to the hub stands now."""
        db = self._till.store.books.reader()
        acked = self._conversation.acked
        waiting = max(0, outbox.position(db).seq - acked)
        return LinkState(
            configured=True,
            connected=self._connected,
            hub_here=self._hub_here,
            waiting=waiting,
            oldest_waiting_s=age_s(views.ts_of(db, acked + 1), self._till.clock.now()) if waiting else 0,
            problem=self._conversation.problem,
            reason=self._conversation.reason,
        )

    # ── called by paho, in its thread ───────────────────────────────────────────────────────────────

    def _on_connect(self, client: mqtt.Client, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        if reason.is_failure:
            log.warning("the broker refuses the box", reason=str(reason))
            return
        for topic in (
            topics.down_ack(self._branch),
            topics.down_feed(self._branch),
            topics.DOWN_HEAD,
            topics.live(topics.HUB),
        ):
            client.subscribe(topic, qos=1)
        self._put(_CONNECTED)
        self._connected = True

    def _on_disconnect(self, _client: mqtt.Client, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        if self._connected:
            log.info("the line to the broker is cut", reason=str(reason))
        self._connected = self._hub_here = False
        self._wake.set()

    def _on_message(self, _client: mqtt.Client, _data: Any, message: mqtt.MQTTMessage) -> None:
        if message.payload:
            self._put(bytes(message.payload))

    def _on_socket_open(self, _client: mqtt.Client, _data: Any, sock: Any) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _put(self, payload: bytes) -> None:
        try:
            self._inbox.put_nowait(payload)
        except queue.Full:
            log.warning("a message from the hub was dropped: too many wait")
        self._wake.set()

    # ── the courier's own thread ────────────────────────────────────────────────────────────────────

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._wake.wait(self._conversation.wait_s(LONGEST_SLEEP_S) if self._connected else LONGEST_SLEEP_S)
                self._wake.clear()
                self._one_turn()
            except Exception:
                log.exception("the courier stumbled and goes on")
                time.sleep(1)

    def _one_turn(self) -> None:
        while True:
            try:
                payload = self._inbox.get_nowait()
            except queue.Empty:
                break
            self._take_in(payload)
        if not self._connected:
            return
        for message in self._conversation.speak():
            self._send(topics.up(self._branch), message)
        self._say_how_it_is()

    def _say_how_it_is(self) -> None:
        """Tell the hub's screen every quarter of a minute, and sooner when something changed."""
        now_s = time.monotonic()
        if now_s < self._live_at_s - LIVE_EVERY_S + LIVE_AT_MOST_EVERY_S:
            return
        live = self._live("here")
        news = (live.waiting, live.devices)
        if now_s < self._live_at_s and news == self._live_said:
            return
        self._live_at_s, self._live_said = now_s + LIVE_EVERY_S, news
        self._client.publish(topics.live(self._branch), envelope.pack(live), qos=0, retain=True)

    def _take_in(self, payload: bytes) -> None:
        if payload is _CONNECTED:
            self._live_at_s = 0.0
            self._conversation.connected()
            return
        try:
            message = envelope.unpack(payload, {envelope.ZSTD: unpack_zstd})
        except envelope.Unreadable as error:
            log.warning("a message from the hub cannot be read", reason=str(error))
            return
        if isinstance(message, Live):
            self._hub_here = message.state == "here"
        elif isinstance(message, Ack):
            self._hub_here = True
        answer = self._conversation.hear(message)
        if answer is not None and self._connected:
            self._send(topics.up(self._branch), answer)

    def _send(self, topic: str, message: envelope.Message) -> None:
        self._client.publish(topic, envelope.pack(message, self._zstd.compress), qos=0)

    def _live(self, state: str) -> Live:
        position = outbox.position(self._till.store.books.reader())
        waiting = max(0, position.seq - self._conversation.acked)
        problem = self._conversation.problem
        ledger = [DeviceState(device="ledger", state=problem.value, detail=self._conversation.reason)]
        if problem is LinkProblem.NONE:
            ledger = []
        return Live(
            v=envelope.VERSION,
            branch=self._branch,
            state="here" if state == "here" else "gone",
            boot=self._till.clock.boot,
            version=__version__,
            waiting=waiting,
            oldest_waiting_s=self.state().oldest_waiting_s if state == "here" else 0,
            ts=self._till.now_text(),
            tq=self._till.clock.quality(),
            devices=(*(DeviceState(device=each.device, state=each.state) for each in self._till.devices()), *ledger),
        )


def unpack_zstd(packed: bytes, limit: int) -> bytes:
    """Decompress a zstd message of at most so many bytes. Raises ValueError."""
    try:
        size = zstandard.frame_content_size(packed)
        if not 0 <= size <= limit:
            raise ValueError(f"a message of {size} bytes: at most {limit}")
        return zstandard.ZstdDecompressor().decompress(packed, max_output_size=limit)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error
