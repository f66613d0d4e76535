"""Rounds of joint purchase, and what is asked of them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _rounds()
    _round_tiers()
    _requests()


def _rounds() -> None:
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


def _round_tiers() -> None:
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


def _requests() -> None:
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
