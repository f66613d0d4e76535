"""What is said to a contactless card, and what its answer is worth.

The reader itself answers the one question, without any key::

    FF CA 00 00 00      GET DATA, UID      answer:  UID (4, 7 or 10 bytes)  90 00

A UID of four bytes that begins with 08 is random, new at every tap (phones do that), and so identifies nobody.
A UID identifies, it does not authenticate: enough for patronage, never for credit.

Source: PC/SC Workgroup, Interoperability Specification part 3, 3.2.2.1.3; NXP AN10927 for lengths and random UIDs.
"""

from typing import Literal, NamedTuple

GET_UID = bytes.fromhex("FFCA000000")
DONE = b"\x90\x00"
UID_BYTES = (4, 7, 10)
RANDOM_UID = 0x08


class Uid(NamedTuple):
    """A UID, hex, upper case."""

    hex: str


class NoUid(NamedTuple):
    """An answer that identifies nobody."""

    why: Literal["random-uid", "unreadable"]


def read_uid(answer: bytes) -> Uid | NoUid:
    """What a card's answer to ``GET_UID`` is worth.

    >>> read_uid(bytes.fromhex("04A2245B6C7D80 9000"))
    Uid(hex='04A2245B6C7D80')
    >>> read_uid(bytes.fromhex("08A2245B 9000")), read_uid(bytes.fromhex("6A81"))
    (NoUid(why='random-uid'), NoUid(why='unreadable'))
    """
    uid, status = answer[:-2], answer[-2:]
    if status != DONE or len(uid) not in UID_BYTES:
        return NoUid("unreadable")
    if len(uid) == 4 and uid[0] == RANDOM_UID:
        return NoUid("random-uid")
    return Uid(uid.hex().upper())
