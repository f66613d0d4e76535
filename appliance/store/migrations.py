"""How the books and the reference came to look as they do: numbered, append-only, forward-only.

Tables are strict, figures are integers (satang, thousandths), times are UTC ISO 8601 text, ids are text made
where the fact was born. An old file in ``tests/golden/books`` has to open.
"""

from sqlite_utils import Database, Migrations

books = Migrations("books")
reference = Migrations("reference")


@books()
def m0001_ledger(db: Database) -> None:
    """The branch's ledger: where it stands, and the events that are to be kept and sent."""
    db.executescript("""
        CREATE TABLE ledger (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            branch TEXT NOT NULL, epoch TEXT NOT NULL,
            seq INTEGER NOT NULL, chain BLOB NOT NULL,
            acked INTEGER NOT NULL, hub_epoch TEXT NOT NULL
        ) STRICT;
        CREATE TABLE outbox (
            seq INTEGER PRIMARY KEY, id TEXT NOT NULL, type TEXT NOT NULL,
            boot TEXT NOT NULL, ts TEXT NOT NULL, body BLOB NOT NULL, chain BLOB NOT NULL
        ) STRICT;
    """)


@books()
def m0002_counter(db: Database) -> None:
    """Shifts, baskets, sales and the papers that belong to them."""
    db.executescript("""
        CREATE TABLE shifts (
            shift TEXT PRIMARY KEY, cashier TEXT NOT NULL, opened_at TEXT NOT NULL, float_satang INTEGER NOT NULL,
            closed_at TEXT, expected_satang INTEGER, counted_satang INTEGER
        ) STRICT;
        CREATE UNIQUE INDEX one_open_shift ON shifts ((closed_at IS NULL)) WHERE closed_at IS NULL;
        CREATE TABLE baskets (
            basket TEXT PRIMARY KEY, opened_at TEXT NOT NULL, state TEXT NOT NULL,
            member TEXT, member_number TEXT, member_name TEXT
        ) STRICT;
        CREATE UNIQUE INDEX one_open_basket ON baskets (state) WHERE state = 'open';
        CREATE TABLE basket_lines (
            basket TEXT NOT NULL REFERENCES baskets, line INTEGER NOT NULL,
            item TEXT NOT NULL, name_th TEXT NOT NULL, name_en TEXT NOT NULL, unit TEXT NOT NULL,
            quantity_milli INTEGER NOT NULL, price_satang INTEGER NOT NULL, tax TEXT NOT NULL,
            gross_g INTEGER, tare_g INTEGER, scale TEXT, frame BLOB, stable INTEGER, by_hand INTEGER,
            PRIMARY KEY (basket, line)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE sales (
            sale TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, shift TEXT NOT NULL REFERENCES shifts,
            sold_at TEXT NOT NULL, member TEXT, member_number TEXT, member_name TEXT,
            goods_satang INTEGER NOT NULL, vatable_satang INTEGER NOT NULL, vat_satang INTEGER NOT NULL,
            rounding_satang INTEGER NOT NULL, due_satang INTEGER NOT NULL,
            given_satang INTEGER NOT NULL, change_satang INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE sale_lines (
            number INTEGER NOT NULL, line INTEGER NOT NULL,
            item TEXT NOT NULL, name_th TEXT NOT NULL, name_en TEXT NOT NULL, unit TEXT NOT NULL,
            quantity_milli INTEGER NOT NULL, price_satang INTEGER NOT NULL, tax TEXT NOT NULL,
            gross_g INTEGER, tare_g INTEGER, scale TEXT, frame BLOB, stable INTEGER, by_hand INTEGER,
            PRIMARY KEY (number, line)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE numbers (series TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
        CREATE TABLE papers (
            paper TEXT PRIMARY KEY, sale TEXT NOT NULL, copy INTEGER NOT NULL, state TEXT NOT NULL,
            queued_at TEXT NOT NULL, queued_mono_ms INTEGER NOT NULL, boot TEXT NOT NULL
        ) STRICT;
        CREATE INDEX papers_by_sale ON papers (sale);
        CREATE INDEX papers_to_do ON papers (state) WHERE state IN ('queued', 'sent', 'late', 'unknown');
    """)


