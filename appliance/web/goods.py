"""Goods come in: who brought them, on which paper, and how much of each."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from appliance.actions.fill_basket import find_item
from appliance.actions.receive_goods import receive_goods
from appliance.errors import ItemUnknown
from appliance.rules import barcode
from appliance.rules.records import Goods
from appliance.store import reference, views
from appliance.web import form, here

page = Blueprint("goods", __name__)

FOUND_LIMIT = 12
SOURCES_SHOWN = 6


@page.get("/goods/receive")
def show() -> ResponseReturnValue:
    """An empty form, or what was just booked with the stock after it."""
    till = here.till()
    books, catalogue = till.store.books.reader(), till.store.reference.reader()
    booked = [(reference.item(catalogue, each.item), each) for each in views.delivered(books, form.text("done"))]
    return render_template(
        "goods.html",
        receipt=till.new_id(),
        sources=views.recent_sources(books, SOURCES_SHOWN),
        booked=booked,
    )


@page.post("/goods/receive/item")
def item() -> ResponseReturnValue:
    """A line of the form for what was scanned or chosen; several where a name fits several."""
    try:
        item, units = find_item(here.till(), form.text("code"))
    except ItemUnknown:
        words = barcode.clean(form.text("code"))
        found = reference.search(here.till().store.reference.reader(), words, FOUND_LIMIT)
        if not found:
            raise
        if len(found) > 1:
            return render_template("goods/_found.html", found=found)
        item, units = found[0], 1
    on_hand = views.on_hand(here.till().store.books.reader(), item.item)
    return render_template("goods/_line.html", item=item, units=units, on_hand_milli=on_hand)


@page.post("/goods/receive")
def receive() -> ResponseReturnValue:
    """Book the delivery. ``receipt`` was made with the form, so that a double tap books it once."""
    pairs = zip(request.form.getlist("item"), request.form.getlist("quantity"), strict=False)
    goods = []
    for item_id, typed in pairs:
        found = form.item_of(item_id)
        goods.append(Goods(found.item, found.unit, form.quantity_of(found, typed)))
    receipt = form.text("receipt") or here.till().new_id()
    receive_goods(here.till(), receipt, form.text("source"), form.text("document"), goods)
    return redirect(url_for(".show", done=receipt), 303)
