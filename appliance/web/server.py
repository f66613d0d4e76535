"""Serves the box's screens: gunicorn, one worker process with threads, which holds the whole box.

One process owns the books, so there is one worker. It opens the box itself, after the fork; gunicorn starts it
again should it die, and it ends when gunicorn does, however that ends.
"""

import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import structlog
from flask import Flask
from gunicorn.app.base import BaseApplication

from appliance.settings import Settings
from appliance.till import Till
from appliance.web import create_app

log = structlog.get_logger()

THREADS = 24
"""Requests at once; an open page holds one for its events."""
WATCHDOG_EVERY_S = 5.0


class BoxServer(BaseApplication):  # type: ignore[misc]
    """Gunicorn, told everything here and nothing by files or environment."""

    def __init__(self, settings: Settings, open_box: Callable[[Settings], AbstractContextManager[Till]]) -> None:
        self._settings = settings
        self._open_box = open_box
        self._open: AbstractContextManager[Till] | None = None
        self._notify = os.environ.pop("NOTIFY_SOCKET", "")  # gunicorn would report before the books are open
        super().__init__()

    def load_config(self) -> None:
        """Gunicorn's own settings."""
        box = self._settings.box
        chosen: dict[str, Any] = {
            "bind": f"{box.web_host}:{box.web_port}",
            "workers": 1,
            "threads": THREADS,
            "worker_class": "gthread",
            "worker_tmp_dir": "/dev/shm",
            "timeout": 60,
            "graceful_timeout": 3,
            "keepalive": 30,
            "control_socket_disable": True,
            "proc_name": f"sahakorn-{box.branch}",
            "loglevel": "warning",
            "worker_exit": lambda _server, _worker: self._close(),
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Open the box, in the worker."""
        self._open = self._open_box(self._settings)
        till = self._open.__enter__()
        threading.Thread(target=_tell_systemd, args=(till, self._notify), name="watchdog", daemon=True).start()
        return create_app(till)

    def _close(self) -> None:
        if self._open is not None:
            self._open.__exit__(None, None, None)
            self._open = None


def _tell_systemd(till: Till, address: str) -> None:
    """READY=1 once, then WATCHDOG=1 as long as the books can be read; systemd starts a box anew that falls silent."""
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    message = b"READY=1"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        while True:
            till.store.books.reader().execute("SELECT seq FROM ledger").fetchone()
            sock.sendto(message, address)
            message = b"WATCHDOG=1"
            time.sleep(WATCHDOG_EVERY_S)
