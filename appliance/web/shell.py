"""What stands around every screen: the shop's name, the way to the other screens, and the status bar."""

from flask import Flask

import appliance
from appliance.ports import BadTap, Tap
from appliance.web import cash, here, status


def set_up(app: Flask) -> None:
    """Let templates ask for it."""
    app.add_template_filter(cash.whole_baht, "whole_baht")
    app.jinja_env.globals.update(
        shop=lambda: here.till().shop(),
        chips=lambda: status.chips(here.till()),
        weight=lambda: status.weight(here.till(), here.language()),
        newest_tap=lambda: tap_count(here.till().card_reader.last()),
        version=appliance.__version__,
    )


def tap_count(tap: Tap | BadTap | None) -> int:
    """The number of a tap; 0 before the first."""
    return tap.count if tap else 0
