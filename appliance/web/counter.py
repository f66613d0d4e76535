"""The counter: scan or search, weigh, change, empty. Every answer shows the basket as the books hold it."""

import re
from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from appliance.actions import fill_basket
from appliance.errors import BasketEmpty, ItemUnknown, NoWeight
from appliance.rules import barcode, figures
from appliance.rules import sale as rules
from appliance.rules.records import Shift
from appliance.rules.sale import Member
from appliance.store import baskets, reference, shifts, views
from appliance.store.baskets import NumberedLine
from appliance.store.reference import Item
from appliance.web import form, here
from appliance.web.faults import REFUSED, say
from hub.contract.units import Satang

page = Blueprint("counter", __name__)

SHOWN_LIMIT = 60
"""Buttons on the screen at once: more is for the search field."""
SEARCH_LIMIT = 24
TIMES = re.compile(r"^([0-9๐-๙]{1,12})\s*\*\s*(.+)$")
"""``3*8850000000010``: how many of it."""


@page.get("/")
def show() -> ResponseReturnValue:
    """The whole screen."""
    till = here.till()
    db = till.store.reference.reader()
    return render_template(
        "counter.html", shelves=reference.categories(db), items=often_sold(), chosen="", counter=on_counter()
    )


@page.get("/counter/search")
def search() -> ResponseReturnValue:
    """What fits the words typed so far; what is often sold where there are none."""
    words = barcode.clean(TIMES.sub(r"\2", form.text("q") or form.text("code")))
    if not words:
        return render_template("counter/_items.html", items=often_sold())
    found = reference.search(here.till().store.reference.reader(), words, SEARCH_LIMIT)
    return render_template("counter/_items.html", items=found, words=words)


@page.get("/counter/category/<shelf>")
def category(shelf: str) -> ResponseReturnValue:
    """What stands on a shelf."""
    found = reference.items_of(here.till().store.reference.reader(), shelf, SHOWN_LIMIT)
    return render_template("counter/_items.html", items=found)


@page.get("/counter/basket")
def basket() -> ResponseReturnValue:
    """The basket as it is now, for a page that shows an older one."""
    return render_template("counter/_basket.html", touched=0, counter=on_counter())


@page.post("/counter/scan")
def scan() -> ResponseReturnValue:
    """A code was scanned or typed: ring it up; goods by weight are weighed."""
    times = TIMES.match(form.text("code"))
    typed, count = (times[2], figures.read_count(times[1])) if times else (form.text("code"), 1)
    try:
        item, units = fill_basket.find_item(here.till(), typed)
    except ItemUnknown:
        found = reference.search(here.till().store.reference.reader(), barcode.clean(typed), SEARCH_LIMIT)
        if len(found) != 1:
            raise
        item, units = found[0], 1
    if item.unit == "kg":
        return _weigh(item)
    fill_basket.add_item(here.till(), fill_basket.basket_on_counter(here.till()), item, count * units)
    return after()


@page.post("/counter/add")
def add() -> ResponseReturnValue:
    """A button was tapped."""
    count = form.count("count") if form.text("count") else 1
    fill_basket.add_item(here.till(), fill_basket.basket_on_counter(here.till()), form.item(), count)
    return after()


@page.get("/counter/weigh")
def weigh_panel() -> ResponseReturnValue:
    """The live weight of goods that are sold by it."""
    return render_template("counter/_weigh.html", item=form.item())


@page.post("/counter/weigh")
def weigh() -> ResponseReturnValue:
    """Ring up what lies on the scale."""
    return _weigh(form.item())


def _weigh(item: Item) -> ResponseReturnValue:
    try:
        fill_basket.weigh_item(here.till(), fill_basket.basket_on_counter(here.till()), item)
    except NoWeight as refusal:
        panel = render_template("counter/_weigh.html", item=item)
        return say(refusal.say(here.language()), REFUSED, panel)
    return after()


@page.get("/counter/line/<int:no>")
def line_panel(no: int) -> ResponseReturnValue:
    """A number pad for how many."""
    found = [each for each in on_counter().lines if each.no == no]
    if not found:
        raise BasketEmpty
    return render_template("counter/_quantity.html", numbered=found[0], basket=form.basket())


@page.post("/counter/line/<int:no>")
def line(no: int) -> ResponseReturnValue:
    """So many of it; 0 takes the line out."""
    fill_basket.change_quantity(here.till(), form.basket(), no, form.count("count"))
    return after(touched=no)


@page.get("/counter/empty")
def empty_panel() -> ResponseReturnValue:
    """Ask before everything is taken off."""
    return render_template("counter/_empty.html", counter=on_counter())


@page.post("/counter/empty")
def empty() -> ResponseReturnValue:
    """Take everything off the counter."""
    fill_basket.empty_basket(here.till(), form.basket())
    return after(notice=_("The basket is empty."))


@page.get("/counter/help")
def keys() -> ResponseReturnValue:
    """What the keyboard and the scanner can do."""
    return render_template("counter/_help.html")


def often_sold() -> list[Item]:
    """What the branch sells most, and after it the beginning of the catalogue, so that the screen is full."""
    till = here.till()
    db = till.store.reference.reader()
    sold = [reference.item(db, each) for each in views.often_sold(till.store.books.reader(), SEARCH_LIMIT)]
    found = {item.item: item for item in sold if item is not None}
    for shelf in reference.categories(db):
        if len(found) >= SEARCH_LIMIT:
            break
        found |= {item.item: item for item in reference.items_of(db, shelf.category, SEARCH_LIMIT)}
    return list(found.values())[:SEARCH_LIMIT]


@dataclass(frozen=True, slots=True)
class OnCounter:
    """What lies on the counter, whose it is, and whether it can be charged."""

    basket: str
    lines: list[NumberedLine]
    member: Member | None
    shift: Shift | None
    state: str

    @property
    def goods_satang(self) -> Satang:
        """What the lines come to."""
        return rules.totals(each.line for each in self.lines).goods_satang

    @property
    def due_satang(self) -> Satang:
        """What is to be paid in cash."""
        return rules.cash_due(self.goods_satang)


def on_counter() -> OnCounter:
    """The basket as the books hold it."""
    till = here.till()
    basket = fill_basket.basket_on_counter(till)
    db = till.store.books.reader()
    lines = baskets.numbered_lines(db, basket)
    return OnCounter(basket, lines, baskets.member_of(db, basket), shifts.current(db), views.basket_state(db))


def after(*, touched: int = 0, notice: str = "", panel: str = "") -> str:
    """The basket after something was done, with a notice or a panel beside it."""
    return render_template("counter/_after.html", touched=touched, notice=notice, panel=panel, counter=on_counter())