@books()
def m0003_goods(db: Database) -> None:
    """Stock, what came in, and what members asked for."""
    db.executescript("""
        CREATE TABLE stock (item TEXT PRIMARY KEY, on_hand_milli INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE deliveries (
            receipt TEXT PRIMARY KEY, received_at TEXT NOT NULL, source TEXT NOT NULL, document TEXT NOT NULL
        ) STRICT;
        CREATE TABLE delivery_lines (
            receipt TEXT NOT NULL REFERENCES deliveries, line INTEGER NOT NULL,
            item TEXT NOT NULL, unit TEXT NOT NULL, quantity_milli INTEGER NOT NULL,
            PRIMARY KEY (receipt, line)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE requests (
            request TEXT PRIMARY KEY, round TEXT NOT NULL, member TEXT NOT NULL, requested_at TEXT NOT NULL,
            firm INTEGER NOT NULL, maximum INTEGER NOT NULL, replaced_by TEXT
        ) STRICT;
        CREATE INDEX requests_by_round ON requests (round, member);
    """)


@reference()
def r0001_catalogue(db: Database) -> None:
    """What the hub tells the branch: goods, members, cards, rounds, and how far that was read."""
    db.executescript("""
        CREATE TABLE feed (one INTEGER PRIMARY KEY CHECK (one = 1), hub_epoch TEXT NOT NULL, version INTEGER NOT NULL)
            STRICT;
        INSERT INTO feed VALUES (1, '', 0);
        CREATE TABLE feed_aside (version INTEGER PRIMARY KEY, type TEXT NOT NULL, data BLOB NOT NULL, why TEXT NOT NULL)
            STRICT;
        CREATE TABLE branch (
            branch TEXT PRIMARY KEY, name_th TEXT NOT NULL, name_en TEXT NOT NULL,
            organisation_th TEXT NOT NULL, organisation_en TEXT NOT NULL, tax_id TEXT NOT NULL
        ) STRICT;
        CREATE TABLE categories (category TEXT PRIMARY KEY, name_th TEXT NOT NULL, name_en TEXT NOT NULL) STRICT;
        CREATE TABLE items (
            no INTEGER PRIMARY KEY, item TEXT NOT NULL UNIQUE, name_th TEXT NOT NULL, name_en TEXT NOT NULL,
            category TEXT NOT NULL, unit TEXT NOT NULL, pack_th TEXT NOT NULL, pack_en TEXT NOT NULL,
            price_satang INTEGER NOT NULL, tax TEXT NOT NULL, active INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX items_by_name_th ON items (name_th);
        CREATE INDEX items_by_name_en ON items (name_en COLLATE NOCASE);
        CREATE INDEX items_by_category ON items (category, name_th);
        CREATE TABLE barcodes (code TEXT PRIMARY KEY, item TEXT NOT NULL, units INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX barcodes_by_item ON barcodes (item);
        CREATE VIRTUAL TABLE item_words USING fts5 (words, tokenize = 'trigram');
        CREATE TABLE members (
            member TEXT PRIMARY KEY, number TEXT NOT NULL, name TEXT NOT NULL,
            organisation TEXT NOT NULL, active INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX members_by_number ON members (number);
        CREATE TABLE cards (card TEXT PRIMARY KEY, member TEXT NOT NULL, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE rounds (
            round TEXT PRIMARY KEY, item TEXT NOT NULL, title_th TEXT NOT NULL, title_en TEXT NOT NULL,
            pack_th TEXT NOT NULL, pack_en TEXT NOT NULL, state TEXT NOT NULL, closes_on TEXT NOT NULL,
            minimum_packs INTEGER NOT NULL, firm_packs INTEGER NOT NULL, maximum_packs INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE round_tiers (
            round TEXT NOT NULL, from_packs INTEGER NOT NULL, price_satang INTEGER NOT NULL,
            PRIMARY KEY (round, from_packs)
        ) STRICT, WITHOUT ROWID;
    """)
