"""``python -m appliance``: run a box, or look whether it is sound."""

import argparse
import logging
import sys
from pathlib import Path

import structlog

from appliance import settings as box_settings
from appliance.box import open_box, open_till
from appliance.errors import BoxError
from appliance.store import outbox, views
from appliance.web.server import BoxServer


def run(settings: box_settings.Settings) -> int:
    """Serve the counter until it is told to stop."""
    BoxServer(settings, open_box).run()
    return 0


def check(settings: box_settings.Settings) -> int:
    """Open the books, read every page, and hold the stock against deliveries and sales."""
    with open_till(settings) as till:
        till.store.books.check()
        till.store.reference.check()
        db = till.store.books.reader()
        position = outbox.position(db)
        wrong = views.wrong_stock(db)
        print(f"{position.branch} {position.epoch}: {position.seq} events, {position.waiting} not acknowledged")
        for item, booked, added_up in wrong:
            print(f"stock of {item}: {booked} in the books, {added_up} by deliveries and sales")
        for report in till.devices():
            print(f"{report.device}: {report.state}")
    return 1 if wrong else 0


COMMANDS = {"run": run, "check": check}


def main(arguments: list[str] | None = None) -> int:
    """Read the command line; errors of ours end with their hint and code 2."""
    parser = argparse.ArgumentParser(prog="python -m appliance", description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--settings", type=Path, default=Path("settings.toml"), help="the box's settings file")
    given = parser.parse_args(arguments)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
    try:
        return COMMANDS[given.command](box_settings.read(given.settings))
    except BoxError as error:
        print(f"{error.say('th')}\n{error.say('en')}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
