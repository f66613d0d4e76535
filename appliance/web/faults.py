"""When something cannot be done: one sentence that says what to do instead, and the basket stays where it is."""

import sqlite3

import structlog
from flask import Flask, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from appliance.errors import BasketChanged, BasketGone, BoxError, Refused
from appliance.store.opening import translate
from appliance.web import here

log = structlog.get_logger()

REFUSED = 422
"""The counter may not do it as it was asked."""
LOOK_AGAIN = "look-again"
"""What the page hears when its basket is no longer the one in the books: it fetches that."""
UNABLE = 503
"""The box cannot do it now: a device, the disk."""


def set_up(app: Flask) -> None:
    """Catch what a route lets through."""
    app.register_error_handler(BoxError, of_ours)
    app.register_error_handler(sqlite3.Error, of_the_disk)
    app.register_error_handler(CSRFError, of_an_old_page)
    app.register_error_handler(HTTPException, of_the_address)
    app.register_error_handler(Exception, of_the_program)


def of_ours(error: BoxError) -> ResponseReturnValue:
    """The error's own sentence."""
    answer = say(error.say(here.language()), REFUSED if isinstance(error, Refused) else UNABLE)
    if isinstance(error, BasketGone | BasketChanged):
        answer.headers["HX-Trigger"] = LOOK_AGAIN
    return answer


def of_the_disk(error: sqlite3.Error) -> ResponseReturnValue:
    """SQLite's error as ours, where it is the disk's; else a slip of the program."""
    ours = translate(error)
    return of_ours(ours) if ours else of_the_program(error)


def of_an_old_page(_error: CSRFError) -> ResponseReturnValue:
    """The page was opened before the box had its present key, or it is not our page at all."""
    return say(_("This page is out of date. Load it again; the basket is kept."), 400)


def of_the_address(error: HTTPException) -> ResponseReturnValue:
    """No such page, or not to be asked in this way."""
    code = error.code or 500
    if code < 400:
        return error.get_response()
    if code in (404, 405):
        return say(_("There is no such page. Go back to the counter."), code)
    return say(_("The box did not understand this page. Load it again."), code)


def of_the_program(error: Exception) -> ResponseReturnValue:
    """A slip of ours: logged for the technician, a plain sentence for the cashier."""
    log.error("a screen failed", path=request.path, exc_info=error)
    return say(
        _("Something went wrong in the box and was noted for the technician. The basket is kept: try again."), 500
    )


def say(sentence: str, code: int, panel: str = "") -> Response:
    """Show a sentence: on the open page where it asked by htmx, else on a page of its own.

    ``panel`` is shown with it, and stays as it is where it is empty.
    """
    if request.headers.get("HX-Request"):
        answer = make_response(render_template("_said.html", sentence=sentence, panel=panel), code)
        answer.headers["HX-Reswap"] = "none"
        return answer
    return make_response(render_template("trouble.html", sentence=sentence), code)
