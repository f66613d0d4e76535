"""What a group of events does to the books, gathered first and written together in a few statements."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, exists, select, update

from hub.store.bulk import add_rows, insert_rows
from hub.store.ledger_tables import (
    branch_days,
    events,
    ledgers,
    receipt_lines,
    receipts,
    requests,
    sale_lines,
    sale_tenders,
    sales,
    shift_closings,
    shift_openings,
    stock,
)


class Request(NamedTuple):
    """A member's request, as it is written down."""

    branch_n: int
    request: str
    round: str
    member: str
    firm: int
    maximum: int
    replaces: str | None
    standing: bool
    event: int


@dataclass(slots=True)
class Bookings:
    """Rows that wait to be written, each a tuple in its table's order; dictionaries are sums."""

    events: list[tuple[Any, ...]] = field(default_factory=list)
    sales: list[tuple[Any, ...]] = field(default_factory=list)
    sale_lines: list[tuple[Any, ...]] = field(default_factory=list)
    sale_tenders: list[tuple[Any, ...]] = field(default_factory=list)
    receipts: list[tuple[Any, ...]] = field(default_factory=list)
    receipt_lines: list[tuple[Any, ...]] = field(default_factory=list)
    shift_openings: list[tuple[Any, ...]] = field(default_factory=list)
    shift_closings: list[tuple[Any, ...]] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    came_milli: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))
    """(branch, item) → received."""
    went_milli: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))
    """(branch, item) → sold."""
    days: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    """(branch, day) → sales, lines, total and cash, satang."""

    def sold(self, branch_n: int, day: str, lines: int, total_satang: int, cash_satang: int) -> None:
        """A sale counts for its day."""
        sums = self.days.setdefault((branch_n, day), [0, 0, 0, 0])
        sums[0] += 1
        sums[1] += lines
        sums[2] += total_satang
        sums[3] += cash_satang

    def _cells(self) -> list[tuple[int, int, int, int, int]]:
        """What moved, in the order of the table's key, so that its pages are visited once."""
        came, went = self.came_milli, self.went_milli
        return [
            (branch_n, item_n, came.get(key, 0), went.get(key, 0), came.get(key, 0) - went.get(key, 0))
            for key in sorted(came.keys() | went.keys())
            for branch_n, item_n in (key,)
        ]

    def write(self, connection: Connection) -> None:
        """Write everything. Raises IntegrityError where something is booked already."""
        insert_rows(connection, events, self.events)
        insert_rows(connection, sales, self.sales)
        insert_rows(connection, sale_lines, self.sale_lines)
        insert_rows(connection, sale_tenders, self.sale_tenders)
        insert_rows(connection, receipts, self.receipts)
        insert_rows(connection, receipt_lines, self.receipt_lines)
        insert_rows(connection, shift_openings, self.shift_openings)
        insert_rows(connection, shift_closings, self.shift_closings)
        add_rows(connection, stock, self._cells())
        add_rows(connection, branch_days, [(*key, *sums) for key, sums in sorted(self.days.items())])
        if self.requests:
            insert_rows(connection, requests, self.requests)
            _settle_replacements(connection, self.requests)


def _settle_replacements(connection: Connection, given: list[Request]) -> None:
    """A request that another of the same member in the same round replaces does not stand, whichever came first."""
    other = requests.alias("other")
    replaced = exists(
        select(other.c.request).where(
            other.c.branch_n == requests.c.branch_n,
            other.c.replaces == requests.c.request,
            other.c.round == requests.c.round,
            other.c.member == requests.c.member,
        )
    )
    touched = [{"b_branch": each.branch_n, "b_request": each.request} for each in given]
    touched += [{"b_branch": each.branch_n, "b_request": each.replaces} for each in given if each.replaces]
    connection.execute(
        update(requests)
        .where(requests.c.branch_n == bindparam("b_branch"), requests.c.request == bindparam("b_request"), replaced)
        .values(standing=False),
        touched,
    )


def mark_booked(connection: Connection, event: int) -> None:
    """An event that was aside has its effects now."""
    connection.execute(update(events).where(events.c.event == event).values(state="applied", reason=None))


def mark_aside(connection: Connection, event: int, reason: str) -> None:
    """An event that was tried again is still aside, for this reason."""
    connection.execute(update(events).where(events.c.event == event).values(reason=reason))


class Reached(NamedTuple):
    """How far a ledger is booked now."""

    ledger: int
    hw: int
    hash: bytes
    heard_ms: int


def move_high_water(connection: Connection, reached: list[Reached]) -> None:
    """Set how far ledgers are booked; in the transaction that booked their events."""
    if reached:
        statement = (
            update(ledgers)
            .where(ledgers.c.ledger == bindparam("b_ledger"))
            .values(hw=bindparam("b_hw"), hash=bindparam("b_hash"), heard_ms=bindparam("b_heard"))
        )
        rows = [
            {"b_ledger": each.ledger, "b_hw": each.hw, "b_hash": each.hash, "b_heard": each.heard_ms}
            for each in reached
        ]
        connection.execute(statement, rows)
