"""Child processes that never outlive the one that started them, with their words kept in a log.

Three nets, because each alone has a hole:

- a child is started through ``setpriv --pdeathsig KILL``: the kernel kills it when its parent is gone. That fires when
  the *thread* that forked is gone, so one thread that lives as long as the process does all the forking; and a program
  that changes its user loses it (mosquitto does, unless its configuration says ``user root``);
- every child leads a process group of its own, and ``guard`` kills the whole group when this process is gone. That is
  what takes the grandchildren (gunicorn's workers) along, which the first net does not see;
- ``Child.stop`` ends the group, for everything that goes as planned.
"""

import atexit
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Self

LOOPBACK = "127.0.0.1"
READY_WITHIN_S = 30.0
STOP_WITHIN_S = 8.0
LOOK_EVERY_S = 0.05
TAIL_LINES = 25
SERVERS_IN = "/usr/sbin:/sbin"
"""Where Debian puts mosquitto and pcscd, which is not on everybody's path."""


class NotReady(RuntimeError):
    """A child ended or was not ready in time; the text carries the end of its log."""


class _Forker:
    """The one thread that forks, and the guard beside it; both are made when the first child is."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="forker")
        self._lock = threading.Lock()
        self._guard: subprocess.Popen[str] | None = None

    def fork(
        self, argv: Sequence[str], log: IO[bytes], env: Mapping[str, str], cwd: Path | None
    ) -> subprocess.Popen[bytes]:
        def start() -> subprocess.Popen[bytes]:
            return subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "--", *argv],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(env),
                cwd=cwd,
                process_group=0,
            )

        child = self._thread.submit(start).result()
        self._tell(f"+{child.pid}")
        return child

    def release(self, pid: int) -> None:
        self._tell(f"-{pid}")

    def _tell(self, line: str) -> None:
        with self._lock:
            if self._guard is None:
                self._guard = subprocess.Popen(
                    [sys.executable, "-I", "-S", str(Path(__file__).with_name("guard.py"))],
                    stdin=subprocess.PIPE,
                    text=True,
                    start_new_session=True,
                )
                atexit.register(self._guard.wait)
                assert self._guard.stdin is not None
                atexit.register(self._guard.stdin.close)
            assert self._guard.stdin is not None
            self._guard.stdin.write(line + "\n")
            self._guard.stdin.flush()


_FORKER = _Forker()


class Child:
    """A running program: wait until it is ready, stop it, or kill it as a power cut would."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], log: Path, log_from: int) -> None:
        self.name = name
        self.log = log
        self._process = process
        self._log_from = log_from
        self._swept = False

    @property
    def pid(self) -> int:
        """The process id, which is also its group's."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether the program itself is still there."""
        return self._process.poll() is None

    def wait_until(self, what: str, ready: Callable[[], bool], timeout_s: float = READY_WITHIN_S) -> Self:
        """Wait for the child to be ready. Raises NotReady, with the end of its log, when it ends first or is late."""
        until = time.monotonic() + timeout_s
        while not ready():
            if not self.running:
                raise NotReady(f"{self.name} ended with {self._process.returncode} before {what}\n{self.tail()}")
            if time.monotonic() > until:
                raise NotReady(f"{self.name}: not {what} after {timeout_s:g} s\n{self.tail()}")
            time.sleep(LOOK_EVERY_S)
        return self

    def wait(self, timeout_s: float) -> int:
        """Wait for the child to end by itself and return its exit code. Raises NotReady when it does not."""
        try:
            code = self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            raise NotReady(f"{self.name} still runs after {timeout_s:g} s\n{self.tail()}") from None
        self._sweep()
        return code

    def stop(self, grace_s: float = STOP_WITHIN_S) -> None:
        """Ask the child to end, and kill what is left of its group."""
        if self.running:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(grace_s)
        self._sweep()

    def kill9(self) -> None:
        """End the whole group at once, as when the power goes."""
        self._sweep()

    def tail(self, lines: int = TAIL_LINES) -> str:
        """The last lines that this child wrote."""
        with self.log.open("rb") as log:
            log.seek(self._log_from)
            said = log.read().decode("utf-8", "replace").splitlines()[-lines:]
        return "\n".join([f"--- {self.log}", *said])

    def _sweep(self) -> None:
        if self._swept:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        self._swept = True
        _FORKER.release(self.pid)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def spawn(
    argv: Sequence[str | Path],
    *,
    log: Path,
    name: str = "",
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Child:
    """Start a program that ends with this process at the latest.

    What it writes is appended to ``log``; ``env`` comes on top of this process's environment. Raises FileNotFoundError
    where there is no such program.
    """
    words = [str(word) for word in argv]
    path = f"{os.environ['PATH']}:{SERVERS_IN}"
    if shutil.which(words[0], path=path) is None:
        raise FileNotFoundError(words[0])
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as words_go_to:
        log_from = words_go_to.tell()
        process = _FORKER.fork(words, words_go_to, {**os.environ, "PATH": path, **(env or {})}, cwd)
    return Child(name or Path(words[0]).name, process, log, log_from)


def free_port(wanted: int = 0) -> int:
    """A TCP port of loopback that nobody has now: the wanted one if it is free, else any."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((LOOPBACK, wanted))
        except OSError:
            return free_port()
        port: int = trial.getsockname()[1]
        return port


def listens(port: int) -> bool:
    """Whether somebody accepts connections on this port of loopback."""
    with socket.socket() as trial:
        trial.settimeout(1)
        return trial.connect_ex((LOOPBACK, port)) == 0


def answers(url: str) -> bool:
    """Whether a page is there (any answer below 500)."""
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False
