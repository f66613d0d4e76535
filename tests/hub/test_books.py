"""The hub's books: their tables, their command line, and what the soundness check finds."""

import json
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from hub.__main__ import main
from hub.store import ledger_tables
from tests.hub.network import REGISTERS, Box, Hub, received, sale


def test_migrations_make_the_tables_that_the_code_knows(hub: Hub) -> None:
    """An old hub that is brought forward has every table and column, and no other."""
    with hub.store.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), ledger_tables.events.metadata) == []


def test_a_commit_is_on_the_disk(hub: Hub) -> None:
    """What was acknowledged survives a power cut: write-ahead log, full syncs, references checked."""
    with hub.store.write() as connection:
        for pragma, wanted in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == wanted


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """A hub's folder with its settings and registers."""
    (tmp_path / "settings.toml").write_text('[hub]\ndatabase = "hub.db"\n')
    for kind, text in REGISTERS.items():
        (tmp_path / f"{kind}.csv").write_text(text, encoding="utf-8")
    return tmp_path / "settings.toml"


def run(settings: Path, *words: str) -> int:
    """The command line, in this process."""
    return main([*words, "--settings", str(settings)])


def test_a_hub_is_filled_and_checked_from_the_command_line(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Make the books, import the registers, register a box, look whether all is well: each step says what it did."""
    folder = settings.parent
    assert run(settings, "init") == 0
    for kind in REGISTERS:
        assert run(settings, "import", kind, str(folder / f"{kind}.csv")) == 0
    box = Box("ratta01")
    said = {"branch": box.branch, "epoch": box.epoch, "kid": box.kid, "public_key": box.public_key.hex()}
    (folder / "BOX.json").write_text(json.dumps(said))
    assert run(settings, "register", str(folder / "BOX.json")) == 0
    assert run(settings, "register", str(folder / "BOX.json")) == 0
    assert run(settings, "check") == 0
    out = capsys.readouterr().out
    assert "items: 3 lines read, 3 written, 0 unchanged, 0 refused" in out
    assert "ratta01: registered, key ratta01-key" in out
    assert "ratta01: was registered before" in out


def test_what_cannot_be_done_is_a_sentence(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A box of a branch that nobody knows, or settings with a slip, give a sentence in Thai and English."""
    box = {"branch": "nowhere", "epoch": "e-1", "kid": "k-1", "public_key": "00" * 32}
    (settings.parent / "BOX.json").write_text(json.dumps(box))
    assert run(settings, "register", str(settings.parent / "BOX.json")) == 2
    assert "There is no branch nowhere in the register" in capsys.readouterr().err
    settings.write_text("[hub]\nweb_prot = 1\n")
    assert run(settings, "init") == 2
    assert "hub.web_prot: no such setting" in capsys.readouterr().err


def test_a_tampered_ledger_is_found(hub: Hub, box: Box, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody who changes a booked event in the file behind the hub's back is found by the check."""
    box.write(received("g1", "rice", "kg", 10_000))
    box.write(sale("s1", ("rice", "kg", 1_000, 1_550)))
    hub.hear(box.batch())
    settings = hub.folder / "settings.toml"
    settings.write_text("[hub]\n")
    assert run(settings, "check") == 0
    with sqlite3.connect(hub.folder / "hub.db") as books:
        books.execute(
            "UPDATE events SET body = CAST(replace(body, '10000', '90000') AS BLOB) WHERE type = 'goods.received'"
        )
    assert run(settings, "check") == 1
    assert "BAD  ledger ratta01 e-0001" in capsys.readouterr().out
