"""A person decides about a receipt: print it (again) from the books, or leave it."""

from appliance.errors import SaleUnknown
from appliance.store import papers, sales
from appliance.store.papers import PaperNote
from appliance.till import Till


def print_again(till: Till, sale: str) -> int:
    """Queue a receipt; returns 0 for the original, n for the n-th reprint. Raises SaleUnknown.

    Where it is known that nothing of the original went out, the original is printed; otherwise the paper is
    marked as a reprint. What was unknown of the sale's earlier papers is settled by it: the person has looked.
    """
    stamp = till.stamp()
    with till.store.books.transaction() as db:
        if sales.find(db, sale) is None:
            raise SaleUnknown
        notes = papers.of_sale(db, sale)
        unsent = [note for note in notes if note.state in papers.NOTHING_WENT_OUT]
        for note in notes:
            if note.state not in papers.SETTLED:
                papers.mark(db, note.paper, "dropped")
        copy = unsent[0].copy if unsent else len(notes)
        papers.queue(db, PaperNote(till.new_id(), sale, copy, "queued", stamp.ts, stamp.mono_ms, stamp.boot))
    return copy


def leave_paper(till: Till, sale: str) -> None:
    """Note that a person looked, and that the sale's receipt need not be printed. Raises SaleUnknown."""
    with till.store.books.transaction() as db:
        if sales.find(db, sale) is None:
            raise SaleUnknown
        for note in papers.of_sale(db, sale):
            if note.state not in papers.SETTLED:
                papers.mark(db, note.paper, "dropped")
