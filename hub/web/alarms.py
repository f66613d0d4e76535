"""Alarms: what an operator has to look at and take on."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from hub.actions.acknowledge_alarm import acknowledge_alarm
from hub.store.views import attention
from hub.web import here
from hub.web.tables import csv_file

page = Blueprint("alarms", __name__)
NAME_LIMIT = 60


@page.get("/alarms")
def overview() -> ResponseReturnValue:
    """What rings, what was taken on, and what lies in quarantine."""
    with here.desk().store.read() as connection:
        return render_template(
            "alarms.html",
            ringing=attention.ringing(connection),
            acknowledged=attention.acknowledged(connection),
            kept=attention.kept(connection),
        )


@page.post("/alarms/<int:alarm>/acknowledge")
def acknowledge(alarm: int) -> ResponseReturnValue:
    """Take an alarm on."""
    acknowledge_alarm(here.desk(), alarm, request.form.get("by", "").strip()[:NAME_LIMIT] or "-")
    return redirect("/alarms", 303)


@page.get("/alarms.csv")
def file() -> ResponseReturnValue:
    """All alarms as a file."""
    header = ["branch", "kind", "times", "first_ms", "last_ms", "detail", "acknowledged_ms", "acknowledged_by"]
    with here.desk().store.read() as connection:
        rows = [
            (
                *(row.branch, row.kind, row.times, row.first_ms, row.last_ms, row.detail),
                *(row.acknowledged_ms, row.acknowledged_by),
            )
            for row in [*attention.ringing(connection), *attention.acknowledged(connection)]
        ]
    return csv_file("alarms.csv", header, rows)


@page.get("/quarantine.csv")
def quarantine_file() -> ResponseReturnValue:
    """What lies in quarantine, as a file."""
    with here.desk().store.read() as connection:
        rows = [(row.branch, row.reason, row.detail, row.received_ms, row.bytes) for row in attention.kept(connection)]
    return csv_file("quarantine.csv", ["branch", "reason", "detail", "received_ms", "bytes"], rows)
