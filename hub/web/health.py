"""How the hub is, for a machine that watches it."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from hub.store import boxes, feed
from hub.store.views import attention
from hub.web import feed_lines, here

page = Blueprint("health", __name__)


@page.get("/health")
def state() -> ResponseReturnValue:
    """Link, books and branches in a few figures; it answers 200 as long as the books can be read."""
    desk = here.desk()
    with desk.store.read() as connection:
        counts = attention.counts(connection)
        epoch, head = boxes.hub_epoch(connection), feed.head(connection)
    return jsonify(
        link=desk.board.link,
        hub_epoch=epoch,
        feed=head,
        alarms=counts.alarms,
        aside=counts.aside,
        branches=feed_lines.tally(feed_lines.lines(desk)),
        now=desk.clock.now().isoformat(timespec="seconds"),
    )
