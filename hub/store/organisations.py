"""Writes organisations and, with dates, the centres that they trade through."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select, update

from hub.rules import routes
from hub.rules.registers import OrganisationRow
from hub.store.registers import Put, look_up, upsert
from hub.store.tables import affiliations, districts, organisations, route_exceptions


def everybody(connection: Connection) -> dict[str, routes.Organisation]:
    """Every organisation as far as its way is concerned."""
    columns = (organisations.c.organisation, organisations.c.kind, organisations.c.level, organisations.c.district)
    return {
        row[0]: routes.Organisation(row[0], row[1], row[2], row[3] or "")
        for row in connection.execute(select(*columns))
    }


def ties(connection: Connection) -> list[routes.Affiliation]:
    """Every affiliation that ever was."""
    columns = (affiliations.c.organisation, affiliations.c.centre, affiliations.c.since, affiliations.c.until)
    return [routes.Affiliation(row[0], row[1], row[2], row[3] or "") for row in connection.execute(select(*columns))]


def exceptions(connection: Connection) -> list[routes.RouteException]:
    """Every leave to trade past a centre."""
    c = route_exceptions.c
    query = select(c.organisation, c.since, c.until, c.reason, c.approved_by, c.round)
    return [routes.RouteException(*row[:5], round=row[5] or "") for row in connection.execute(query)]


def record_exception(connection: Connection, given: routes.RouteException, at_ms: int) -> None:
    """Write down who may trade past his centre, why, and who approved it."""
    row = {
        "organisation": given.organisation,
        "round": given.round or None,
        "since": given.since,
        "until": given.until,
        "reason": given.reason,
        "approved_by": given.approved_by,
        "recorded_ms": at_ms,
    }
    connection.execute(insert(route_exceptions), row)


def _tie(connection: Connection, organisation: str, centre: str | None, day: str) -> bool:
    """Make ``centre`` hold from ``day``; what held before ends on it. True where something changed."""
    mine = affiliations.c.organisation == organisation
    standing = connection.execute(
        select(affiliations.c.since, affiliations.c.centre).where(mine, affiliations.c.until.is_(None))
    )
    now = standing.first()
    if (now.centre if now else None) == centre:
        return False
    if now is not None and now.since == day:
        same_day = update(affiliations).where(mine, affiliations.c.since == day)
        connection.execute(same_day.values(centre=centre) if centre else same_day.values(until=day))
        return True
    if now is not None:
        connection.execute(update(affiliations).where(mine, affiliations.c.until.is_(None)).values(until=day))
    if centre:
        connection.execute(delete(affiliations).where(mine, affiliations.c.since == day))
        connection.execute(insert(affiliations), {"organisation": organisation, "since": day, "centre": centre})
    return True


def put_organisations(connection: Connection, rows: Sequence[OrganisationRow], day: str) -> Put:
    """Organisations with their centres, which hold from ``day``; a way that the network does not allow is refused."""
    known_districts = look_up(
        connection, districts, districts.c.district, (row.district for row in rows if row.district)
    )
    known = everybody(connection)
    known.update({row.organisation: routes.Organisation(row.organisation, row.kind, row.level) for row in rows})
    refused: dict[str, str] = {}
    for row in rows:
        why = routes.why_not(known[row.organisation], known.get(row.centre) if row.centre else None)
        if row.district and row.district not in known_districts:
            refused[row.organisation] = f"district {row.district} is not known"
        elif row.centre and row.centre not in known:
            refused[row.organisation] = f"centre {row.centre} is not known"
        elif why:
            refused[row.organisation] = why
    for row in rows:  # who trades through somebody refused has no way either
        if row.centre in refused and row.organisation not in refused:
            refused[row.organisation] = f"centre {row.centre} was refused"
    taken = [row for row in rows if row.organisation not in refused]
    given = {
        row.organisation: {
            "organisation": row.organisation,
            "kind": row.kind,
            "level": row.level,
            "name_th": row.name_th,
            "name_en": row.name_en,
            "district": row.district,
        }
        for row in taken
    }
    written = set(upsert(connection, organisations, organisations.c.organisation, given))
    written |= {row.organisation for row in taken if _tie(connection, row.organisation, row.centre, day)}
    return Put([key for key in given if key in written], refused)
