"""Who the basket is for: by card, by number, or nobody. A wrong name is seen at once and can be taken off."""

import threading
from dataclasses import dataclass, field

from flask import Blueprint, current_app, render_template
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from appliance.actions import identify_member as who
from appliance.ports import BadTap, Tap
from appliance.web import form, here
from appliance.web.counter import after

page = Blueprint("member", __name__)


@dataclass
class Taps:
    """Which tap was acted on last, so that two open pages, or a page that asks again, do not act on it twice."""

    _last: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, tap: Tap | BadTap) -> bool:
        """Whether nobody took this tap before."""
        with self._lock:
            fresh = tap.count > self._last
            self._last = max(self._last, tap.count)
        return fresh


@page.record_once
def set_up(state: BlueprintSetupState) -> None:
    """A counter begins with no tap acted on."""
    state.app.extensions["taps"] = Taps()


def _taps() -> Taps:
    found = current_app.extensions["taps"]
    assert isinstance(found, Taps)
    return found


@page.post("/counter/card")
def card() -> ResponseReturnValue:
    """A card was tapped. ``count`` is the tap's own number; the tap that it names acts once, and an older one never."""
    till = here.till()
    tap = till.card_reader.last()
    if form.text("count") and tap is not None and (tap.count != form.count("count") or not _taps().take(tap)):
        return after()
    who.identify_member(till, form.basket(), who.member_of_tap(till, tap))
    return after()


@page.get("/counter/member")
def panel() -> ResponseReturnValue:
    """A number pad for a member's number."""
    return render_template("counter/_member.html")


@page.post("/counter/member")
def number() -> ResponseReturnValue:
    """A member said his number."""
    till = here.till()
    who.identify_member(till, form.basket(), who.member_of_number(till, form.text("number")))
    return after()


@page.post("/counter/member/clear")
def clear() -> ResponseReturnValue:
    """It was the wrong one, or it is for nobody."""
    who.identify_member(here.till(), form.basket(), None)
    return after()
