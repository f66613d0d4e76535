"""A process full of boxes: each sells its baskets by the box's own actions and sends them by its own courier.

Run by ``replay`` as ``python -m tests.stage.replay_boxes SHARE``, where the share is a JSON file (``Share``). The boxes
are whole but for devices, screen and the thread that prints. Writes one line ``sold waiting`` to standard output about
three times a second, and ends with 0 when the hub has acknowledged everything.
"""

import datetime as dt
import resource
import sys
import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import msgspec

from appliance import settings as box_settings
from appliance.actions.close_shift import close_shift
from appliance.actions.open_shift import open_shift
from appliance.actions.ring_up import ring_up
from appliance.box import open_till
from appliance.clock import HandClock
from appliance.courier.mqtt import MqttCourier
from appliance.rules.sale import Line, Member, cash_due, totals
from appliance.store import baskets, shifts
from appliance.till import Till
from hub.contract.units import MILLI, Milliunits, Satang
from tests.stage.baskets import Basket

FLOAT_SATANG = Satang(100_000)
TELL_EVERY_S = 0.3
NO_PROGRESS_S = 90.0
BANGKOK = dt.timezone(dt.timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class Share:
    """Whose boxes run here, and all that they sell, in the order of time."""

    settings: list[str]
    baskets: list[Basket]


@dataclass(slots=True)
class Box:
    """One box: its till, its courier, and a clock that is moved to each basket's minute."""

    till: Till
    courier: MqttCourier
    clock: HandClock

    @property
    def waiting(self) -> int:
        """Events that the hub has not acknowledged."""
        return self.courier.state().waiting

    def sell(self, basket: Basket) -> None:
        """Open the day's shift where there is none yet, put the basket on the counter, and take the exact money."""
        at = basket.at.replace(tzinfo=BANGKOK)
        if self.clock.now().astimezone(BANGKOK).date() != at.date():
            self.end_day()
        self.clock.move(max(dt.timedelta(0), at - self.clock.now()))
        if shifts.current(self.till.store.books.reader()) is None:
            open_shift(self.till, "replay", FLOAT_SATANG)
        lines = [_line(basket, no) for no in range(len(basket.lines))]
        with self.till.store.books.transaction() as db:
            baskets.begin(db, basket.basket, self.till.now_text())
            baskets.set_member(db, basket.basket, Member(basket.member, basket.member, basket.member))
            for line in lines:
                baskets.add_line(db, basket.basket, line)
        due = cash_due(totals(lines).goods_satang)
        ring_up(self.till, basket.basket, due, due)

    def end_day(self) -> None:
        """Count the drawer, which fits, and close the shift."""
        db = self.till.store.books.reader()
        shift = shifts.current(db)
        if shift is not None:
            close_shift(self.till, shifts.takings(db, shift).expected_satang)


def _line(basket: Basket, no: int) -> Line:
    line = basket.lines[no]
    pieces = Milliunits(line.pieces * MILLI)
    return Line(line.item, line.item, line.item, "piece", pieces, Satang(line.price_satang), "exempt")


def open_boxes(settings_files: Iterable[Path], start: dt.datetime, stack: ExitStack) -> dict[str, Box]:
    """Open every box of the share and let it connect; by branch."""
    boxes: dict[str, Box] = {}
    for file in settings_files:
        clock = HandClock(start, boot="b-replay")
        till = stack.enter_context(open_till(box_settings.read(file), clock))
        courier = MqttCourier(till)
        courier.start()
        stack.callback(courier.close)
        boxes[till.identity.branch] = Box(till, courier, clock)
    return boxes


def sell_all(boxes: dict[str, Box], wanted: list[Basket]) -> None:
    """Sell every basket at its branch, in the order of time, and close all the shifts."""
    told_s = 0.0
    for sold, basket in enumerate(wanted):
        boxes[basket.branch].sell(basket)
        if time.monotonic() - told_s > TELL_EVERY_S:
            told_s = time.monotonic()
            _tell(sold + 1, boxes)
    for box in boxes.values():
        box.end_day()


def wait_until_acknowledged(boxes: dict[str, Box], sold: int) -> bool:
    """Wait until nothing waits any more; False where nothing moved for a long while."""
    least = sys.maxsize
    moved_s = time.monotonic()
    while waiting := _tell(sold, boxes):
        if waiting < least:
            least, moved_s = waiting, time.monotonic()
        if time.monotonic() - moved_s > NO_PROGRESS_S:
            return False
        time.sleep(TELL_EVERY_S)
    return True


def _tell(sold: int, boxes: dict[str, Box]) -> int:
    waiting = sum(box.waiting for box in boxes.values())
    print(sold, waiting, flush=True)
    return waiting


def main(share_file: Path) -> int:
    """Open the boxes of a share, sell its baskets, and wait for the hub."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    share = msgspec.json.decode(share_file.read_bytes(), type=Share)
    start = share.baskets[0].at.replace(tzinfo=BANGKOK)
    with ExitStack() as stack:
        boxes = open_boxes(map(Path, share.settings), start, stack)
        sell_all(boxes, share.baskets)
        if not wait_until_acknowledged(boxes, len(share.baskets)):
            late = [branch for branch, box in boxes.items() if box.waiting]
            print("not acknowledged:", *late, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
