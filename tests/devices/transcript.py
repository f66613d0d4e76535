"""Reads a recorded conversation with a device.

A line is ``>`` what the box says, ``<`` what the device says (both hex), or ``=`` what the box makes of it, in words;
``#`` and empty lines are for people.
"""

from pathlib import Path
from typing import Literal, NamedTuple

FOLDER = Path(__file__).parent.parent / "transcripts"


class Said(NamedTuple):
    """One line of a conversation."""

    who: Literal[">", "<", "="]
    text: str

    @property
    def data(self) -> bytes:
        """The bytes of a ``>`` or ``<`` line."""
        return bytes.fromhex(self.text)


def read(kind: str) -> list[Said]:
    """The conversation with a device of this kind."""
    lines = (FOLDER / f"{kind}.txt").read_text(encoding="utf-8").splitlines()
    said = [Said(line[0], line[1:].strip()) for line in lines if line[:1] in (">", "<", "=")]  # type: ignore[arg-type]
    assert said, f"the transcript of {kind} is empty"
    return said
