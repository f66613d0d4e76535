"""Events that could not be booked and wait for somebody to mend their cause."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from hub.actions.reapply_event import reapply_event
from hub.errors import StillAside
from hub.store.ledger_tables import seq_of
from hub.store.views import attention
from hub.web import here
from hub.web.tables import csv_file

page = Blueprint("aside", __name__)


def _show(still: str = "", tried: int = 0) -> str:
    with here.desk().store.read() as connection:
        rows = attention.aside(connection)
    return render_template("aside.html", rows=rows, still=still, tried=tried, seq_of=seq_of)


@page.get("/aside")
def overview() -> ResponseReturnValue:
    """What waits, and why."""
    return _show()


@page.post("/aside/<int:event>/again")
def again(event: int) -> ResponseReturnValue:
    """Try to book an event again."""
    try:
        reapply_event(here.desk(), event)
    except StillAside as error:
        return _show(error.say(here.language()), event), 409
    return redirect("/aside", 303)


@page.get("/aside.csv")
def file() -> ResponseReturnValue:
    """What waits, as a file."""
    header = ["branch", "seq", "type", "at", "received_ms", "reason", "event"]
    with here.desk().store.read() as connection:
        rows = [
            (
                row.branch,
                seq_of(row.event),
                row.type,
                row.ts,
                row.received_ms,
                row.reason,
                row.body.decode("utf-8", "replace"),
            )
            for row in attention.aside(connection)
        ]
    return csv_file("aside.csv", header, rows)
