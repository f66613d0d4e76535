"""Which counter a request is for, and in which language the person in front of it reads."""

from flask import current_app, has_request_context, request

from appliance.till import Till

LANGUAGES = ("th", "en")
COOKIE = "language"


def till() -> Till:
    """The counter that this page belongs to."""
    found = current_app.extensions["till"]
    assert isinstance(found, Till)
    return found


def language() -> str:
    """``th`` or ``en``: what the person chose on this screen, or else what the box is set to."""
    chosen = request.cookies.get(COOKIE, "") if has_request_context() else ""
    if chosen in LANGUAGES:
        return chosen
    return "en" if till().settings.box.language == "en" else "th"
