"""Fixtures of the devices' tests."""

import pytest

from appliance.devices.card.sim import VirtualCard
from tests.stage.pcscd import Pcscd, of_this_process


@pytest.fixture
def pcscd() -> Pcscd:
    """A private pcscd, running; a test may stop and start it."""
    with of_this_process() as service:
        yield service


@pytest.fixture
def card(pcscd) -> VirtualCard:
    """A hand with cards before its reader."""
    with VirtualCard(pcscd.card_address) as hand:
        yield hand
