"""What a round is asked for, summed in the books, and what of it was told to the branches."""

from collections.abc import Iterable

from sqlalchemy import Connection, func, select, update

from hub.store.ledger_tables import requests
from hub.store.tables import rounds


def totals(connection: Connection, round_id: str) -> tuple[int, int]:
    """Packs that are firmly wanted and that are taken at most, over all requests that stand."""
    query = select(func.coalesce(func.sum(requests.c.firm), 0), func.coalesce(func.sum(requests.c.maximum), 0)).where(
        requests.c.round == round_id, requests.c.standing.is_(True)
    )
    firm, maximum = connection.execute(query).one()
    return int(firm), int(maximum)


def restate(connection: Connection, which: Iterable[str] | None) -> list[str]:
    """Write down what branches are told from now on, and say for which rounds that changed (None: look at all)."""
    query = select(rounds.c.round, rounds.c.announced_firm, rounds.c.announced_maximum)
    if which is not None:
        query = query.where(rounds.c.round.in_(list(which)))
    changed = []
    for round_id, *told in connection.execute(query).all():
        now = totals(connection, round_id)
        if now != tuple(told):
            values = {"announced_firm": now[0], "announced_maximum": now[1]}
            connection.execute(update(rounds).where(rounds.c.round == round_id).values(values))
            changed.append(round_id)
    return changed


def touched_by(connection: Connection, event: int) -> set[str]:
    """The rounds whose demand an event changed."""
    return set(connection.execute(select(requests.c.round).where(requests.c.event == event)).scalars())
