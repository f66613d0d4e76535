"""Who this box is, and that its ledger was begun only once.

Provisioning writes ``identity.json`` with the branch, the epoch and the key's name. The first start begins the
ledger and notes ``"begun": true`` there. A begun identity without its books (a dead card, a deleted file) does
not start over: it would use numbers twice.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from appliance.errors import BadSettings, BooksMissing, BooksOfAnother
from appliance.store.opening import File


@dataclass(frozen=True, slots=True)
class Identity:
    """The branch, this life of its ledger, and the name of the key that signs it."""

    branch: str
    epoch: str
    kid: str
    begun: bool = False


def read(file: Path) -> Identity:
    """Read ``identity.json``. Raises BadSettings."""
    try:
        given = json.loads(file.read_text(encoding="utf-8"))
        return Identity(given["branch"], given["epoch"], given["kid"], given.get("begun", False))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadSettings(setting=str(file), reason=f"{type(error).__name__}: {error}") from error


def check_books_are_there(identity: Identity, books: Path) -> None:
    """Raises BooksMissing where a ledger was begun and its file is gone."""
    if identity.begun and not books.exists():
        raise BooksMissing(file=books.name)


def begin(books: File, identity: Identity, chain: bytes, identity_file: Path) -> None:
    """Begin the ledger at its first start, or see that it is this box's own.

    ``chain`` is where an empty ledger's chain starts. Raises BooksOfAnother.
    """
    row = books.reader().execute("SELECT branch, epoch FROM ledger").fetchone()
    if row is None:
        with books.transaction() as db:
            db.execute("INSERT INTO ledger VALUES (1, ?, ?, 0, ?, 0, '')", (identity.branch, identity.epoch, chain))
    elif (row["branch"], row["epoch"]) != (identity.branch, identity.epoch):
        found, wanted = f"{row['branch']}/{row['epoch']}", f"{identity.branch}/{identity.epoch}"
        raise BooksOfAnother(found=found, wanted=wanted)
    if not identity.begun:
        note = {"branch": identity.branch, "epoch": identity.epoch, "kid": identity.kid, "begun": True}
        replace_file(identity_file, json.dumps(note, indent=1) + "\n")


def replace_file(file: Path, text: str) -> None:
    """Write a file so that after a power cut it is the old one or the new one, never half of it."""
    fresh = file.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
