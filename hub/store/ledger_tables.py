"""The tables of what the branches booked: events, and what became of them in sales, stock, shifts and demand.

An event's key is one integer, ``ledger`` × 2^40 + ``seq`` (``event_key``): events of a ledger lie side by side on the
disk, a sale carries its event's key, and a line is found without another index.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from hub.store.tables import Number, key, metadata

SEQ_BITS = 40
SEQ_LIMIT = 1 << SEQ_BITS
"""More events than a branch can book in thirty thousand years of a thousand a day."""


def event_key(ledger: int, seq: int) -> int:
    """The one number of an event in the books.

    >>> event_key(3, 7) == 3 * 2**40 + 7
    True
    """
    return (ledger << SEQ_BITS) | seq


def seq_of(event: int) -> int:
    """An event's number in its ledger.

    >>> seq_of(event_key(3, 7))
    7
    """
    return event & (SEQ_LIMIT - 1)


ledgers = Table(
    "ledgers",
    metadata,
    Column("ledger", Number, primary_key=True),
    Column("branch_n", ForeignKey("branches.n"), nullable=False),
    Column("epoch", Text, nullable=False),
    Column("hw", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("heard_ms", BigInteger, nullable=False),
    UniqueConstraint("branch_n", "epoch"),
)

events = Table(
    "events",
    metadata,
    Column("event", Number, primary_key=True, autoincrement=False),
    Column("branch_n", ForeignKey("branches.n"), nullable=False),
    Column("id", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("ts", Text, nullable=False),
    Column("tq", Text, nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Index(
        "event_once",
        "branch_n",
        "id",
        unique=True,
        sqlite_where=text("state <> 'duplicate'"),
        postgresql_where=text("state <> 'duplicate'"),
    ),
    Index("event_aside", "branch_n", sqlite_where=text("state = 'aside'"), postgresql_where=text("state = 'aside'")),
)

sales = Table(
    "sales",
    metadata,
    Column("event", ForeignKey("events.event"), primary_key=True, autoincrement=False),
    Column("branch_n", ForeignKey("branches.n"), nullable=False),
    Column("sale", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("shift", Text, nullable=False),
    Column("member", Text),
    Column("goods_satang", BigInteger, nullable=False),
    Column("rounding_satang", BigInteger, nullable=False),
    Column("total_satang", BigInteger, nullable=False),
    Column("vat_satang", BigInteger, nullable=False),
    UniqueConstraint("branch_n", "sale"),
)

sale_lines = Table(
    "sale_lines",
    metadata,
    Column("event", ForeignKey("sales.event"), primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("item_n", ForeignKey("items.n"), nullable=False),
    Column("quantity_milli", BigInteger, nullable=False),
    Column("price_satang", BigInteger, nullable=False),
    Column("total_satang", BigInteger, nullable=False),
    Column("tax", Text, nullable=False),
    sqlite_with_rowid=False,
)

sale_tenders = Table(
    "sale_tenders",
    metadata,
    Column("event", ForeignKey("sales.event"), primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("amount_satang", BigInteger, nullable=False),
    Column("given_satang", BigInteger, nullable=False),
    Column("change_satang", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

receipts = Table(
    "receipts",
    metadata,
    Column("event", ForeignKey("events.event"), primary_key=True, autoincrement=False),
    Column("branch_n", ForeignKey("branches.n"), nullable=False),
    Column("receipt", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("document", Text, nullable=False),
    UniqueConstraint("branch_n", "receipt"),
)

receipt_lines = Table(
    "receipt_lines",
    metadata,
    Column("event", ForeignKey("receipts.event"), primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("item_n", ForeignKey("items.n"), nullable=False),
    Column("quantity_milli", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

stock = Table(
    "stock",
    metadata,
    Column("branch_n", ForeignKey("branches.n"), primary_key=True),
    Column("item_n", ForeignKey("items.n"), primary_key=True),
    Column("received_milli", BigInteger, nullable=False),
    Column("sold_milli", BigInteger, nullable=False),
    Column("on_hand_milli", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

branch_days = Table(
    "branch_days",
    metadata,
    Column("branch_n", ForeignKey("branches.n"), primary_key=True),
    key("day"),
    Column("sales", BigInteger, nullable=False),
    Column("lines", BigInteger, nullable=False),
    Column("total_satang", BigInteger, nullable=False),
    Column("cash_satang", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

shift_openings = Table(
    "shift_openings",
    metadata,
    Column("branch_n", ForeignKey("branches.n"), primary_key=True),
    key("shift"),
    Column("event", ForeignKey("events.event"), nullable=False),
    Column("cashier", Text, nullable=False),
    Column("float_satang", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

shift_closings = Table(
    "shift_closings",
    metadata,
    Column("branch_n", ForeignKey("branches.n"), primary_key=True),
    key("shift"),
    Column("event", ForeignKey("events.event"), nullable=False),
    Column("cashier", Text, nullable=False),
    Column("sales", BigInteger, nullable=False),
    Column("sold_satang", BigInteger, nullable=False),
    Column("cash_expected_satang", BigInteger, nullable=False),
    Column("cash_counted_satang", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

requests = Table(
    "requests",
    metadata,
    Column("branch_n", ForeignKey("branches.n"), primary_key=True),
    key("request"),
    Column("round", ForeignKey("rounds.round"), nullable=False),
    Column("member", ForeignKey("members.member"), nullable=False),
    Column("firm", BigInteger, nullable=False),
    Column("maximum", BigInteger, nullable=False),
    Column("replaces", Text),
    Column("standing", Boolean, nullable=False),
    Column("event", ForeignKey("events.event"), nullable=False),
    Index("request_standing", "round", "standing", "branch_n", "firm", "maximum"),
    Index("request_replaces", "branch_n", "replaces"),
)
