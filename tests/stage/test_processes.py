"""Nothing that a stage started may stay behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from tests.stage.processes import NotReady, spawn

STAGE = """
import sys, time
from pathlib import Path
from tests.stage.processes import spawn
child = spawn(["sh", "-c", "sleep 600 & echo $!; exec sleep 600"], log=Path(sys.argv[1]))
child.wait_until("its child told", lambda: "\\n" in child.log.read_text())
print(child.pid, child.log.read_text().strip(), flush=True)
time.sleep(600)
"""


def gone(pid: int) -> bool:
    """Whether a process has ended, or will once its parent asks for its exit code."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def test_kill_9_of_the_stage_takes_children_and_grandchildren_along(tmp_path: Path) -> None:
    """After kill -9 of the demo neither a server nor a server's worker is left on the machine."""
    stage = subprocess.Popen([sys.executable, "-c", STAGE, str(tmp_path / "log")], stdout=subprocess.PIPE, text=True)
    assert stage.stdout is not None
    pids = [int(pid) for pid in stage.stdout.readline().split()]
    assert len(pids) == 2
    os.kill(stage.pid, signal.SIGKILL)
    stage.wait()
    left = psutil.wait_procs([psutil.Process(pid) for pid in pids if not gone(pid)], timeout=10)[1]
    assert [process for process in left if not gone(process.pid)] == []


def test_stopping_a_child_takes_its_own_children_along(tmp_path: Path) -> None:
    """A server that is stopped leaves no worker behind."""
    with spawn(["sh", "-c", "sleep 600 & echo $!; wait"], log=tmp_path / "log") as child:
        child.wait_until("its child told", lambda: "\n" in child.log.read_text())
        grandchild = int(child.log.read_text())
        assert not gone(grandchild)
    assert psutil.wait_procs([psutil.Process(grandchild)] if not gone(grandchild) else [], timeout=10)[1] == []


def test_a_child_that_ends_early_shows_what_it_said(tmp_path: Path) -> None:
    """Who starts the demo reads the server's own reason, not only that it is not there."""
    child = spawn(["sh", "-c", "echo the port is taken; exit 3"], log=tmp_path / "log")
    with pytest.raises(NotReady, match=r"(?s)ended with 3.*the port is taken"):
        child.wait_until("ready", lambda: False)
    child.stop()
