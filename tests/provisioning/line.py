"""A connection to the broker as a box or a stranger would open it."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import paho.mqtt.client as mqtt

from provisioning.authority import Pair

PATIENCE_S = 10.0


class Line:
    """What one client hears, and whether it was let in."""

    def __init__(self, port: int, authority: Path, identity: Pair | None, folder: Path, client_id: str = "any") -> None:
        self.heard: list[tuple[str, bytes]] = []
        self.ended = threading.Event()
        self._news = threading.Condition()
        self._up = threading.Event()
        self._client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=client_id, reconnect_on_failure=False)
        context = ssl.create_default_context(cafile=str(authority))
        if identity is not None:
            chain = folder / f"{id(self)}.pem"
            chain.write_bytes(identity.certificate + identity.key)
            context.load_cert_chain(chain)
        self._client.tls_set_context(context)
        self._client.on_message = self._hear
        self._client.on_connect = self._welcomed
        self._client.on_disconnect = lambda *_: self.ended.set()
        try:
            self._client.connect("localhost", port)
            self._client.loop_start()
        except (ssl.SSLError, OSError):
            self.ended.set()

    def let_in(self) -> bool:
        """Wait for the broker's answer: True for a welcome, False for a closed door."""
        for _ in range(int(PATIENCE_S / 0.05)):
            if self._up.wait(0.05):
                return True
            if self.ended.is_set():
                return False
        raise AssertionError("the broker neither let the client in nor closed the door")

    def listen(self, *topics: str) -> "Line":
        """Subscribe and wait until the broker has noted it."""
        noted = threading.Event()
        self._client.on_subscribe = lambda *_: noted.set()
        self._client.subscribe([(topic, 1) for topic in topics])
        assert noted.wait(PATIENCE_S)
        return self

    def say(self, topic: str, payload: str | bytes = "x") -> None:
        """Publish with QoS 1 and wait for the broker's answer, which it gives to a forbidden message as well."""
        self._client.publish(topic, payload, qos=1).wait_for_publish(PATIENCE_S)

    def flood(self, topic: str, payload: bytes) -> None:
        """Publish and wait until the broker hangs up."""
        self._client.publish(topic, payload, qos=1)
        assert self.ended.wait(PATIENCE_S)

    def wait_for(self, topic: str) -> bytes:
        """Wait until something on this topic was heard and return it."""
        with self._news:
            assert self._news.wait_for(lambda: any(there == topic for there, _ in self.heard), PATIENCE_S), self.heard
        return next(payload for there, payload in self.heard if there == topic)

    def topics(self) -> list[str]:
        """The topics heard so far, in their order."""
        return [topic for topic, _ in self.heard]

    def close(self) -> None:
        """Hang up."""
        self._client.disconnect()
        self._client.loop_stop()

    def _hear(self, _client: object, _userdata: object, message: mqtt.MQTTMessage) -> None:
        with self._news:
            self.heard.append((message.topic, message.payload))
            self._news.notify_all()

    def _welcomed(self, *answer: object) -> None:
        if answer[3] == 0:
            self._up.set()


@contextmanager
def lines(*opened: Line) -> Iterator[tuple[Line, ...]]:
    """Hang up all of them at the end."""
    try:
        yield opened
    finally:
        for line in opened:
            line.close()
