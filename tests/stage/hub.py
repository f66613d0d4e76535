"""The province's hub as a process of its own, and its command line."""

import subprocess
import sys
from pathlib import Path

from provisioning import enroll
from tests.stage.processes import LOOPBACK, Child, NotReady, answers, free_port, spawn

IMPORT_WITHIN_S = 600


class CommandFailed(NotReady):
    """A step of the command line was refused; the text is what it said."""


class Hub:
    """``python -m hub`` over one folder, which holds its settings, keys and books."""

    def __init__(self, folder: Path, web_port: int = 0) -> None:
        self.folder = folder
        self.web_port = web_port or free_port()
        self.settings = folder / enroll.SETTINGS
        self._child: Child | None = None

    @property
    def url(self) -> str:
        """Where the operators' screens are."""
        return f"http://{LOOPBACK}:{self.web_port}"

    @property
    def running(self) -> bool:
        """Whether it is there."""
        return self._child is not None and self._child.running

    @property
    def pid(self) -> int:
        """Its process id. Raises RuntimeError before the first start."""
        if self._child is None:
            raise RuntimeError("the hub was never started")
        return self._child.pid

    def write_settings(self, broker_port: int) -> None:
        """Say where the broker is; an importing command line needs it as well."""
        plan = enroll.HubPlan(broker_port=broker_port, web_port=self.web_port)
        self.settings.write_text(enroll.hub_settings(plan), encoding="utf-8")

    def say(self, *words: str | Path) -> str:
        """Run one command of the hub and return what it answered. Raises CommandFailed."""
        argv = [sys.executable, "-m", "hub", *map(str, words), "--settings", str(self.settings)]
        done = subprocess.run(argv, capture_output=True, text=True, timeout=IMPORT_WITHIN_S, check=False)
        if done.returncode:
            raise CommandFailed(f"{' '.join(argv)} ended with {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def start(self) -> None:
        """Start it and wait until its screens are there."""
        argv = [sys.executable, "-m", "hub", "run", "--settings", str(self.settings)]
        self._child = spawn(argv, log=self.folder / "hub.log", name="hub")
        self._child.wait_until(f"answering at {self.url}", lambda: answers(f"{self.url}/health"))

    def stop(self) -> None:
        """Stop it as an administrator does."""
        if self._child is not None:
            self._child.stop()

    def kill9(self) -> None:
        """End it as a power cut does."""
        if self._child is not None:
            self._child.kill9()
