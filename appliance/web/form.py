"""What a person typed or tapped, read out of a form. Figures that are none are refused with what to enter instead."""

from flask import request

from appliance.actions.fill_basket import basket_on_counter
from appliance.errors import ItemUnknown
from appliance.rules import figures
from appliance.store import reference
from appliance.store.reference import Item
from appliance.web import here
from hub.contract.units import MILLI, Milliunits, Satang

TEXT_LIMIT = 200
SHOWN_LIMIT = 20
"""Characters of a wrong code that are shown back."""


def text(name: str) -> str:
    """A field as it was typed, without blanks around it; empty where it is missing."""
    return request.values.get(name, "").strip()[:TEXT_LIMIT]


def count(name: str) -> int:
    """A whole number. Raises NotANumber."""
    return figures.read_count(text(name))


def baht(name: str) -> Satang:
    """Money. Raises NotANumber."""
    return figures.read_baht(text(name))


def basket() -> str:
    """The basket that the page showed, or the one on the counter where the page did not say."""
    return text("basket") or basket_on_counter(here.till())


def item() -> Item:
    """The item that was tapped. Raises ItemUnknown."""
    return item_of(text("item"))


def item_of(item_id: str) -> Item:
    """An item by its id. Raises ItemUnknown where it is not sold (any more)."""
    found = reference.item(here.till().store.reference.reader(), item_id)
    if found is None:
        raise ItemUnknown(code=item_id[:SHOWN_LIMIT])
    return found


def quantity_of(item: Item, typed: str) -> Milliunits:
    """So much of an item: kilograms with decimals, or whole pieces. Raises NotANumber."""
    if item.unit == "kg":
        return figures.read_kg_or_count(typed)
    return Milliunits(figures.read_count(typed) * MILLI)
