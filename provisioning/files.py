"""Files that are there whole or not at all, and keys that only their owner can read."""

import contextlib
import fcntl
import os
import pwd
import tempfile
from collections.abc import Iterator
from pathlib import Path

from provisioning.errors import Refused

PUBLIC_MODE = 0o644
SECRET_MODE = 0o600
FOLDER_MODE = 0o700


def make_folder(folder: Path) -> Path:
    """Make a folder that only its owner can look into; one that is there already is closed to others as well.

    Raises Refused where there is something else under that name, or no right to write.
    """
    try:
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        folder.chmod(FOLDER_MODE)
    except OSError as error:
        raise Refused(
            f"{folder} cannot be made or closed to others: {error.strerror}. Choose another folder."
        ) from error
    return folder


def write(file: Path, content: bytes, mode: int = PUBLIC_MODE) -> None:
    """Put a file in its place in one step: after a power cut there is the old one or the new one.

    The bytes are on the disk before the name is, and a secret is never readable by others, not even for a moment.
    """
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            os.fchmod(stream.fileno(), mode)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """One provisioning at a time in this folder; a second waits until the first is done."""
    with (folder / ".lock").open("wb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def running_user() -> str:
    """The name of the user whose rights this program has."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError as error:
        raise Refused(f"user number {os.geteuid()} has no name on this machine: name the user with --user") from error


def hand_over(folder: Path, user: str) -> None:
    """Give a folder and its files to the user that will read them; nothing to do where we are that user.

    Raises Refused where the user is not known, or only root could give the files away.
    """
    if user == running_user():
        return
    try:
        owner = pwd.getpwnam(user)
    except KeyError as error:
        raise Refused(f"there is no user {user!r} on this machine: make it first, or choose another") from error
    if os.geteuid() != 0:
        raise Refused(f"only root can give files to user {user!r}: run this as root, or leave --user out")
    for path in (folder, *folder.iterdir()):
        os.chown(path, owner.pw_uid, owner.pw_gid)


def give(file: Path, uid: int, gid: int) -> None:
    """Give one file to a user by number, where we may; its modes stay as they are."""
    try:
        os.chown(file, uid, gid)
    except PermissionError as error:
        raise Refused(f"{file} belongs to another user: run this as root or as its owner") from error
