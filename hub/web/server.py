"""Serves the hub with gunicorn: one worker process that owns the intake, the announcements and the screens.

One process, because the books have one writer. The worker opens the hub after the fork and closes it when it ends;
it goes when its parent goes, also after kill -9: the kernel is asked to see to it.
"""

import ctypes
import os
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any
from wsgiref.types import WSGIApplication

from gunicorn.app.base import BaseApplication

PR_SET_PDEATHSIG = 1
GRACEFUL_S = 1
"""Pages are made in milliseconds; what still runs then are streams to open pages, which connect again."""

OpenHub = Callable[[], AbstractContextManager[WSGIApplication]]
"""Opens the whole hub and closes it again; yields its screens."""


def _end_with_parent(_arbiter: Any, _worker: Any) -> None:
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it was gone before the kernel knew
        os.kill(os.getpid(), signal.SIGTERM)


class HubServer(BaseApplication):  # type: ignore[misc]
    """Gunicorn with the hub's own settings and no file of its own."""

    def __init__(self, bind: str, threads: int, open_hub: OpenHub) -> None:
        self._bind = bind
        self._threads = threads
        self._open_hub = open_hub
        self._opened = ExitStack()
        super().__init__()

    def load_config(self) -> None:
        """Hand gunicorn what the hub's settings say."""
        wanted = {
            "bind": self._bind,
            "workers": 1,
            "worker_class": "gthread",
            "threads": self._threads,
            "graceful_timeout": GRACEFUL_S,
            "timeout": 120,
            "keepalive": 5,
            "control_socket_disable": True,
            "proc_name": "sahakorn-hub",
            "post_fork": _end_with_parent,
            "worker_exit": self._close,
            "loglevel": "warning",
        }
        for name, value in wanted.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        """In the worker: open the station."""
        return self._opened.enter_context(self._open_hub())

    def _close(self, _server: Any, _worker: Any) -> None:
        self._opened.close()


def serve(bind: str, threads: int, open_hub: OpenHub) -> None:
    """Run the hub on ``host:port`` until it is told to stop; ``open_hub`` is called in the worker."""
    HubServer(bind, threads, open_hub).run()
