"""Cash for the basket: what is due, what is handed over, what goes back; then the paper."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from appliance.actions.ring_up import ring_up
from appliance.errors import BasketEmpty, NoShift, SaleUnknown
from appliance.store import papers, sales
from appliance.web import cash, form, here
from appliance.web.counter import after, on_counter

page = Blueprint("charge", __name__)

PAPER_WORDS = {
    "": _("No receipt"),
    "queued": _("Waiting for the printer"),
    "sent": _("Printing"),
    "confirmed": _("Printed"),
    "late": _("Not printed yet"),
    "unknown": _("Not sure that it came out: look at the printer"),
    "dropped": _("No receipt printed"),
}
"""What became of a paper, for every state of ``store.papers``."""
MOVING = ("queued", "sent")
"""States that change without anybody's doing."""


@page.get("/counter/charge")
def panel() -> ResponseReturnValue:
    """What is due, likely sums, and a number pad. Raises BasketEmpty and NoShift."""
    seen = on_counter()
    if not seen.lines:
        raise BasketEmpty
    if seen.shift is None:
        raise NoShift
    return render_template("counter/_charge.html", likely=cash.likely_sums(seen.due_satang), counter=seen)


@page.post("/counter/charge")
def charge() -> ResponseReturnValue:
    """Book the sale. ``due`` is the sum that the cashier saw; both sums are typed in baht."""
    rung_up = ring_up(here.till(), form.text("basket"), form.baht("given"), form.baht("due"))
    done = render_template("counter/_done.html", sale=rung_up.sale, paper=paper_state(rung_up.sale.sale))
    return after(panel=done)


@page.get("/counter/paper/<sale>")
def paper(sale: str) -> ResponseReturnValue:
    """What became of a sale's newest paper."""
    if sales.find(here.till().store.books.reader(), sale) is None:
        raise SaleUnknown
    return render_template("counter/_paper.html", sale_id=sale, paper=paper_state(sale))


def paper_state(sale: str) -> str:
    """The state of a sale's newest paper, or empty where none was asked for."""
    notes = papers.of_sale(here.till().store.books.reader(), sale)
    return notes[-1].state if notes else ""
