"""What the rest of the hub calls the database's things, so that SQLAlchemy stays in this folder."""

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

Books = Connection
"""The books inside a transaction."""

AlreadyThere = IntegrityError
"""The database refuses a row because it, or one with its name, is there already."""

BooksFailed = SQLAlchemyError
"""The database did not do what it was asked: full, gone, locked."""
