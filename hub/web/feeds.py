"""Branch feeds, and one branch with its days."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from hub.errors import UnknownBranch
from hub.rules import figures
from hub.store.ledger_tables import seq_of
from hub.store.views import attention, branches
from hub.web import feed_lines, here
from hub.web.feed_lines import FeedLine
from hub.web.tables import csv_file

page = Blueprint("feeds", __name__)
NEWS_SHOWN = 40


def _wanted(every: list[FeedLine]) -> list[FeedLine]:
    """The lines of the colour that was asked for; all without one."""
    colour = request.args.get("colour", "")
    return [line for line in every if colour in ("", line.colour)]


@page.get("/")
def overview() -> ResponseReturnValue:
    """Every branch, the worst first, and the events that pass by."""
    every = feed_lines.lines(here.desk())
    news = here.desk().board.latest()[:NEWS_SHOWN]
    return render_template("feeds.html", lines=_wanted(every), tally=feed_lines.tally(every), news=news)


@page.get("/feeds/table")
def table() -> ResponseReturnValue:
    """The table alone, which the page fetches when something changed."""
    every = feed_lines.lines(here.desk())
    return render_template("_feeds.html", lines=_wanted(every), tally=feed_lines.tally(every))


@page.get("/feeds/news")
def news() -> ResponseReturnValue:
    """The events that pass by."""
    return render_template("_news.html", news=here.desk().board.latest()[:NEWS_SHOWN])


@page.get("/feeds.csv")
def overview_file() -> ResponseReturnValue:
    """Every branch as a file."""
    header = [
        "branch",
        "name_th",
        "name_en",
        "organisation_th",
        "district",
        "state",
        "reasons",
        "heard_s",
        "epoch",
        "booked",
        "waiting",
        "oldest_waiting_s",
        "clock",
        "skew_s",
        "alarms",
        "aside",
        "version",
    ]
    rows = (
        (
            line.branch.branch,
            line.branch.name_th,
            line.branch.name_en,
            line.branch.organisation_th,
            line.branch.district,
            line.colour,
            " ".join(line.reasons),
            line.feed.heard_s,
            line.branch.epoch,
            line.branch.hw,
            line.feed.waiting,
            line.feed.oldest_waiting_s,
            line.feed.clock,
            line.feed.skew_s,
            line.feed.alarms,
            line.feed.aside,
            line.version,
        )
        for line in feed_lines.lines(here.desk())
    )
    return csv_file("feeds.csv", header, rows)


def _line(branch: str) -> FeedLine:
    for line in feed_lines.lines(here.desk()):
        if line.branch.branch == branch:
            return line
    raise UnknownBranch(branch=branch)


@page.get("/branches/<branch>")
def one(branch: str) -> ResponseReturnValue:
    """One branch: its day, its sales, its events."""
    return render_template("branch.html", **_seen(branch))


@page.get("/branches/<branch>/body")
def one_body(branch: str) -> ResponseReturnValue:
    """The page's tables alone, which it fetches when something was booked."""
    return render_template("_branch.html", **_seen(branch))


def _seen(branch: str) -> dict[str, object]:
    line = _line(branch)
    with here.desk().store.read() as connection:
        days = branches.days(connection, line.branch.n)
        return {
            "line": line,
            "today": next((day for day in days if day.day == here.today().isoformat()), None),
            "days": days,
            "sales": branches.last_sales(connection, line.branch.n),
            "events": branches.last_events(connection, line.branch.n),
            "shifts": branches.shifts(connection, line.branch.n),
            "alarms": attention.of_branch(connection, branch),
            "presence": here.desk().board.presences.get(branch),
        }


@page.get("/branches/<branch>/sales.csv")
def sales_file(branch: str) -> ResponseReturnValue:
    """A branch's newest sales as a file."""
    line = _line(branch)
    with here.desk().store.read() as connection:
        found = branches.last_sales(connection, line.branch.n)
    rows = [
        (row.sale, row.number, row.ts, row.member, row.tender, figures.baht(row.total_satang, commas=False))
        for row in found
    ]
    return csv_file(f"sales-{branch}.csv", ("sale", "number", "at", "member", "tender", "total_baht"), rows)


@page.get("/branches/<branch>/events.csv")
def events_file(branch: str) -> ResponseReturnValue:
    """A branch's newest events as a file."""
    line = _line(branch)
    with here.desk().store.read() as connection:
        found = branches.last_events(connection, line.branch.n)
    rows = [(seq_of(row.event), row.id, row.type, row.ts, row.tq, row.state, row.reason) for row in found]
    return csv_file(f"events-{branch}.csv", ("seq", "id", "type", "at", "clock", "state", "reason"), rows)


@page.get("/branches/<branch>/days.csv")
def days_file(branch: str) -> ResponseReturnValue:
    """A branch's last days as a file."""
    line = _line(branch)
    with here.desk().store.read() as connection:
        found = branches.days(connection, line.branch.n)
    rows = [
        (
            row.day,
            row.sales,
            row.lines,
            *(figures.baht(sum_).replace(",", "") for sum_ in (row.total_satang, row.cash_satang)),
        )
        for row in found
    ]
    return csv_file(f"days-{branch}.csv", ("day", "sales", "lines", "total_baht", "cash_baht"), rows)
