"""The door to the broker: paho over TLS, a queue with an end, and one thread that books.

A message that finds the queue full is let go: its box sends it again. Acks go out with QoS 0, because the next one
says everything that a lost one said. Nothing here decides what is true; ``apply`` does.
"""

import queue
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paho.mqtt.client as paho
import structlog
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion

from hub.contract import envelope, topics
from hub.contract.envelope import Live
from hub.desk import Desk, Out
from hub.intake.apply import Intake
from hub.store.names import BooksFailed

log = structlog.get_logger()

QUEUE_LIMIT = 2_000
PAYLOAD_LIMIT_BYTES = 2 * envelope.MESSAGE_BYTES_LIMIT
"""A message may be plain JSON; what is longer than any message of ours is not even queued."""
KEEPALIVE_S = 30
RECONNECT_FROM_S, RECONNECT_TO_S = 1, 10
BEAT_S = 1.0
"""How often the feed's head and the rounds' demand are looked at."""
LIVE_EVERY_BEATS = 10
BACK_OFF_FROM_S, BACK_OFF_TO_S = 0.5, 30.0


@dataclass(frozen=True, slots=True)
class Broker:
    """Where the broker is, and the hub's certificate for it."""

    host: str
    port: int
    authority: Path
    certificate: Path
    key: Path


def _live(desk: Desk, state: str, boot: str) -> bytes:
    live = Live(
        v=envelope.VERSION,
        branch=topics.HUB,
        state="here" if state == "here" else "gone",
        boot=boot,
        ts=desk.clock.now().isoformat(timespec="seconds"),
        tq="ntp",
    )
    return envelope.pack(live)


class MqttDoor:
    """Keeps the way to the broker open, hands what comes to the intake, and sends what is answered."""

    def __init__(
        self, broker: Broker, desk: Desk, intake: Intake, beat: Callable[[], Iterable[Out]], batches_per_commit: int
    ) -> None:
        self._desk = desk
        self._intake = intake
        self._beat = beat
        self._group = batches_per_commit
        self._boot = desk.new_id()
        self._waiting: queue.Queue[tuple[str, bytes]] = queue.Queue(QUEUE_LIMIT)
        self._closing = threading.Event()
        self.let_go = 0
        self._client = self._make(broker)
        self._booking = threading.Thread(target=self._book_for_ever, name="booking", daemon=True)
        self._announcing = threading.Thread(target=self._beat_for_ever, name="announcing", daemon=True)
        self._address = (broker.host, broker.port)

    def _make(self, broker: Broker) -> paho.Client:
        client = paho.Client(
            CallbackAPIVersion.VERSION2, client_id=topics.HUB, clean_session=True, protocol=MQTTProtocolVersion.MQTTv311
        )
        context = ssl.create_default_context(cafile=str(broker.authority))
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(str(broker.certificate), str(broker.key))
        client.tls_set_context(context)
        client.will_set(topics.live(topics.HUB), _live(self._desk, "gone", self._boot), qos=1)
        client.reconnect_delay_set(RECONNECT_FROM_S, RECONNECT_TO_S)
        client.on_socket_open = self._on_socket
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_message = self._on_message
        return client

    def open(self) -> None:
        """Begin to connect; returns at once, the broker may be down for days."""
        self._desk.board.link_is("down")
        self._booking.start()
        self._announcing.start()
        self._client.connect_async(*self._address, keepalive=KEEPALIVE_S)
        self._client.loop_start()

    def close(self) -> None:
        """Say goodbye, book what is being booked, and stop."""
        self._closing.set()
        self._client.publish(topics.live(topics.HUB), _live(self._desk, "gone", self._boot), qos=0)
        self._client.disconnect()
        self._client.loop_stop()
        self._booking.join()
        self._announcing.join()

    # ── paho's thread ────────────────────────────────────────────────────────────────────────────────

    def _on_socket(self, _client: paho.Client, _data: Any, sock: Any) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _on_connect(self, client: paho.Client, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        if reason.is_failure:
            log.warning("the broker refuses the hub", reason=str(reason))
            return
        client.subscribe([(topics.up("+"), 1), (topics.live("+"), 0)])
        client.publish(topics.live(topics.HUB), _live(self._desk, "here", self._boot), qos=0)
        self._desk.board.link_is("up")
        log.info("connected to the broker")

    def _on_disconnect(self, _client: paho.Client, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        self._desk.board.link_is("down")
        log.warning("the way to the broker is down", reason=str(reason))

    def _on_message(self, _client: paho.Client, _data: Any, message: paho.MQTTMessage) -> None:
        if len(message.payload) > PAYLOAD_LIMIT_BYTES:
            log.warning("a message longer than any of ours", topic=message.topic, bytes=len(message.payload))
            return
        try:
            self._waiting.put_nowait((message.topic, bytes(message.payload)))
        except queue.Full:
            self.let_go += 1

    # ── our threads ──────────────────────────────────────────────────────────────────────────────────

    def _send(self, outs: Iterable[Out]) -> None:
        for out in outs:
            sent = self._client.publish(out.topic, out.payload, qos=0)
            if sent.rc not in (MQTTErrorCode.MQTT_ERR_SUCCESS, MQTTErrorCode.MQTT_ERR_NO_CONN):
                log.warning("an answer could not be sent", topic=out.topic, reason=paho.error_string(sent.rc))

    def _next_group(self) -> list[tuple[str, bytes]]:
        try:
            group = [self._waiting.get(timeout=0.2)]
        except queue.Empty:
            return []
        while len(group) < self._group:
            try:
                group.append(self._waiting.get_nowait())
            except queue.Empty:
                break
        return group

    def _book_for_ever(self) -> None:
        back_off_s = BACK_OFF_FROM_S
        while not self._closing.is_set():
            group = self._next_group()
            if not group:
                continue
            try:
                self._send(self._intake.take(group))
                back_off_s = BACK_OFF_FROM_S
            except BooksFailed as error:
                log.error("the books cannot be written, the boxes keep all", reason=str(error), wait_s=back_off_s)
                self._closing.wait(back_off_s)
                back_off_s = min(back_off_s * 2, BACK_OFF_TO_S)
            except Exception:
                log.exception("a group of messages could not be taken in", wait_s=back_off_s)
                self._closing.wait(back_off_s)
                back_off_s = min(back_off_s * 2, BACK_OFF_TO_S)

    def _beat_for_ever(self) -> None:
        beats = 0
        while not self._closing.wait(BEAT_S):
            try:
                self._send(self._beat())
                if beats % LIVE_EVERY_BEATS == 0:
                    self._send([Out(topics.live(topics.HUB), _live(self._desk, "here", self._boot))])
            except Exception:
                log.exception("the feed could not be announced")
            beats += 1
