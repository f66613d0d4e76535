"""Branches as the operators see them: who they are, how far their ledger is, and their days."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, func, select

from hub.store.ledger_tables import (
    branch_days,
    event_key,
    events,
    ledgers,
    sale_tenders,
    sales,
    shift_closings,
    shift_openings,
)
from hub.store.tables import alarms, branches, districts, members, organisations
from hub.store.views import Rows

EVENTS_SHOWN = 50
SALES_SHOWN = 200
DAYS_SHOWN = 14


def number_of(connection: Connection, branch: str) -> int | None:
    """A branch's small number."""
    found: int | None = connection.execute(select(branches.c.n).where(branches.c.branch == branch)).scalar()
    return found


def of_organisations(connection: Connection, keys: Iterable[str]) -> list[str]:
    """The branches of organisations."""
    wanted = set(keys)
    every = connection.execute(select(branches.c.branch, branches.c.organisation))
    return [branch for branch, organisation in every if organisation in wanted]


class BranchLine(NamedTuple):
    """A branch with how far it is booked. Times in milliseconds since 1970; None where it never spoke."""

    n: int
    branch: str
    name_th: str
    name_en: str
    organisation_th: str
    organisation_en: str
    district: str | None
    district_th: str | None
    district_en: str | None
    epoch: str | None
    hw: int
    heard_ms: int | None
    alarms: int
    aside: int


def overview(connection: Connection) -> list[BranchLine]:
    """Every branch, in the order of its id."""
    latest: dict[int, Any] = {}
    query = select(ledgers.c.branch_n, ledgers.c.epoch, ledgers.c.hw, ledgers.c.heard_ms).order_by(ledgers.c.ledger)
    for ledger in connection.execute(query):
        latest[ledger.branch_n] = ledger
    open_alarms = (
        select(alarms.c.branch, func.count()).where(alarms.c.acknowledged_ms.is_(None)).group_by(alarms.c.branch)
    )
    ringing = {row[0]: row[1] for row in connection.execute(open_alarms)}
    waiting = select(events.c.branch_n, func.count()).where(events.c.state == "aside").group_by(events.c.branch_n)
    aside = {row[0]: row[1] for row in connection.execute(waiting)}
    who = (
        select(
            branches.c.n,
            branches.c.branch,
            branches.c.name_th,
            branches.c.name_en,
            organisations.c.name_th.label("organisation_th"),
            organisations.c.name_en.label("organisation_en"),
            organisations.c.district,
            districts.c.name_th.label("district_th"),
            districts.c.name_en.label("district_en"),
        )
        .select_from(branches.join(organisations).outerjoin(districts))
        .order_by(branches.c.branch)
    )
    lines: list[BranchLine] = []
    for row in connection.execute(who):
        last = latest.get(row.n)
        far = (last.epoch, last.hw, last.heard_ms) if last else (None, 0, None)
        lines.append(BranchLine._make((*row, *far, ringing.get(row.branch, 0), aside.get(row.n, 0))))
    return lines


def days(connection: Connection, branch_n: int) -> Rows:
    """A branch's last days with their sums, the newest first."""
    query = (
        select(branch_days)
        .where(branch_days.c.branch_n == branch_n)
        .order_by(branch_days.c.day.desc())
        .limit(DAYS_SHOWN)
    )
    return connection.execute(query).all()


def _newest_ledger(connection: Connection, branch_n: int) -> int | None:
    query = select(func.max(ledgers.c.ledger)).where(ledgers.c.branch_n == branch_n)
    found: int | None = connection.execute(query).scalar()
    return found


def last_events(connection: Connection, branch_n: int) -> Rows:
    """The newest events of a branch's ledger."""
    ledger = _newest_ledger(connection, branch_n)
    if ledger is None:
        return []
    query = (
        select(events)
        .where(events.c.event.between(event_key(ledger, 0), event_key(ledger + 1, 0) - 1))
        .order_by(events.c.event.desc())
        .limit(EVENTS_SHOWN)
    )
    return connection.execute(query).all()


def last_sales(connection: Connection, branch_n: int) -> Rows:
    """The newest sales of a branch's ledger, with member and payment."""
    ledger = _newest_ledger(connection, branch_n)
    if ledger is None:
        return []
    query = (
        select(
            sales.c.event,
            sales.c.sale,
            sales.c.number,
            sales.c.total_satang,
            sales.c.vat_satang,
            events.c.ts,
            events.c.tq,
            members.c.name.label("member"),
            sale_tenders.c.kind.label("tender"),
        )
        .select_from(
            sales.join(events, events.c.event == sales.c.event)
            .outerjoin(members, members.c.member == sales.c.member)
            .join(sale_tenders, and_(sale_tenders.c.event == sales.c.event, sale_tenders.c.line == 1))
        )
        .where(sales.c.event.between(event_key(ledger, 0), event_key(ledger + 1, 0) - 1))
        .order_by(sales.c.event.desc())
        .limit(SALES_SHOWN)
    )
    return connection.execute(query).all()


def shifts(connection: Connection, branch_n: int) -> Rows:
    """The newest shifts of a branch, open ones first."""
    opened, closed = shift_openings, shift_closings
    query = (
        select(
            opened.c.shift,
            opened.c.cashier,
            opened.c.float_satang,
            closed.c.sales,
            closed.c.sold_satang,
            closed.c.cash_expected_satang,
            closed.c.cash_counted_satang,
        )
        .select_from(
            opened.outerjoin(closed, and_(closed.c.branch_n == opened.c.branch_n, closed.c.shift == opened.c.shift))
        )
        .where(opened.c.branch_n == branch_n)
        .order_by(opened.c.event.desc())
        .limit(DAYS_SHOWN)
    )
    return connection.execute(query).all()
