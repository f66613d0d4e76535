"""Puts the counter's screens together: one blueprint and one template a screen."""

from flask import Flask

from appliance.till import Till
from appliance.web import (
    charge,
    counter,
    events,
    faults,
    goods,
    health,
    joint_purchase,
    language,
    member,
    sales,
    security,
    shell,
    shift,
)


def create_app(till: Till) -> Flask:
    """The screens of one counter; everything they touch is handed in with the till."""
    app = Flask(__name__)
    app.extensions["till"] = till
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    for part in (security, language, shell, faults):
        part.set_up(app)
    for screen in (counter, member, charge, sales, joint_purchase, goods, shift, health, events, language):
        app.register_blueprint(screen.page)
    return app
