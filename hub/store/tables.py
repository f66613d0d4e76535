"""The tables of the registers and of the hub itself.

Whole numbers only: satang, milliunits, packs, milliseconds since 1970 (``_ms``).
Here: the hub itself, who is in the network, the goods, the rounds and the feed; what the branches booked is in
``ledger_tables``. Branches and items have a small number ``n`` beside their name, because stock has a cell for each
pair of them. Migrations make these tables; a test holds the two against each other.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

metadata = MetaData()

Number = BigInteger().with_variant(Integer, "sqlite")
"""SQLite gives a row its number by itself only where the type is exactly INTEGER."""


def key(name: str, *references: ForeignKey) -> Column[str]:
    """A text that names a row."""
    return Column(name, Text, *references, primary_key=True, nullable=False)


# ── the hub itself ──────────────────────────────────────────────────────────────────────────────────

identity = Table(
    "identity",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("hub_epoch", Text, nullable=False),
    Column("web_secret", Text, nullable=False),
    Column("feed_head", BigInteger, nullable=False),
)

alarms = Table(
    "alarms",
    metadata,
    Column("alarm", Number, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("branch", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("times", BigInteger, nullable=False),
    Column("first_ms", BigInteger, nullable=False),
    Column("last_ms", BigInteger, nullable=False),
    Column("acknowledged_ms", BigInteger),
    Column("acknowledged_by", Text),
    Index(
        "alarm_open",
        "branch",
        "kind",
        unique=True,
        sqlite_where=text("acknowledged_ms IS NULL"),
        postgresql_where=text("acknowledged_ms IS NULL"),
    ),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("n", Number, primary_key=True),
    Column("branch", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    Index("quarantine_branch", "branch", "digest"),
)

# ── who is in the network ───────────────────────────────────────────────────────────────────────────

districts = Table(
    "districts",
    metadata,
    key("district"),
    Column("name_th", Text, nullable=False),
    Column("name_en", Text, nullable=False),
)

organisations = Table(
    "organisations",
    metadata,
    key("organisation"),
    Column("kind", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("name_th", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("district", ForeignKey("districts.district")),
)

affiliations = Table(
    "affiliations",
    metadata,
    key("organisation", ForeignKey("organisations.organisation")),
    key("since"),
    Column("until", Text),
    Column("centre", ForeignKey("organisations.organisation"), nullable=False),
)

route_exceptions = Table(
    "route_exceptions",
    metadata,
    Column("n", Number, primary_key=True),
    Column("organisation", ForeignKey("organisations.organisation"), nullable=False),
    Column("round", Text),
    Column("since", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("recorded_ms", BigInteger, nullable=False),
)

branches = Table(
    "branches",
    metadata,
    Column("n", Number, primary_key=True),
    Column("branch", Text, nullable=False, unique=True),
    Column("organisation", ForeignKey("organisations.organisation"), nullable=False),
    Column("name_th", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("tax_id", Text, nullable=False),
)

boxes = Table(
    "boxes",
    metadata,
    Column("branch_n", ForeignKey("branches.n"), primary_key=True),
    key("epoch"),
    Column("kid", Text, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("registered_ms", BigInteger, nullable=False),
)

members = Table(
    "members",
    metadata,
    key("member"),
    Column("number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("organisation", ForeignKey("organisations.organisation"), nullable=False),
    Column("active", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

cards = Table(
    "cards",
    metadata,
    key("card"),
    Column("member", ForeignKey("members.member"), nullable=False),
    Column("state", Text, nullable=False),
    sqlite_with_rowid=False,
)

# ── goods ───────────────────────────────────────────────────────────────────────────────────────────

categories = Table(
    "categories",
    metadata,
    key("category"),
    Column("name_th", Text, nullable=False),
    Column("name_en", Text, nullable=False),
)

items = Table(
    "items",
    metadata,
    Column("n", Number, primary_key=True),
    Column("item", Text, nullable=False, unique=True),
    Column("name_th", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("category", ForeignKey("categories.category"), nullable=False),
    Column("unit", Text, nullable=False),
    Column("pack_th", Text, nullable=False),
    Column("pack_en", Text, nullable=False),
    Column("price_satang", BigInteger, nullable=False),
    Column("tax", Text, nullable=False),
    Column("active", Boolean, nullable=False),
)

barcodes = Table(
    "barcodes",
    metadata,
    key("code"),
    Column("item_n", ForeignKey("items.n"), nullable=False, index=True),
    Column("units", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# ── joint purchase ──────────────────────────────────────────────────────────────────────────────────

rounds = Table(
    "rounds",
    metadata,
    key("round"),
    Column("item_n", ForeignKey("items.n"), nullable=False),
    Column("title_th", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("pack_th", Text, nullable=False),
    Column("pack_en", Text, nullable=False),
    Column("coordinator", ForeignKey("organisations.organisation"), nullable=False),
    Column("minimum_packs", BigInteger, nullable=False),
    Column("opens_on", Text, nullable=False),
    Column("closes_on", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("announced_firm", BigInteger, nullable=False, server_default=text("0")),
    Column("announced_maximum", BigInteger, nullable=False, server_default=text("0")),
)

round_tiers = Table(
    "round_tiers",
    metadata,
    key("round", ForeignKey("rounds.round")),
    Column("from_packs", BigInteger, primary_key=True, autoincrement=False),
    Column("price_satang", BigInteger, nullable=False),
)

# ── what goes down to the branches ──────────────────────────────────────────────────────────────────

feed = Table(
    "feed",
    metadata,
    Column("version", Number, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("branch", Text),
    Column("first", Boolean, nullable=False),
    Index("feed_key", "kind", "key"),
)
