"""What happens around an open page, sent as it happens: the weight, a tapped card, the basket, the status bar.

Server-sent events (HTML Living Standard, 9.2). A page holds one of the server's threads, so the loop looks itself
whether the page is still there, and the oldest page is let go when there are too many: it asks again by itself.
"""

import json
import select
import socket
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from flask import Blueprint, Response, current_app, render_template, request, stream_with_context
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from appliance.store import views
from appliance.till import Till
from appliance.web import here, status
from appliance.web.shell import tap_count

page = Blueprint("events", __name__)

LOOK_EVERY_S = 0.1
STATUS_EVERY_LOOKS = 5
HEARTBEAT_EVERY_LOOKS = 100
ASK_AGAIN_MS = 2_000
PAGES_LIMIT = 12
"""Open pages at once: half of the server's threads, the rest answers taps."""


@dataclass
class Pages:
    """The pages that listen now, oldest first."""

    _open: deque[threading.Event] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def join(self) -> threading.Event:
        """A page begins to listen; it has to end when the answer is set."""
        enough = threading.Event()
        with self._lock:
            self._open.append(enough)
            while len(self._open) > PAGES_LIMIT:
                self._open.popleft().set()
        return enough

    def leave(self, enough: threading.Event) -> None:
        """A page has gone."""
        with self._lock:
            if enough in self._open:
                self._open.remove(enough)


@page.record_once
def set_up(state: BlueprintSetupState) -> None:
    """Nobody listens yet."""
    state.app.extensions["pages"] = Pages()


@page.get("/events")
def listen() -> ResponseReturnValue:
    """The stream. ``tap``: the newest tap that the page knows of; a page that comes back says it in Last-Event-ID."""
    known = request.headers.get("Last-Event-ID") or request.args.get("tap", "")
    seen = int(known) if known.isascii() and known.isdigit() else tap_count(here.till().card_reader.last())
    client = request.environ.get("gunicorn.socket")
    answer = Response(stream_with_context(_watch(here.till(), seen, client)), mimetype="text/event-stream")
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


def _watch(till: Till, tap: int, client: socket.socket | None) -> Iterator[str]:
    pages: Pages = current_app.extensions["pages"]
    enough = pages.join()
    try:
        yield f"retry: {ASK_AGAIN_MS}\n\n"
        scale = bar = basket = ""
        for look in range(1_000_000_000):
            if enough.is_set() or _has_gone(client):
                return
            newest = tap_count(till.card_reader.last())
            if newest > tap:
                tap = newest
                yield _event("card", json.dumps({"count": tap}), str(tap))
            now = json.dumps(asdict(status.weight(till, here.language())), ensure_ascii=False)
            if now != scale:
                scale = now
                yield _event("scale", scale)
            now = views.basket_state(till.store.books.reader())
            if now != basket:
                basket = now
                yield _event("basket", basket)
            if look % STATUS_EVERY_LOOKS == 0:
                now = render_template("_status.html")
                if now != bar:
                    bar = now
                    yield _event("status", bar)
            if look % HEARTBEAT_EVERY_LOOKS == HEARTBEAT_EVERY_LOOKS - 1:
                yield ": still here\n\n"
            time.sleep(LOOK_EVERY_S)
    except sqlite3.ProgrammingError:
        return  # the box is being switched off, its books are closed
    finally:
        pages.leave(enough)


def _event(name: str, data: str, number: str = "") -> str:
    lines = [f"id: {number}"] if number else []
    lines += [f"event: {name}", *(f"data: {line}" for line in data.splitlines())]
    return "\n".join(lines) + "\n\n"


def _has_gone(client: socket.socket | None) -> bool:
    """Whether the other end has closed; without a socket to look at, the next write will tell."""
    if client is None:
        return False
    readable, _, _ = select.select([client], [], [], 0)
    if not readable:
        return False
    try:
        return client.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
