"""An authority and a real broker that believes it."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from provisioning import authority as authorities
from provisioning.authority import Authority, Pair
from tests.provisioning.line import Line
from tests.stage.broker import Broker, now

Connect = Callable[..., Line]


@pytest.fixture(scope="module")
def moment() -> dt.datetime:
    """The machine's time, since real certificates are held against it."""
    return now()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory, moment: dt.datetime) -> Authority:
    """The network's authority."""
    return authorities.create(tmp_path_factory.mktemp("authority"), "test authority", moment)


@pytest.fixture(scope="module")
def broker_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the broker's files lie."""
    return tmp_path_factory.mktemp("broker")


@pytest.fixture(scope="module")
def broker(broker_folder: Path, authority: Authority) -> Iterator[Broker]:
    """A mosquitto with the configuration that provisioning writes."""
    with Broker(authority, broker_folder) as running:
        yield running


@pytest.fixture
def connect(broker: Broker, authority: Authority, tmp_path: Path) -> Iterator[Connect]:
    """Open a connection with a certificate, or with none; all are closed in the end."""
    opened: list[Line] = []

    def open_line(identity: Pair | None, client_id: str = "any") -> Line:
        line = Line(broker.port, authority.folder / authorities.CERTIFICATE, identity, tmp_path, client_id)
        opened.append(line)
        return line

    yield open_line
    for line in opened:
        line.close()
