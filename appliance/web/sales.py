"""The latest sales with their papers: print again, or note that none is needed."""

from flask import Blueprint, render_template
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from appliance.actions import print_again as again
from appliance.store import papers, views
from appliance.web import form, here
from appliance.web.charge import MOVING, PAPER_WORDS, paper_state

page = Blueprint("sales", __name__)

SHOWN_LIMIT = 100


@page.record_once
def set_up(state: BlueprintSetupState) -> None:
    """Let every template say what became of a paper."""
    state.app.jinja_env.globals.update(paper_words=PAPER_WORDS, paper_moving=MOVING, paper_settled=papers.SETTLED)


@page.get("/sales")
def show() -> ResponseReturnValue:
    """The newest sales first."""
    return render_template("sales.html", sales=views.latest_sales(here.till().store.books.reader(), SHOWN_LIMIT))


@page.post("/counter/print-again")
def print_again() -> ResponseReturnValue:
    """Queue a receipt again."""
    again.print_again(here.till(), form.text("sale"))
    return _paper()


@page.post("/counter/leave-paper")
def leave_paper() -> ResponseReturnValue:
    """Nobody needs this receipt on paper, or a person has seen it."""
    again.leave_paper(here.till(), form.text("sale"))
    return _paper()


def _paper() -> str:
    sale = form.text("sale")
    return render_template("counter/_paper.html", sale_id=sale, paper=paper_state(sale))
