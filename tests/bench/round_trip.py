"""From a sale to the hub's ack, one box and an idle hub, over mosquitto and TLS.

Beside it a bare echo over the same broker and certificates: box → broker → answerer → broker → box, nothing booked.
"""

import queue
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from appliance.actions.ring_up import ring_up
from appliance.courier.mqtt import MqttCourier
from appliance.rules.sale import Line
from appliance.till import Till
from hub.contract import topics
from provisioning import enroll
from tests.bench import box, data
from tests.bench.figure import Figure, Times, timed
from tests.bench.registers import write_registers
from tests.stage.broker import Broker
from tests.stage.hub import Hub
from tests.stage.town import lay_out

SALES, ECHOES, ITEMS = 300, 300, 500
ECHO_BYTES = 1_000
PAUSE_S, LOOK_EVERY_S, ANSWER_WITHIN_S = 0.01, 0.001, 20.0
FEED_REST_S = 3.0
GOAL_MS = 25
GOAL_NS = GOAL_MS * 1_000_000


def measure(folder: Path) -> list[Figure]:
    """Sell and wait for the ack, again and again; then the echo."""
    list(write_registers(folder / "registers", [box.BRANCH], ITEMS))
    authority = lay_out(folder, [box.BRANCH], folder / "registers")
    home, hub = folder / "boxes" / box.BRANCH, Hub(folder / "hub")
    with Broker(authority, folder / "broker") as broker:
        plan = enroll.BoxPlan(broker_port=broker.port)
        (home / enroll.SETTINGS).write_text(enroll.box_settings(box.BRANCH, plan), encoding="utf-8")
        hub.write_settings(broker.port)
        hub.start()
        try:
            ours = _sales(home)
        finally:
            hub.stop()
        theirs = _echoes(home, hub.folder, broker.port)
    return [
        Figure(
            "from a sale to the hub's ack, TLS (p50 / p99)",
            ours.told(),
            f"{theirs.told()}, bare echo",
            f"{ours.p50_ns / theirs.p50_ns:.1f} ×",
            f"p99 ≤ {GOAL_MS} ms",
            ours.p99_ns <= GOAL_NS,
        )
    ]


def _sales(home: Path) -> Times:
    with box.open_with_shift(home) as till:
        courier = MqttCourier(till)
        courier.start()
        try:
            _wait(lambda: courier.state().connected and courier.state().waiting == 0)
            time.sleep(FEED_REST_S)
            return Times.of(_one_sale(till, courier, lines) for lines in data.baskets(SALES, ITEMS))
        finally:
            courier.close()


def _one_sale(till: Till, courier: MqttCourier, lines: tuple[Line, ...]) -> int:
    basket = till.new_id()
    due = box.lay_on_counter(till, basket, lines)
    time.sleep(PAUSE_S)

    def sell() -> None:
        ring_up(till, basket, due, due)
        _wait(lambda: courier.state().waiting == 0)

    return timed(sell)


def _wait(until: Callable[[], bool]) -> None:
    latest_s = time.monotonic() + ANSWER_WITHIN_S
    while not until():
        if time.monotonic() > latest_s:
            raise TimeoutError(f"no answer of the hub within {ANSWER_WITHIN_S:g} s")
        time.sleep(LOOK_EVERY_S)


def _echoes(home: Path, hub: Path, port: int) -> Times:
    heard: queue.Queue[object] = queue.Queue()
    there, back = topics.up(box.BRANCH), topics.down_ack(box.BRANCH)

    def answer(client: mqtt.Client, _data: Any, message: mqtt.MQTTMessage) -> None:
        client.publish(back, message.payload)

    def hear(_client: mqtt.Client, _data: Any, message: mqtt.MQTTMessage) -> None:
        heard.put(message.payload)

    with _client(hub, "hub", port, there, answer), _client(home, "box", port, back, hear) as client:

        def call() -> None:
            client.publish(there, bytes(ECHO_BYTES))
            heard.get(timeout=ANSWER_WITHIN_S)

        call()
        return Times.of(timed(call) for _ in range(ECHOES))


@contextmanager
def _client(folder: Path, name: str, port: int, topic: str, on_message: Any) -> Iterator[mqtt.Client]:
    context = ssl.create_default_context(cafile=str(folder / "authority.pem"))
    context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    client = mqtt.Client(CallbackAPIVersion.VERSION2)
    client.tls_set_context(context)
    client.on_message = on_message
    client.on_socket_open = _without_delay
    subscribed: queue.Queue[None] = queue.Queue()
    client.on_subscribe = lambda *_: subscribed.put(None)
    client.connect("localhost", port)
    client.subscribe(topic)
    client.loop_start()
    subscribed.get(timeout=ANSWER_WITHIN_S)
    try:
        yield client
    finally:
        client.disconnect()
        client.loop_stop()


def _without_delay(_client: mqtt.Client, _data: Any, sock: Any) -> None:
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
