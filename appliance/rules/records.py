"""What the books hold besides sales: shifts, deliveries, requests, and the ledger's events. Values, never changed."""

from collections.abc import Callable
from dataclasses import dataclass

from hub.contract.units import Milliunits, Satang


@dataclass(frozen=True, slots=True)
class Shift:
    """Who has the till, since when, and what lay in the drawer at the start."""

    shift: str
    cashier: str
    opened_at: str
    float_satang: Satang


@dataclass(frozen=True, slots=True)
class Takings:
    """What a shift sold, and the cash that should lie in the drawer."""

    sales: int
    sold_satang: Satang
    expected_satang: Satang


@dataclass(frozen=True, slots=True)
class Goods:
    """So much of an item."""

    item: str
    unit: str
    quantity_milli: Milliunits


@dataclass(frozen=True, slots=True)
class Delivery:
    """Who brought what, on which paper of his."""

    receipt: str
    received_at: str
    source: str
    document: str
    goods: tuple[Goods, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """Packs of a round's item that a member wants at any rate (firm), and would take at most."""

    request: str
    round: str
    member: str
    requested_at: str
    firm: int
    maximum: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An event of the ledger: ``body`` is the bytes that travel, ``chain`` the hash up to and with it."""

    seq: int
    id: str
    type: str
    boot: str
    ts: str
    body: bytes
    chain: bytes


Seal = Callable[[int, bytes], Entry]
"""Makes an event of its number and of the chain before it."""
