"""Puts the screens together."""

from flask import Flask

from hub.desk import Desk
from hub.web import alarms, aside, feeds, health, language, live, rounds, security, stock, trouble

PAGES = (feeds.page, stock.page, rounds.page, aside.page, alarms.page, health.page, live.page, language.page)


def create_app(desk: Desk, language_first: str = "th") -> Flask:
    """Make the screens over an open desk; ``language_first`` is what they start with."""
    app = Flask(__name__)
    app.extensions["desk"] = desk
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.before_request(live.remember)
    app.jinja_env.globals["since"] = live.since
    security.set_up(app, desk)
    language.set_up(app, language_first)
    trouble.set_up(app)
    for page in PAGES:
        app.register_blueprint(page)
    return app
