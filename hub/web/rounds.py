"""Joint purchase: what a round is asked for, from the province down to the member, and what is missing."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from hub.errors import UnknownRound
from hub.store.views import rounds
from hub.store.views.rounds import Seen
from hub.web import here
from hub.web.tables import csv_file

page = Blueprint("rounds", __name__)


@page.get("/rounds")
def overview() -> ResponseReturnValue:
    """All rounds."""
    with here.desk().store.read() as connection:
        return render_template("rounds.html", lines=rounds.every(connection))


@page.get("/rounds.csv")
def overview_file() -> ResponseReturnValue:
    """All rounds as a file."""
    header = [
        "round",
        "title_th",
        "title_en",
        "item",
        "state",
        "opens_on",
        "closes_on",
        "minimum_packs",
        "firm_packs",
        "maximum_packs",
        "missing_packs",
    ]
    with here.desk().store.read() as connection:
        rows = [
            (
                *(line.round.round, line.round.title_th, line.round.title_en, line.round.item, line.round.state),
                *(line.round.opens_on, line.round.closes_on, line.round.minimum_packs),
                *(line.firm, line.maximum, line.standing.missing_to_minimum),
            )
            for line in rounds.every(connection)
        ]
    return csv_file("rounds.csv", header, rows)


def _seen(round_id: str) -> Seen:
    with here.desk().store.read() as connection:
        seen = rounds.one(connection, round_id, here.today().isoformat())
    if seen is None:
        raise UnknownRound(round=round_id)
    return seen


@page.get("/rounds/<round_id>")
def one(round_id: str) -> ResponseReturnValue:
    """A round with its demand by district, branch and member."""
    return render_template("round.html", seen=_seen(round_id))


@page.get("/rounds/<round_id>/body")
def one_body(round_id: str) -> ResponseReturnValue:
    """The figures alone, which the page fetches when demand moved."""
    return render_template("_round.html", seen=_seen(round_id))


@page.get("/rounds/<round_id>.csv")
def one_file(round_id: str) -> ResponseReturnValue:
    """A round's demand as a file, one line per branch and member."""
    seen = _seen(round_id)
    header = [
        "round",
        "district_centre",
        "branch",
        "organisation",
        "member",
        "member_name",
        "firm_packs",
        "maximum_packs",
    ]
    rows = [
        (
            *(round_id, district.centre, branch.branch, seen.branches[branch.branch].organisation),
            *(member.member, seen.members[member.member].name, member.firm, member.maximum),
        )
        for district in seen.demand.districts
        for branch in district.branches
        for member in branch.members
    ]
    return csv_file(f"round-{round_id}.csv", header, rows)
