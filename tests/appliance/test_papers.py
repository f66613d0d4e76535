"""A receipt is printed once, or a person was asked."""

import datetime as dt

import pytest

from appliance.actions.print_again import leave_paper, print_again
from appliance.actions.print_papers import print_next
from appliance.errors import SaleUnknown
from appliance.ports import Paper, Printed, PrinterState, PrinterStatus
from appliance.rules.paper import Columns, Text
from appliance.store import papers
from tests.appliance.conftest import Shop
from tests.appliance.test_ring_up import sell


class PaperTray:
    """A printer that keeps what it printed, and says what it is told to say."""

    def __init__(self, says: Printed = Printed.CONFIRMED, state: PrinterState = PrinterState.READY) -> None:
        self.says = says
        self.state = state
        self.printed: list[tuple[Paper, bool]] = []

    def print(self, paper: Paper, *, open_drawer: bool = False) -> Printed:
        """Keep the paper unless nothing is to go out."""
        if self.says is not Printed.NOT_SENT:
            self.printed.append((paper, open_drawer))
        return self.says

    def status(self) -> PrinterStatus:
        """What it was told."""
        return PrinterStatus(self.state)

    def close(self) -> None:
        """Nothing is held."""


def words(paper: Paper) -> str:
    """All text of a paper."""
    return "\n".join(
        mark.text if isinstance(mark, Text) else f"{mark.left} {mark.right}"
        for mark in paper
        if isinstance(mark, Text | Columns)
    )


def states(shop: Shop, sale: str) -> list[str]:
    """The states of a sale's papers, oldest first."""
    return [note.state for note in papers.of_sale(shop.till.store.books.reader(), sale)]


def test_a_receipt_is_printed_once_with_the_drawer(open_shop: Shop) -> None:
    """The paper shows what was paid, the drawer opens, and nothing is left to print."""
    shop, tray = open_shop, PaperTray()
    shop.till.printer = tray
    sale = sell(shop, "soap", "rice-5", given=21_000)
    assert print_next(shop.till) is Printed.CONFIRMED
    assert print_next(shop.till) is None
    ((paper, drawer),) = tray.printed
    assert drawer
    assert "สบู่ก้อน 10.70" in words(paper)
    assert "รวมทั้งสิ้น 205.50" in words(paper)
    assert "เงินทอน 4.50" in words(paper)
    assert "23 พ.ย. 2569 09:00" in words(paper)
    assert "พิมพ์ซ้ำ" not in words(paper)
    assert states(shop, sale) == ["confirmed"]


def test_without_paper_the_receipt_waits_and_comes_when_there_is_some(open_shop: Shop) -> None:
    """The sale is booked all the same; the late paper opens no drawer."""
    shop, tray = open_shop, PaperTray(state=PrinterState.NO_PAPER)
    shop.till.printer = tray
    sale = sell(shop, "soap")
    assert print_next(shop.till) is Printed.NOT_SENT
    assert states(shop, sale) == ["queued"]
    shop.clock.move(dt.timedelta(minutes=2))
    tray.state = PrinterState.READY
    assert print_next(shop.till) is Printed.CONFIRMED
    assert [drawer for _, drawer in tray.printed] == [False]


def test_a_paper_that_waits_too_long_is_for_a_person_to_decide(open_shop: Shop) -> None:
    """After ten minutes the customer is gone: the printer does not start by itself."""
    shop, tray = open_shop, PaperTray(state=PrinterState.NO_PAPER)
    shop.till.printer = tray
    sale = sell(shop, "soap")
    print_next(shop.till)
    shop.clock.move(dt.timedelta(minutes=11))
    tray.state = PrinterState.READY
    print_next(shop.till)
    assert (tray.printed, states(shop, sale)) == ([], ["late"])
    leave_paper(shop.till, sale)
    assert papers.unsettled(shop.till.store.books.reader()) == []


def test_nobody_knows_whether_it_was_printed_so_a_person_is_asked(open_shop: Shop) -> None:
    """A printer that fell silent in the middle is not sent the receipt again by itself; the reprint says what it is."""
    shop, tray = open_shop, PaperTray(says=Printed.UNKNOWN)
    shop.till.printer = tray
    sale = sell(shop, "soap")
    print_next(shop.till)
    assert print_next(shop.till) is None
    assert states(shop, sale) == ["unknown"]
    tray.says = Printed.CONFIRMED
    assert print_again(shop.till, sale) == 1
    print_next(shop.till)
    paper, drawer = tray.printed[-1]
    assert "สำเนา / พิมพ์ซ้ำ ครั้งที่ 1" in words(paper)
    assert not drawer
    assert states(shop, sale) == ["dropped", "confirmed"]


def test_power_is_cut_between_charge_and_receipt(open_shop: Shop) -> None:
    """The sale is in the books, nothing prints by itself, and print again gives the original: nothing had gone out."""
    shop, tray = open_shop, PaperTray()
    sale = sell(shop, "soap")
    shop.stop()
    shop.start()
    shop.till.printer = tray
    assert print_next(shop.till) is None
    assert states(shop, sale) == ["late"]
    assert print_again(shop.till, sale) == 0
    print_next(shop.till)
    assert "รวมทั้งสิ้น 10.50" in words(tray.printed[0][0])
    assert "พิมพ์ซ้ำ" not in words(tray.printed[0][0])


def test_only_a_sale_of_the_books_is_printed(shop: Shop) -> None:
    """A made-up id prints nothing."""
    with pytest.raises(SaleUnknown):
        print_again(shop.till, "no-such-sale")


class PowerCut(BaseException):
    """The moment when everything stops."""


class CutOff(PaperTray):
    """A printer that is sent half a paper when the power goes."""

    def print(self, paper: Paper, *, open_drawer: bool = False) -> Printed:
        """Nothing comes back."""
        super().print(paper, open_drawer=open_drawer)
        raise PowerCut


def test_power_is_cut_in_the_middle_of_a_receipt(open_shop: Shop) -> None:
    """Nobody knows how much is on the paper: a person is asked, and what he prints again is marked as a copy."""
    shop = open_shop
    sale = sell(shop, "soap")
    shop.till.printer = CutOff()
    with pytest.raises(PowerCut):
        print_next(shop.till)
    shop.stop()
    shop.start()
    tray = shop.till.printer = PaperTray()
    assert print_next(shop.till) is None
    assert states(shop, sale) == ["unknown"]
    assert print_again(shop.till, sale) == 1
    print_next(shop.till)
    assert "พิมพ์ซ้ำ ครั้งที่ 1" in words(tray.printed[0][0])
