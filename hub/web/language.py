"""Thai first, English at a touch: the choice is kept in a cookie of this screen."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import Babel

from hub.clock import THAILAND
from hub.rules import figures
from hub.web import here, words

page = Blueprint("language", __name__)

KEPT_FOR_S = 5 * 365 * 24 * 3600


def set_up(app: Flask, first: str) -> None:
    """Give templates the language, names in it, and figures as people read them."""
    app.config["LANGUAGE_FIRST"] = first if first in here.LANGUAGES else "th"
    Babel(app, locale_selector=here.language)
    app.jinja_env.filters.update(
        baht=figures.baht,
        quantity=figures.quantity,
        age=lambda seconds: figures.age(seconds, here.language()),
        moment=moment,
        day=day,
        name=name_of,
        word=words.say,
        reason=words.split_reason,
    )
    app.jinja_env.globals.update(address=address)
    app.context_processor(lambda: {"language": here.language(), "bar": here.bar})


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
    """What a branch, an item or a round is called in the reader's language; the other where one is empty."""
    first, second = (f"{what}_en", f"{what}_th") if here.language() == "en" else (f"{what}_th", f"{what}_en")
    return str(getattr(thing, first) or getattr(thing, second) or "")


def moment(at: int | str | dt.datetime) -> str:
    """A time as the operator reads it: today only the clock's time, else with its date."""
    if isinstance(at, int):
        at = dt.datetime.fromtimestamp(at / 1000, dt.UTC)
    elif isinstance(at, str):
        try:
            at = dt.datetime.fromisoformat(at)
        except ValueError:
            return str(at)
    local = at.astimezone(THAILAND)
    clock = f"{local:%H:%M:%S}"
    return clock if local.date() == here.today() else f"{figures.day(local.date(), here.language())} {clock}"


def day(date: str) -> str:
    """A date (``2026-03-02``) as the operator reads it; as it is where it is none."""
    try:
        return figures.day(dt.date.fromisoformat(date), here.language())
    except ValueError:
        return date


def address(path: str, **wanted: object) -> str:
    """A stable address: only what is not empty stands behind the question mark."""
    query = urlencode({name: value for name, value in wanted.items() if value})
    return f"{path}?{query}" if query else path
