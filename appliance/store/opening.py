"""Opens the two files of a box: the books, which never lose anything, and the reference, which can be fetched again.

Books: WAL and ``synchronous=FULL`` (NORMAL loses commits of the last moments in a power cut), foreign keys, one
writer, ``BEGIN IMMEDIATE``. Each thread reads over a connection of its own; all writing goes over one, behind a
lock, because several writers in one process fight over SQLite's busy handler.
"""

import errno
import fcntl
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlite_utils import Database, Migrations

from appliance.errors import BooksDamaged, BooksError, BooksInUse, DiskFailed, DiskFull
from appliance.store import migrations

BUSY_MS = 5_000
"""How long a connection waits for a backup that reads the same file."""
CHECKPOINT_PAGES = 4_000
"""16 MB of WAL between checkpoints: an SD card lives longer when a page is copied once for many sales."""
FULL = {sqlite3.SQLITE_FULL}
FAILED = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def translate(error: sqlite3.Error) -> BooksError | None:
    """SQLite's error as one of ours, or None where it is a slip of the program."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in FULL:
        return DiskFull()
    if code in FAILED:
        return DiskFailed(reason=str(error))
    if code in DAMAGED:
        return BooksDamaged(reason=str(error))
    return None


@contextmanager
def translated() -> Iterator[None]:
    """Raise SQLite's errors as DiskFull, DiskFailed or BooksDamaged."""
    try:
        yield
    except sqlite3.Error as error:
        ours = translate(error)
        if ours is None:
            raise
        raise ours from error


class File:
    """One SQLite file with one writer and a reader per thread."""

    def __init__(self, path: Path, history: Migrations, *, synchronous: str) -> None:
        self.path = path
        self._synchronous = synchronous
        self._lock = threading.Lock()
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._listeners: list[Callable[[], None]] = []
        with translated():
            self._writer = self._connect()
            self._writer.execute("PRAGMA journal_mode = WAL")
            history.apply(self._writer)

    def _connect(self) -> Database:
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, timeout=BUSY_MS / 1000)
        connection.row_factory = sqlite3.Row
        self._connections.append(connection)
        db = Database(connection)
        for pragma in (
            f"synchronous = {self._synchronous}",
            "foreign_keys = ON",
            f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
            "cache_size = -4000",
        ):
            db.execute(f"PRAGMA {pragma}")
        return db

    def reader(self) -> Database:
        """This thread's connection for reading; it cannot write."""
        db = getattr(self._local, "db", None)
        if db is None:
            with translated():
                db = self._local.db = self._connect()
                db.execute("PRAGMA query_only = ON")
        return db

    @contextmanager
    def transaction(self) -> Iterator[Database]:
        """Write: everything in the block is booked together at its end, or nothing of it.

        Raises DiskFull, DiskFailed or BooksDamaged where the disk does not take it; nothing was booked then.
        """
        with self._lock, translated():
            db = self._writer
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.conn.in_transaction:
                    db.execute("ROLLBACK")
                raise
        for listener in self._listeners:
            listener()

    def after_commit(self, listener: Callable[[], None]) -> None:
        """Call this, quickly, whenever something was booked."""
        self._listeners.append(listener)

    def check(self) -> None:
        """Raises BooksDamaged unless every page of the file reads back whole."""
        with translated():
            answer = self.reader().execute("PRAGMA integrity_check(1)").fetchone()[0]
        if answer != "ok":
            raise BooksDamaged(reason=answer)

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            for connection in self._connections:
                connection.close()


class Store:
    """The two files of a box, held by this process alone."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._held = hold(folder / "box.lock")
        self.books = File(folder / "books.db", migrations.books, synchronous="FULL")
        self.reference = File(folder / "reference.db", migrations.reference, synchronous="NORMAL")

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.books.close()
        self.reference.close()
        self._held.close()


def hold(file: Path) -> IO[str]:
    """Hold a folder for this process until the file is closed or the process ends, however it ends.

    Raises BooksInUse where another process holds it.
    """
    held = file.open("w")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        held.close()
        if error.errno in (errno.EAGAIN, errno.EACCES):
            raise BooksInUse from error
        raise
    return held
