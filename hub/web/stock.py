"""Stock by item, district and branch."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from hub.rules import figures
from hub.store.views import stock
from hub.store.views.stock import LINES_SHOWN, Filter
from hub.web import here
from hub.web.tables import csv_file

page = Blueprint("stock", __name__)
TEXT_LIMIT = 60


def _wanted() -> Filter:
    given = request.args
    return Filter(
        text=given.get("text", "").strip()[:TEXT_LIMIT],
        district=given.get("district", ""),
        branch=given.get("branch", ""),
        negative=given.get("negative") == "1",
    )


def _seen() -> dict[str, object]:
    wanted, by = _wanted(), "district" if request.args.get("by") == "district" else "branch"
    with here.desk().store.read() as connection:
        rows = stock.by_district(connection, wanted) if by == "district" else stock.by_branch(connection, wanted)
        return {
            "rows": rows[:LINES_SHOWN],
            "more": len(rows) > LINES_SHOWN,
            "by": by,
            "wanted": wanted,
            "choices": stock.choices(connection),
        }


@page.get("/stock")
def overview() -> ResponseReturnValue:
    """Stock with its filter."""
    return render_template("stock.html", **_seen())


@page.get("/stock/table")
def table() -> ResponseReturnValue:
    """The table alone, which the page fetches when something was booked."""
    return render_template("_stock.html", **_seen())


@page.get("/stock.csv")
def file() -> ResponseReturnValue:
    """Stock by item and branch as a file, by the same filter."""
    header = ["item", "name_th", "name_en", "unit", "district", "branch", "received", "sold", "on_hand"]
    with here.desk().store.read() as connection:
        rows = [
            (
                *(row.item, row.name_th, row.name_en, row.unit, row.district, row.branch),
                *(
                    figures.quantity(milli, row.unit, commas=False)
                    for milli in (row.received_milli, row.sold_milli, row.on_hand_milli)
                ),
            )
            for row in stock.every_line(connection, _wanted())
        ]
    return csv_file("stock.csv", header, rows)
