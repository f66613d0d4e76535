"""What a request has at hand: the desk, the reader's language, and what the bar at the top shows."""

import datetime as dt
from typing import Any

from flask import current_app, g, request

from hub.clock import THAILAND
from hub.desk import Desk
from hub.store.views import attention

LANGUAGES = ("th", "en")
COOKIE = "sahakorn-hub-language"


def desk() -> Desk:
    """The desk that the screens were made over."""
    found: Desk = current_app.extensions["desk"]
    return found


def language() -> str:
    """``?lang=`` first, then the cookie, then what the hub starts with."""
    if "language" not in g:
        wanted = (request.args.get("lang"), request.cookies.get(COOKIE), current_app.config["LANGUAGE_FIRST"])
        g.language = next(each for each in wanted if each in LANGUAGES)
    return str(g.language)


def today() -> dt.date:
    """The day in Thailand."""
    return desk().clock.now().astimezone(THAILAND).date()


def bar() -> dict[str, Any]:
    """What stands above every page: how much waits for a person, and the hub's own link."""
    with desk().store.read() as connection:
        return {"counts": attention.counts(connection), "link": desk().board.link}
