"""Opens the hub's books: one writer at a time, many readers, and nothing half done.

``write()`` is a transaction that owns the books from its first moment (``BEGIN IMMEDIATE``); inside the process a lock
keeps writers in a queue, because SQLite's own waiting is a lottery under load. Another process (an import) may write at
the same time and is waited for up to ``BUSY_TIMEOUT_MS``. ``read()`` sees the books as they were when it began.
"""

import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, create_engine, event, insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from hub.errors import BooksNotReady
from hub.store.tables import identity

BUSY_TIMEOUT_MS = 30_000
WAL_PAGES = 20_000
"""Pages of the write-ahead log before they go home: SQLite's own 1,000 costs a third of the intake."""
CACHE_KIB = 65_536
READERS_LIMIT = 32
MIGRATIONS = Path(__file__).parent / "migrations"


def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # this module says BEGIN, nobody else
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA wal_autocheckpoint = {WAL_PAGES}")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _engine(url: str) -> Engine:
    engine = create_engine(url, pool_size=4, max_overflow=READERS_LIMIT)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


class Store:
    """The hub's books, open."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = _engine(url)
        self._writing = self._engine.execution_options(writes=True)
        self._turn = threading.Lock()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Change the books: all that is done inside, or nothing."""
        with self._turn, self._writing.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Look at the books as they are at this moment."""
        with self._engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Give the files back."""
        self._engine.dispose()


def _alembic(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def migrate(store: Store) -> None:
    """Bring the books to this program's version and give a new hub its identity. Nothing where that is done.

    Raises BooksNotReady where the file cannot be opened or a newer program wrote it.
    """
    try:
        with store.write() as connection:
            command.upgrade(_alembic(connection), "head")
            if connection.execute(select(identity.c.one)).first() is None:
                row = {
                    "one": 1,
                    "hub_epoch": new_epoch(),
                    "web_secret": secrets.token_hex(32),
                    "feed_head": 0,
                }
                connection.execute(insert(identity).values(row))
    except (DBAPIError, CommandError) as error:
        raise BooksNotReady(database=store.url, reason=str(error).splitlines()[0]) from error


def is_current(store: Store) -> bool:
    """Whether the books are of this program's version.

    Raises BooksNotReady where they cannot be opened.
    """
    try:
        with store.read() as connection:
            here = MigrationContext.configure(connection).get_current_revision()
            return here == ScriptDirectory.from_config(_alembic(connection)).get_current_head()
    except DBAPIError as error:
        raise BooksNotReady(database=store.url, reason=str(error).splitlines()[0]) from error


def new_epoch() -> str:
    """A name for the life of these books: another one after every restore, so that boxes notice."""
    return f"h-{secrets.token_hex(8)}"
