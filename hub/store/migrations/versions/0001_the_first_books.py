"""The first books."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _the_hub_itself()
    _who_is_in_the_network()
    _members_and_cards()
    _goods()
    _ledgers_and_events()
    _sales()
    _goods_received_and_stock()
    _shifts()
    _joint_purchase()


def _the_hub_itself() -> None:
    op.create_table(
        "identity",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hub_epoch", sa.Text(), nullable=False),
        sa.Column("web_secret", sa.Text(), nullable=False),
        sa.Column("feed_head", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("one"),
    )
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


def _who_is_in_the_network() -> None:
    op.create_table(
        "districts",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district"),
    )
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


def _members_and_cards() -> None:
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


def _goods() -> None:
    op.create_table(
        "categories",
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("category"),
    )
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


def _ledgers_and_events() -> None:
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


def _goods_received_and_stock() -> None:
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


def _shifts() -> None:
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


def _joint_purchase() -> None:
    op.create_table(
        "rounds",
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("item_n", NUMBER, nullable=False),
        sa.Column("title_th", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("pack_th", sa.Text(), nullable=False),
        sa.Column("pack_en", sa.Text(), nullable=False),
        sa.Column("coordinator", sa.Text(), nullable=False),
        sa.Column("minimum_packs", sa.BigInteger(), nullable=False),
        sa.Column("opens_on", sa.Text(), nullable=False),
        sa.Column("closes_on", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("announced_firm", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("announced_maximum", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["coordinator"],
            ["organisations.organisation"],
        ),
        sa.ForeignKeyConstraint(
            ["item_n"],
            ["items.n"],
        ),
        sa.PrimaryKeyConstraint("round"),
    )
    op.create_table(
        "round_tiers",
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("from_packs", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("price_satang", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round"],
            ["rounds.round"],
        ),
        sa.PrimaryKeyConstraint("round", "from_packs"),
    )
    op.create_table(
        "requests",
        sa.Column("branch_n", NUMBER, nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("firm", sa.BigInteger(), nullable=False),
        sa.Column("maximum", sa.BigInteger(), nullable=False),
        sa.Column("replaces", sa.Text(), nullable=True),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("event", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_n"],
            ["branches.n"],
        ),
        sa.ForeignKeyConstraint(
            ["event"],
            ["events.event"],
        ),
        sa.ForeignKeyConstraint(
            ["member"],
            ["members.member"],
        ),
        sa.ForeignKeyConstraint(
            ["round"],
            ["rounds.round"],
        ),
        sa.PrimaryKeyConstraint("branch_n", "request"),
    )
    op.create_index("request_replaces", "requests", ["branch_n", "replaces"], unique=False)
    op.create_index("request_standing", "requests", ["round", "standing", "branch_n", "firm", "maximum"], unique=False)
