"""A room of its own for one pcscd: private network, private ``/run``, and one door for the card.

Debian's vpcd (3.3) listens on every interface, and its way of connecting outwards ends pcscd with an abort as soon as a
card is taken away. So pcscd runs in a network namespace that has nothing but a loopback: there vpcd may listen, and
nobody else hears it. Unix sockets pass through the wall, so two of them in the given folder are what the world sees:

- ``pcscd.comm``: pcscd's own socket, handed to it as systemd would (``LISTEN_FDS``);
- ``card``: whoever connects here is the card on the first slot; each connection is passed on to vpcd.

Run as a program by ``pcscd`` through ``unshare``; ends with pcscd and with its parent. Standard library only.
"""

import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from pathlib import Path

VPCD_PORT = 35963
PCSCD = "/usr/sbin/pcscd"
SIOCSIFFLAGS = 0x8914
IFF_UP = 1
PR_SET_PDEATHSIG = 1
CHUNK_BYTES = 4096
AS_SYSTEMD_DOES = 'exec 3<&0 </dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec "$@"'


def _die_with_parent(parent: int) -> None:
    """Ask the kernel for the end; ``unshare`` into a user namespace has dropped what ``setpriv`` asked for before."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("the parent is gone")


def _raise_loopback() -> None:
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", IFF_UP))


def _listen(path: Path) -> socket.socket:
    path.unlink(missing_ok=True)
    door = socket.socket(socket.AF_UNIX)
    door.bind(str(path))
    door.listen(8)
    return door


def _pump(source: socket.socket, sink: socket.socket) -> None:
    """Pass bytes on until one end closes, then close both."""
    with contextlib.suppress(OSError):
        while data := source.recv(CHUNK_BYTES):
            sink.sendall(data)
    for end in (source, sink):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def _pass_on(card: socket.socket, port: int) -> None:
    with card, contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as slot:
        slot.settimeout(None)
        slot.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        back = threading.Thread(target=_pump, args=(slot, card), daemon=True)
        back.start()
        _pump(card, slot)
        back.join()


def _keep_door(door: socket.socket, port: int) -> None:
    while True:
        card, _ = door.accept()
        threading.Thread(target=_pass_on, args=(card, port), daemon=True).start()


def main(folder: Path, readers: Path, port: int, parent: int) -> int:
    """Open both doors, start pcscd behind them, and stay until it ends."""
    _die_with_parent(parent)
    if port == VPCD_PORT:
        _raise_loopback()
    service, card = _listen(folder / "pcscd.comm"), _listen(folder / "card")
    if port == VPCD_PORT:
        subprocess.run(["mount", "-t", "tmpfs", "none", "/run"], check=True)
    threading.Thread(target=_keep_door, args=(card, port), daemon=True).start()
    words = ["setpriv", "--pdeathsig", "KILL", PCSCD, "--foreground", "--config", str(readers)]
    process = subprocess.Popen(["sh", "-c", AS_SYSTEMD_DOES, "sh", *words], stdin=service.fileno())
    service.close()
    signal.signal(signal.SIGTERM, lambda *_: process.kill())
    process.wait()
    for name in ("pcscd.comm", "card"):
        (folder / name).unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
