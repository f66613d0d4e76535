"""Cuts a stream of ESC/POS into commands: the ear of the virtual printer, and of whoever reads a recorded paper.

Pure bytes, standard library. The lengths are those of Epson's ESC/POS Command Reference.
"""

from typing import NamedTuple

ESC, GS, DLE, LF = 0x1B, 0x1D, 0x10, 0x0A
HEAD_BYTES = 8
"""After so many bytes the length of any command is known."""

_FIXED = {
    (ESC, b"@"): 2, (ESC, b"2"): 2,
    **{(ESC, bytes([name])): 3 for name in b"3!aEGJMRtdrV{- "},
    (ESC, b"p"): 5, (ESC, b"c"): 4, (ESC, b"$"): 4, (ESC, b"\\"): 4,
    (GS, b"P"): 4, (GS, b"L"): 4, (GS, b"W"): 4, (GS, b"$"): 4,
    **{(GS, bytes([name])): 3 for name in b"!raBbIhwHf"},
}  # fmt: skip


class Command(NamedTuple):
    """One command: ``name`` is what it begins with (``GS v``, ``text``), ``data`` all of its bytes."""

    name: str
    data: bytes


def _length(head: bytes) -> int | None:
    """The length of the command that begins here, None where more has to come, 0 where it is no command."""
    if head[0] == DLE:
        if len(head) < 2:
            return None
        return {0x04: 3, 0x05: 3, 0x14: 5}.get(head[1], 0)
    if head[0] not in (ESC, GS):
        return 1 if head[0] in (LF, 0x0D, 0x00) else 0
    if len(head) < 2:
        return None
    if head[0] == GS and head[1:2] in (b"v", b"V", b"(", b"8"):
        return _length_of_long(head)
    return _FIXED.get((head[0], head[1:2]), 0)


def _length_of_long(head: bytes) -> int | None:
    """The length of a command that carries it, or data, along."""
    name = head[1:2]
    if name == b"V":
        return None if len(head) < 3 else 4 if head[2] in (65, 66, 97, 98, 103, 104) else 3
    if name == b"(":
        return None if len(head) < 5 else 5 + int.from_bytes(head[3:5], "little")
    if name == b"8":
        return None if len(head) < 7 else 7 + int.from_bytes(head[3:7], "little")
    if len(head) < 8:
        return None
    return 8 + int.from_bytes(head[4:6], "little") * int.from_bytes(head[6:8], "little")


def cut_command(stream: bytearray) -> Command | None:
    r"""Take the first command off the stream, or nothing while it is not complete.

    >>> stream = bytearray(b"\x1b@\x1bJ\x18\x1dv0\x00\x01\x00\x02\x00\xff")
    >>> cut_command(stream), cut_command(stream), cut_command(stream)
    (Command(name='ESC @', data=b'\x1b@'), Command(name='ESC J', data=b'\x1bJ\x18'), None)
    >>> stream.extend(b"\x81"); cut_command(stream), stream
    (Command(name='GS v', data=b'\x1dv0\x00\x01\x00\x02\x00\xff\x81'), bytearray(b''))
    """
    if not stream:
        return None
    length = _length(bytes(stream[:HEAD_BYTES]))
    if length is None or len(stream) < length:
        return None
    data = bytes(stream[: length or 1])
    del stream[: len(data)]
    if length == 0:
        return Command("text", data)
    if data[0] in (ESC, GS):
        return Command(("ESC " if data[0] == ESC else "GS ") + chr(data[1]), data)
    return Command({DLE: "DLE", LF: "LF"}.get(data[0], "control"), data)
