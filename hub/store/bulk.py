"""Many rows in one statement, past SQLAlchemy's per-row work: the intake spends its time here.

Rows are tuples in the order of the table's columns.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Insert, Table, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect

Rows = Sequence[tuple[Any, ...]]


@lru_cache(maxsize=128)
def _sql(statement: Insert, dialect: Dialect) -> str:
    return str(statement.compile(dialect=dialect, column_keys=[column.name for column in statement.table.columns]))


def _run(connection: Connection, statement: Insert, rows: Rows) -> None:
    if connection.dialect.positional:
        connection.exec_driver_sql(_sql(statement, connection.dialect), list(rows))
    else:
        names = [column.name for column in statement.table.columns]
        connection.execute(statement, [dict(zip(names, row, strict=True)) for row in rows])


@lru_cache(maxsize=64)
def _insert(table: Table) -> Insert:
    return insert(table)


@lru_cache(maxsize=64)
def _adding(table: Table, dialect: str) -> Insert:
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement: Any = make(table)
    keys = [column.name for column in table.primary_key]
    grown = {
        column.name: column + statement.excluded[column.name] for column in table.columns if not column.primary_key
    }
    added: Insert = statement.on_conflict_do_update(index_elements=keys, set_=grown)
    return added


def insert_rows(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert rows; nothing for none. Raises SQLAlchemy's IntegrityError where one is there already."""
    if rows:
        _run(connection, _insert(table), rows)


def add_rows(connection: Connection, table: Table, rows: Rows) -> None:
    """Add figures to the rows with the same primary key, which are made where they are missing."""
    if rows:
        _run(connection, _adding(table, connection.dialect.name), rows)
