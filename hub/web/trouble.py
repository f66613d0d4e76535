"""What an operator sees when something cannot be done: a sentence that says what to do."""

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from hub.errors import Hint, HubError, StillAside, UnknownAlarm, UnknownBranch, UnknownEvent, UnknownRound
from hub.web import here

NOT_THERE = (UnknownBranch, UnknownRound, UnknownEvent, UnknownAlarm)
OLD_PAGE = Hint(
    "หน้านี้เปิดค้างไว้นานเกินไป ให้กลับไปเปิดใหม่แล้วลองอีกครั้ง", "This page is too old. Go back, open it again and retry."
)
NO_PAGE = Hint(
    "ไม่มีหน้านี้ ตรวจที่อยู่ หรือกลับไปหน้าสาขา", "There is no such page. Check the address, or go back to the branches."
)
FAILED = HubError.hint


def set_up(app: Flask) -> None:
    """Show hints instead of stack traces."""
    app.register_error_handler(HubError, _refused)
    app.register_error_handler(CSRFError, _old_page)
    app.register_error_handler(HTTPException, _http)


def _show(sentence: str, status: int) -> ResponseReturnValue:
    return render_template("trouble.html", sentence=sentence, path=request.path), status


def _refused(error: HubError) -> ResponseReturnValue:
    status = 404 if isinstance(error, NOT_THERE) else 409 if isinstance(error, StillAside) else 500
    return _show(error.say(here.language()), status)


def _old_page(_error: CSRFError) -> ResponseReturnValue:
    return _show(OLD_PAGE.en if here.language() == "en" else OLD_PAGE.th, 400)


def _http(error: HTTPException) -> ResponseReturnValue:
    hint = NO_PAGE if error.code in (404, 405) else FAILED
    return _show(hint.en if here.language() == "en" else hint.th, error.code or 500)
