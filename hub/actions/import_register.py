"""An operator imports a register from a spreadsheet's CSV and gets a report of what was refused and why.

A file is read in pieces of ``ROWS_PER_COMMIT``, each a transaction of its own, so that a running hub goes on booking
between them. A file that was broken off can simply be imported again: what is there already is not written twice, and
branches hear only of what changed.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from hub.clock import THAILAND
from hub.desk import Desk
from hub.errors import BadRegister
from hub.rules.registers import REGISTERS, Refused, RegisterRow
from hub.rules.routes import LEVELS
from hub.store import feed, organisations, registers
from hub.store.feed import Changed
from hub.store.names import Books
from hub.store.views import branches as branch_views

ROWS_PER_COMMIT = 1_000
REFUSALS_KEPT_LIMIT = 1_000


class RefusedLine(NamedTuple):
    """A line of the file that was not taken."""

    line: int
    reason: str


@dataclass(slots=True)
class Report:
    """What became of a file's lines."""

    read: int = 0
    written: int = 0
    refused: int = 0
    lines: list[RefusedLine] = field(default_factory=list)
    """Of the refused, the first ``REFUSALS_KEPT_LIMIT``."""

    @property
    def unchanged(self) -> int:
        """Lines that the books knew already."""
        return self.read - self.written - self.refused

    def refuse(self, line: int, reason: str) -> None:
        """Count a line that is not taken."""
        self.refused += 1
        if len(self.lines) < REFUSALS_KEPT_LIMIT:
            self.lines.append(RefusedLine(line, reason))


class Outcome(NamedTuple):
    """What a piece of a file did."""

    written: set[str]
    refused: dict[str, str]
    changes: list[Changed]


Piece = Sequence[Any]
Put = Callable[[Books, Piece, str], Outcome]


def _districts(connection: Books, rows: Piece, _day: str) -> Outcome:
    put = registers.put_districts(connection, rows)
    return Outcome(set(put.written), put.refused, [])


def _organisations(connection: Books, rows: Piece, day: str) -> Outcome:
    centres_first = sorted(rows, key=lambda row: LEVELS.index(row.level))
    put = organisations.put_organisations(connection, centres_first, day)
    renamed = branch_views.of_organisations(connection, put.written)
    return Outcome(set(put.written), put.refused, [Changed("branch.put", branch, branch) for branch in renamed])


def _branches(connection: Books, rows: Piece, _day: str) -> Outcome:
    put = registers.put_branches(connection, rows)
    return Outcome(set(put.written), put.refused, [Changed("branch.put", branch, branch) for branch in put.written])


def _categories(connection: Books, rows: Piece, _day: str) -> Outcome:
    put = registers.put_categories(connection, rows)
    return Outcome(set(put.written), put.refused, [Changed("category.put", key) for key in put.written])


def _items(connection: Books, rows: Piece, _day: str) -> Outcome:
    put = registers.put_items(connection, rows)
    return Outcome(set(put.written), put.refused, [Changed("item.put", key) for key in put.written])


def _members(connection: Books, rows: Piece, _day: str) -> Outcome:
    put = registers.put_members(connection, rows)
    holders = {card: row.member for row in rows for card, _ in row.cards}
    changes = [Changed("member.put", key) for key in put.written] + [Changed("card.put", key) for key in put.cards]
    return Outcome(set(put.written) | {holders[card] for card in put.cards}, put.refused, changes)


def _rounds(connection: Books, rows: Piece, _day: str) -> Outcome:
    put = registers.put_rounds(connection, rows)
    return Outcome(set(put.written), put.refused, [Changed("round.put", key) for key in put.written])


PUTS: dict[str, Put] = {
    "districts": _districts,
    "organisations": _organisations,
    "branches": _branches,
    "categories": _categories,
    "items": _items,
    "members": _members,
    "rounds": _rounds,
}

WHOLE_FILES = frozenset({"organisations"})
"""Registers whose rows lean on each other in any order: read whole, and they are small."""


def _lines(file: Path, kind: str) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened)
            missing = [column for column in REGISTERS[kind].columns if column not in (reader.fieldnames or ())]
            if missing:
                raise BadRegister(file=file.name, reason=f"columns are missing: {', '.join(missing)}")
            for row in reader:
                yield reader.line_num, row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadRegister(file=file.name, reason=str(error)) from error


def import_register(desk: Desk, kind: str, file: Path, progress: Callable[[int], None] = lambda _lines: None) -> Report:
    """Import a file of one kind of ``REGISTERS``; ``progress`` hears how many lines are done.

    Raises BadRegister for a file that is no such table; single lines are refused in the report.
    """
    report = Report()
    day = desk.clock.now().astimezone(THAILAND).date().isoformat()
    read = REGISTERS[kind].read
    piece: dict[str, tuple[int, RegisterRow]] = {}
    for line, row in _lines(file, kind):
        report.read += 1
        try:
            parsed = read(row)
        except Refused as error:
            report.refuse(line, str(error))
            continue
        key = str(getattr(parsed, REGISTERS[kind].columns[0]))
        if key in piece:
            report.refuse(line, f"{key} stands in line {piece[key][0]} already")
            continue
        piece[key] = (line, parsed)
        if len(piece) >= ROWS_PER_COMMIT and kind not in WHOLE_FILES:
            _commit(desk, kind, piece, day, report)
            progress(report.read)
            piece = {}
    _commit(desk, kind, piece, day, report)
    progress(report.read)
    return report


def _commit(desk: Desk, kind: str, piece: dict[str, tuple[int, RegisterRow]], day: str, report: Report) -> None:
    if not piece:
        return
    with desk.store.write() as connection:
        outcome = PUTS[kind](connection, [row for _, row in piece.values()], day)
        feed.append(connection, outcome.changes)
    report.written += len(outcome.written)
    for key, reason in outcome.refused.items():
        report.refuse(piece[key][0], reason)
