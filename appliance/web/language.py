"""Thai first, English at a touch: the choice is kept in a cookie of this screen."""

import datetime as dt
from typing import Any

from flask import Blueprint, Flask, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import Babel

from appliance.rules import figures
from appliance.web import here

page = Blueprint("language", __name__)

KEPT_FOR_S = 5 * 365 * 24 * 3600


def set_up(app: Flask) -> None:
    """Give templates the language, names in it, and figures as people read them."""
    Babel(app, locale_selector=here.language)
    app.add_template_filter(figures.baht, "baht")
    app.add_template_filter(figures.quantity, "quantity")
    app.add_template_filter(figures.last4, "last4")
    app.add_template_filter(name_of, "name")
    app.add_template_filter(moment, "moment")
    app.add_template_filter(day, "day")
    app.context_processor(lambda: {"language": here.language()})


@page.post("/language")
def choose() -> ResponseReturnValue:
    """Keep the choice and go back to the page it was made on."""
    back = request.form.get("back", "/")
    local = back.startswith("/") and not back.startswith(("//", "/\\"))
    answer = redirect(back if local else "/", 303)
    chosen = request.form.get("language", "")
    if chosen in here.LANGUAGES:
        answer.set_cookie(here.COOKIE, chosen, max_age=KEPT_FOR_S, samesite="Strict", httponly=True)
    return answer


def name_of(thing: Any, what: str = "name") -> str:
    """What an item, a shelf, a round or a shop is called in the reader's language: its ``name``, ``title``, ``pack``.

    Falls back on the other language where one is empty.
    """
    first, second = (f"{what}_en", f"{what}_th") if here.language() == "en" else (f"{what}_th", f"{what}_en")
    return str(getattr(thing, first) or getattr(thing, second))


def moment(time_text: str) -> str:
    """A time of the books (UTC, ISO 8601) as the shop reads it."""
    return figures.when(dt.datetime.fromisoformat(time_text), here.language())


def day(date_text: str) -> str:
    """A date (``2026-11-22``) as the shop reads it: B.E. in Thai; as it is where it is no date."""
    try:
        date = dt.date.fromisoformat(date_text)
    except ValueError:
        return date_text
    if here.language() == "en":
        return f"{date.day} {figures.MONTHS_EN[date.month - 1]} {date.year}"
    return f"{date.day} {figures.MONTHS_TH[date.month - 1]} {date.year + figures.BUDDHIST_ERA}"
