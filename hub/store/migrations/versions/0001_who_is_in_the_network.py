"""Who is in the network, what it trades, and the hub itself."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _identity()
    _alarms()
    _quarantine()
    _feed()
    _districts()
    _organisations()
    _affiliations()
    _route_exceptions()
    _branches()
    _boxes()
    _members()
    _cards()
    _categories()
    _items()
    _barcodes()


def _identity() -> None:
    op.create_table(
        "identity",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hub_epoch", sa.Text(), nullable=False),
        sa.Column("web_secret", sa.Text(), nullable=False),
        sa.Column("feed_head", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("one"),
    )


def _alarms() -> None:
    op.create_table(
        "alarms",
        sa.Column("alarm", NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("branch", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.Column("first_ms", sa.BigInteger(), nullable=False),
        sa.Column("last_ms", sa.BigInteger(), nullable=False),
        sa.Column("acknowledged_ms", sa.BigInteger(), nullable=True),
        sa.Column("acknowledged_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("alarm"),
    )
    op.create_index(
        "alarm_open",
        "alarms",
        ["branch", "kind"],
        unique=True,
        sqlite_where=sa.text("acknowledged_ms IS NULL"),
        postgresql_where=sa.text("acknowledged_ms IS NULL"),
    )


def _quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("branch", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("received_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("quarantine_branch", "quarantine", ["branch", "digest"], unique=False)


def _feed() -> None:
    op.create_table(
        "feed",
        sa.Column("version", NUMBER, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("branch", sa.Text(), nullable=True),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("version"),
    )
    op.create_index("feed_key", "feed", ["kind", "key"], unique=False)


def _districts() -> None:
    op.create_table(
        "districts",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district"),
    )


def _organisations() -> None:
    op.create_table(
        "organisations",
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district"],
            ["districts.district"],
        ),
        sa.PrimaryKeyConstraint("organisation"),
    )


def _affiliations() -> None:
    op.create_table(
        "affiliations",
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre"],
            ["organisations.organisation"],
        ),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["organisations.organisation"],
        ),
        sa.PrimaryKeyConstraint("organisation", "since"),
    )


def _route_exceptions() -> None:
    op.create_table(
        "route_exceptions",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=True),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("recorded_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["organisations.organisation"],
        ),
        sa.PrimaryKeyConstraint("n"),
    )


def _branches() -> None:
    op.create_table(
        "branches",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("branch", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("tax_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["organisations.organisation"],
        ),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("branch"),
    )


def _boxes() -> None:
    op.create_table(
        "boxes",
        sa.Column("branch_n", NUMBER, nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("kid", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("registered_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_n"],
            ["branches.n"],
        ),
        sa.PrimaryKeyConstraint("branch_n", "epoch"),
    )


def _members() -> None:
    op.create_table(
        "members",
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["organisations.organisation"],
        ),
        sa.PrimaryKeyConstraint("member"),
        sqlite_with_rowid=False,
    )


def _cards() -> None:
    op.create_table(
        "cards",
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member"],
            ["members.member"],
        ),
        sa.PrimaryKeyConstraint("card"),
        sqlite_with_rowid=False,
    )


def _categories() -> None:
    op.create_table(
        "categories",
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("category"),
    )


def _items() -> None:
    op.create_table(
        "items",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("pack_th", sa.Text(), nullable=False),
        sa.Column("pack_en", sa.Text(), nullable=False),
        sa.Column("price_satang", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category"],
            ["categories.category"],
        ),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("item"),
    )


def _barcodes() -> None:
    op.create_table(
        "barcodes",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("item_n", NUMBER, nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_n"],
            ["items.n"],
        ),
        sa.PrimaryKeyConstraint("code"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_barcodes_item_n"), "barcodes", ["item_n"], unique=False)
