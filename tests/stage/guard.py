"""Ends what a stage started when the stage itself is gone, however it went: also after ``kill -9``.

Run as a program by ``processes``, in a session of its own, so that Ctrl-C in the terminal does not reach it. Its
standard input is a pipe whose other end only the stage holds. A line ``+123`` puts process group 123 under guard and
``-123`` releases it. When the stage dies the kernel closes the pipe, and every group that is still under guard is
killed, grandchildren and all. Standard library only: it has to start at once and stay small.
"""

import contextlib
import os
import signal
import sys


def main() -> None:
    """Read lines until the stage is gone, then end what is left."""
    guarded: set[int] = set()
    for line in sys.stdin:
        group = int(line[1:])
        if line[0] == "+":
            guarded.add(group)
        else:
            guarded.discard(group)
    for group in guarded:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    main()
