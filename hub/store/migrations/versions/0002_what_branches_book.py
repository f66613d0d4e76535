"""What the branches book: ledgers, sales, goods, stock, shifts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _ledgers()
    _events()
    _sales()
    _sale_lines()
    _sale_tenders()
    _branch_days()
    _receipts()
    _receipt_lines()
    _stock()
    _shift_openings()
    _shift_closings()


def _ledgers() -> None:
    op.create_table(
        "ledgers",
        sa.Column("ledger", NUMBER, nullable=False),
        sa.Column("branch_n", NUMBER, nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("hw", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("heard_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_n"],
            ["branches.n"],
        ),
        sa.PrimaryKeyConstraint("ledger"),
        sa.UniqueConstraint("branch_n", "epoch"),
    )


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("event", NUMBER, autoincrement=False, nullable=False),
        sa.Column("branch_n", NUMBER, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("ts", sa.Text(), nullable=False),
        sa.Column("tq", sa.Text(), nullable=False),
        sa.Column("received_ms", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["branch_n"],
            ["branches.n"],
        ),
        sa.PrimaryKeyConstraint("event"),
    )
    op.create_index(
        "event_aside",
        "events",
        ["branch_n"],
        unique=False,
        sqlite_where=sa.text("state = 'aside'"),
        postgresql_where=sa.text("state = 'aside'"),
    )
    op.create_index(
        "event_once",
        "events",
        ["branch_n", "id"],
        unique=True,
        sqlite_where=sa.text("state <> 'duplicate'"),
        postgresql_where=sa.text("state <> 'duplicate'"),
    )


def _sales() -> None:
    op.create_table(
        "sales",
        sa.Column("event", NUMBER, autoincrement=False, nullable=False),
        sa.Column("branch_n", NUMBER, nullable=False),
        sa.Column("sale", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=True),
        sa.Column("goods_satang", sa.BigInteger(), nullable=False),
        sa.Column("rounding_satang", sa.BigInteger(), nullable=False),
        sa.Column("total_satang", sa.BigInteger(), nullable=False),
        sa.Column("vat_satang", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_n"],
            ["branches.n"],
        ),
        sa.ForeignKeyConstraint(
            ["event"],
            ["events.event"],
        ),
        sa.PrimaryKeyConstraint("event"),
        sa.UniqueConstraint("branch_n", "sale"),
    )


def _sale_lines() -> None:
    op.create_table(
        "sale_lines",
        sa.Column("event", NUMBER, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("item_n", NUMBER, nullable=False),
        sa.Column("quantity_milli", sa.BigInteger(), nullable=False),
        sa.Column("price_satang", sa.BigInteger(), nullable=False),
        sa.Column("total_satang", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event"],
            ["sales.event"],
        ),
        sa.ForeignKeyConstraint(
            ["item_n"],
            ["items.n"],
        ),
        sa.PrimaryKeyConstraint("event", "line"),
        sqlite_with_rowid=False,
    )


def _sale_tenders() -> None:
    op.create_table(
        "sale_tenders",
        sa.Column("event", NUMBER, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount_satang", sa.BigInteger(), nullable=False),
        sa.Column("given_satang", sa.BigInteger(), nullable=False),
        sa.Column("change_satang", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event"],
            ["sales.event"],
        ),
        sa.PrimaryKeyConstraint("event", "line"),
        sqlite_with_rowid=False,
    )


def _branch_days() -> None:
    op.create_table(
        "branch_days",
        sa.Column("branch_n", NUMBER, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("sales", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.BigInteger(), nullable=False),
        sa.Column("total_satang", sa.BigInteger(), nullable=False),
        sa.Column("cash_satang", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_n"],
            ["branches.n"],
        ),
        sa.PrimaryKeyConstraint("branch_n", "day"),
        sqlite_with_rowid=False,
    )


def _receipts() -> None:
    op.create_table(
        "receipts",
        sa.Column("event", NUMBER, autoincrement=False, nullable=False),
        sa.Column("branch_n", NUMBER, nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_n"],
            ["branches.n"],
        ),
        sa.ForeignKeyConstraint(
            ["event"],
            ["events.event"],
        ),
        sa.PrimaryKeyConstraint("event"),
        sa.UniqueConstraint("branch_n", "receipt"),
    )


def _receipt_lines() -> None:
    op.create_table(
        "receipt_lines",
        sa.Column("event", NUMBER, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("item_n", NUMBER, nullable=False),
        sa.Column("quantity_milli", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event"],
            ["receipts.event"],
        ),
        sa.ForeignKeyConstraint(
            ["item_n"],
            ["items.n"],
        ),
        sa.PrimaryKeyConstraint("event", "line"),
        sqlite_with_rowid=False,
    )


def _stock() -> None:
    op.create_table(
        "stock",
        sa.Column("branch_n", NUMBER, nullable=False),
        sa.Column("item_n", NUMBER, nullable=False),
        sa.Column("received_milli", sa.BigInteger(), nullable=False),
        sa.Column("sold_milli", sa.BigInteger(), nullable=False),
        sa.Column("on_hand_milli", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_n"],
            ["branches.n"],
        ),
        sa.ForeignKeyConstraint(
            ["item_n"],
            ["items.n"],
        ),
        sa.PrimaryKeyConstraint("branch_n", "item_n"),
        sqlite_with_rowid=False,
    )


def _shift_openings() -> None:
    op.create_table(
        "shift_openings",
        sa.Column("branch_n", NUMBER, nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("event", NUMBER, nullable=False),
        sa.Column("cashier", sa.Text(), nullable=False),
        sa.Column("float_satang", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_n"],
            ["branches.n"],
        ),
        sa.ForeignKeyConstraint(
            ["event"],
            ["events.event"],
        ),
        sa.PrimaryKeyConstraint("branch_n", "shift"),
        sqlite_with_rowid=False,
    )


def _shift_closings() -> None:
    op.create_table(
        "shift_closings",
        sa.Column("branch_n", NUMBER, nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("event", NUMBER, nullable=False),
        sa.Column("cashier", sa.Text(), nullable=False),
        sa.Column("sales", sa.BigInteger(), nullable=False),
        sa.Column("sold_satang", sa.BigInteger(), nullable=False),
        sa.Column("cash_expected_satang", sa.BigInteger(), nullable=False),
        sa.Column("cash_counted_satang", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_n"],
            ["branches.n"],
        ),
        sa.ForeignKeyConstraint(
            ["event"],
            ["events.event"],
        ),
        sa.PrimaryKeyConstraint("branch_n", "shift"),
        sqlite_with_rowid=False,
    )
