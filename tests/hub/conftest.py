"""Fixtures: a hub with a small network, and the box of its first branch."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.network import Box, Hub


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """A hub that knows the network, but no box yet."""
    made = Hub(tmp_path)
    made.fill()
    yield made
    made.close()


@pytest.fixture
def box(hub: Hub) -> Box:
    """The registered box of the district co-op's shop."""
    made = Box("ratta01")
    hub.knows(made)
    return made
