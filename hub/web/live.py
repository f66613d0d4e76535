"""Tells open pages when to look again, by server-sent events. What to show they fetch; nothing is told twice."""

import threading
from collections.abc import Iterator

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue

from hub.desk import Board, Tick
from hub.web import here

page = Blueprint("live", __name__)

KINDS = ("feeds", "events", "rounds")
SINCE_LIMIT = 64
VIEWERS_LIMIT = 8
"""Each takes a thread of the server; who comes later looks again every few seconds by himself."""
PULSE_S = 1.0
"""A line without meaning now and then, so that a page that was closed is noticed and gives its place back."""
PAUSE_S = 0.5
"""Pages look again at most so often."""

_places = threading.BoundedSemaphore(VIEWERS_LIMIT)


def remember() -> None:
    """Before a page reads anything: how often things had changed until then."""
    g.tick = here.desk().board.tick()


def since() -> str:
    """The counts that a page was made at; what changed before its stream is open is told as soon as it is."""
    return "-".join(str(count) for count in (g.tick.feeds, g.tick.events, g.tick.rounds))


def _read(text: str) -> Tick | None:
    counts = text.split("-")
    if len(text) > SINCE_LIMIT or len(counts) != len(KINDS) or not all(count.isdecimal() for count in counts):
        return None
    return Tick(*map(int, counts))


def _changed(seen: Tick, now: Tick) -> list[str]:
    return [name for name in KINDS if getattr(seen, name) != getattr(now, name)]


def _stream(board: Board, seen: Tick) -> Iterator[str]:
    yield "retry: 2000\n\n"
    while not board.closed:
        now = board.wait_for_change(seen, PULSE_S)
        names = _changed(seen, now)
        seen = now
        yield "".join(f"event: {name}\ndata: {getattr(now, name)}\n\n" for name in names) or ": \n\n"
        board.pause(PAUSE_S)


@page.get("/live")
def changes() -> ResponseReturnValue:
    """A stream of what changed: feeds, events, rounds."""
    if not _places.acquire(blocking=False):
        return "", 204
    headers = {"X-Accel-Buffering": "no"}
    board = here.desk().board
    seen = _read(request.args.get("since", "")) or board.tick()
    stream = Response(_stream(board, seen), content_type="text/event-stream", headers=headers)
    stream.call_on_close(_places.release)
    return stream
