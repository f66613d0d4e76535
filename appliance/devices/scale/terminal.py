"""The other end of a serial cable, for simulators: a pseudo-terminal that can be unplugged and plugged in again.

A pseudo-terminal carries bytes as they are; speed and parity are accepted and have no effect.
"""

import contextlib
import os
import select
import shutil
import tempfile
import threading
import tty
from collections.abc import Callable
from pathlib import Path
from typing import Self

CHUNK_BYTES = 256
LOOK_EVERY_S = 0.02
JOIN_WITHIN_S = 2.0


class Terminal:
    """A device on a cable. ``port`` stays the same path over any number of unpluggings, as udev's names do.

    ``hear(data)`` gets what the box sent, in pieces as they come, and returns what the device answers; ``idle()`` is
    asked about fifty times a second for what a device says unasked.
    """

    def __init__(self, hear: Callable[[bytes], bytes], idle: Callable[[], bytes] = bytes) -> None:
        self._hear, self._idle = hear, idle
        self._folder = Path(tempfile.mkdtemp(prefix="sahakorn-cable-"))
        self.port = str(self._folder / "port")
        self._stop: threading.Event | None = None
        self._thread: threading.Thread | None = None
        self.plug()

    def plug(self) -> None:
        """Put the cable in; nothing happens where it is."""
        if self._thread is not None:
            return
        ours, theirs = os.openpty()
        tty.setraw(theirs)
        Path(self.port).unlink(missing_ok=True)
        Path(self.port).symlink_to(os.ttyname(theirs))
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=self._serve, args=(ours, theirs, self._stop), name="virtual-cable", daemon=True
        )
        self._thread.start()

    def unplug(self) -> None:
        """Pull the cable out: the path goes, and who has it open gets an error."""
        if self._thread is None or self._stop is None:
            return
        Path(self.port).unlink(missing_ok=True)
        self._stop.set()
        self._thread.join(JOIN_WITHIN_S)
        self._thread = None

    def close(self) -> None:
        """Unplug and leave nothing behind."""
        self.unplug()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _serve(self, ours: int, theirs: int, stop: threading.Event) -> None:
        try:
            with contextlib.suppress(OSError):
                while not stop.is_set():
                    ready, _, _ = select.select([ours], [], [], LOOK_EVERY_S)
                    said = self._hear(os.read(ours, CHUNK_BYTES)) if ready else self._idle()
                    if said:
                        os.write(ours, said)
        finally:
            os.close(ours)
            os.close(theirs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
