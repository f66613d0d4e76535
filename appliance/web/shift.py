"""The till's shift: opened with the change in the drawer, closed with what is counted there."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from appliance.actions.close_shift import close_shift
from appliance.actions.open_shift import open_shift
from appliance.store import papers, shifts, views
from appliance.web import form, here

page = Blueprint("shift", __name__)

CASHIERS_SHOWN = 6


@page.get("/shift")
def show() -> ResponseReturnValue:
    """The shift that runs, or the form that opens one."""
    return _shown()


@page.post("/shift/open")
def begin() -> ResponseReturnValue:
    """A cashier takes the till."""
    open_shift(here.till(), form.text("cashier"), form.baht("float"))
    return _shown(opened=True)


@page.post("/shift/close")
def end() -> ResponseReturnValue:
    """He counts the drawer and gives it back."""
    return _shown(closed=close_shift(here.till(), form.baht("counted")))


def _shown(**more: object) -> str:
    till = here.till()
    db = till.store.books.reader()
    shift = shifts.current(db)
    return render_template(
        "shift.html",
        shift=shift,
        takings=shifts.takings(db, shift) if shift else None,
        cashiers=views.recent_cashiers(db, CASHIERS_SHOWN),
        waiting=till.uplink.state().waiting,
        papers=len(papers.unsettled(db)),
        **more,
    )
