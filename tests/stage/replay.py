"""``make replay``: days of real baskets through boxes, mosquitto and hub, and then both sides counted.

``baskets`` says where the data comes from, how it is mapped and what is left out. Every store gets a box with a
certificate and key of its own. A sale goes the running path: the box's ``ring_up`` → outbox → courier → MQTT over TLS
→ mosquitto → the hub's process. Not part of it: devices, screens and paper; a few processes hold all the boxes.

The boxes' catalogue comes over the feed to the first box only; the others start from a copy of its reference file, as a
branch starts from a snapshot, since a replay is about what goes up.
"""

import shutil
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from appliance.rules.sale import CASH_STEP_SATANG
from provisioning import enroll
from tests.stage.baskets import Days, first_days
from tests.stage.both_sides import Side, of_boxes, of_data, of_hub, put_aside
from tests.stage.broker import Broker
from tests.stage.hub import Hub
from tests.stage.processes import Child, NotReady, spawn
from tests.stage.replay_boxes import Share
from tests.stage.replay_network import write_network
from tests.stage.town import lay_out

BOXES_OF_A_PROCESS = 50
"""paho waits with select(), which knows no file beyond number 1,023, and a box has some sixteen open."""
LEAST_PROCESSES = 2
LOOK_EVERY_S = 0.3
DAYS_LIMIT = 365
FEED_WITHIN_S = 600.0
SATANG = 100

console = Console()


def replay(days_wanted: int, folder: Path = Path(".demo/replay")) -> int:
    """Replay so many days in a fresh folder. Returns 0 where both sides are equal, else 1."""
    if not 1 <= days_wanted <= DAYS_LIMIT:
        print(f"1 to {DAYS_LIMIT} days can be replayed", file=sys.stderr)
        return 2
    shutil.rmtree(folder, ignore_errors=True)
    with console.status("reading the baskets"):
        days = first_days(days_wanted)
    console.print(_what(days))
    folders = [folder / "boxes" / branch for branch in days.branches]
    try:
        with console.status("laying out the network") as status:
            write_network(days, folder / "data")
            tell: Callable[[str], None] = status.update
            authority = lay_out(folder, days.branches, folder / "data", tell)
        with Broker(authority, folder / "broker") as broker:
            _run(days, folder, folders, broker)
    except NotReady as error:
        print(error, file=sys.stderr)
        return 1
    aside = put_aside(folder / "hub" / "hub.db")
    sides = (of_data(days, CASH_STEP_SATANG), of_boxes(folders), of_hub(folder / "hub" / "hub.db"))
    equal = compare(*sides)
    for reason, count in aside:
        console.print(f"[red]put aside at the hub: {count} × {reason}")
    return 0 if equal and not aside else 1


def _what(days: Days) -> str:
    changed = days.changed
    return (
        f"{days.first} to {days.last}: {len(days.baskets):,} baskets of {len(days.branches)} stores,"
        f" {len(days.items):,} items, {len(days.members):,} members\n"
        f"left out: {changed.lines_of_no_quantity:,} lines of quantity 0,"
        f" {changed.baskets_left_empty:,} baskets of nothing else;"
        f" sold as one piece: {changed.lines_sold_as_one:,} lines; split for the price: {changed.lines_split:,} lines"
    )


def _run(days: Days, folder: Path, folders: Sequence[Path], broker: Broker) -> None:
    for box in folders:
        plan = enroll.BoxPlan(broker_port=broker.port)
        (box / enroll.SETTINGS).write_text(enroll.box_settings(box.name, plan), encoding="utf-8")
    hub = Hub(folder / "hub")
    hub.write_settings(broker.port)
    hub.start()
    try:
        with console.status("the first box reads the catalogue"):
            _spread_catalogue(folder, folders)
        began_s = time.monotonic()
        _sell(days, folder, folders)
        took_s = time.monotonic() - began_s
        console.print(
            f"sold, sent and acknowledged in {took_s:.1f} s: {len(days.baskets) / took_s:,.0f} sales a second"
        )
    finally:
        hub.stop()


def _spread_catalogue(folder: Path, folders: Sequence[Path]) -> None:
    words = [sys.executable, "-m", "tests.stage.replay_catalogue", str(folders[0] / enroll.SETTINGS)]
    with spawn(words, log=folder / "catalogue.log", name="the first box") as first:
        if first.wait(FEED_WITHIN_S):
            raise NotReady(first.tail())
    for other in folders[1:]:
        shutil.copyfile(folders[0] / "reference.db", other / "reference.db")


def _sell(days: Days, folder: Path, folders: Sequence[Path]) -> None:
    children: list[Child] = []
    try:
        processes = max(LEAST_PROCESSES, -(-len(folders) // BOXES_OF_A_PROCESS))
        for no in range(processes):
            mine = folders[no::processes]
            names = {box.name for box in mine}
            share = Share(
                [str(box / enroll.SETTINGS) for box in mine],
                [basket for basket in days.baskets if basket.branch in names],
            )
            if not share.baskets:
                continue
            file = folder / f"share-{no}.json"
            file.write_bytes(msgspec.json.encode(share))
            words = [sys.executable, "-m", "tests.stage.replay_boxes", str(file)]
            children.append(spawn(words, log=folder / f"boxes-{no}.log", name=f"boxes {no}"))
        _watch(children, len(days.baskets))
    finally:
        for child in children:
            child.stop()


def _watch(children: Sequence[Child], baskets: int) -> None:
    columns = (TextColumn("{task.description:24}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        sold = progress.add_task("sold", total=baskets)
        booked = progress.add_task("acknowledged by the hub", total=baskets)
        while any(child.running for child in children):
            told = [_last_line(child) for child in children]
            done = sum(line[0] for line in told)
            progress.update(sold, completed=done)
            progress.update(booked, completed=max(0, done - sum(line[1] for line in told)))
            time.sleep(LOOK_EVERY_S)
        for child in children:
            if child.wait(LOOK_EVERY_S):
                raise NotReady(f"{child.name} did not finish\n{child.tail()}")
        progress.update(sold, completed=baskets)
        progress.update(booked, completed=baskets)


def _last_line(child: Child) -> tuple[int, int]:
    """How many sold, how many events waiting; zeros before the first line and for a line of another kind."""
    words = child.tail(1).splitlines()[-1].split()
    if len(words) == 2 and all(word.isdigit() for word in words):
        return int(words[0]), int(words[1])
    return 0, 0


def compare(data: Side, boxes: Side, hub: Side) -> bool:
    """Print the table of all sides; True where they are equal."""
    rows: list[tuple[str, object, object, object]] = [
        ("sales", data.sales, boxes.sales, hub.sales),
        ("lines", data.lines, boxes.lines, hub.lines),
        ("goods, satang", data.goods_satang, boxes.goods_satang, hub.goods_satang),
        ("rounding, satang", data.rounding_satang, boxes.rounding_satang, hub.rounding_satang),
        ("cash, satang", data.cash_satang, boxes.cash_satang, hub.cash_satang),
        ("shifts closed", data.shifts_closed, boxes.shifts_closed, hub.shifts_closed),
        ("sold, thousandths", data.sold_milli.total(), boxes.sold_milli.total(), hub.sold_milli.total()),
        ("stock cells moved", len(data.stock_milli), len(boxes.stock_milli), len(hub.stock_milli)),
        ("stock, thousandths", data.stock_milli.total(), boxes.stock_milli.total(), hub.stock_milli.total()),
        ("events", "", sum(last for last, _ in boxes.chains.values()), sum(last for last, _ in hub.chains.values())),
    ]
    table = Table("", "data", "boxes", "hub", "", title="Both sides")
    equal = True
    for name, *figures in rows:
        same = len({figure for figure in figures if figure != ""}) == 1
        equal &= same
        table.add_row(name, *(f"{figure:,}" if figure != "" else "–" for figure in figures), "=" if same else "[red]≠")
    for name, same in _each_one(data, boxes, hub):
        equal &= same
        table.add_row(name, "", "", "", "=" if same else "[red]≠")
    console.print(table)
    console.print("both sides are equal" if equal else "[red]the sides differ")
    return equal


def _each_one(data: Side, boxes: Side, hub: Side) -> list[tuple[str, bool]]:
    return [
        (f"each of {len(boxes.chains)} chain heads", boxes.chains == hub.chains),
        ("each branch's sold item", data.sold_milli == boxes.sold_milli == hub.sold_milli),
        ("each stock cell", data.stock_milli == boxes.stock_milli == hub.stock_milli),
    ]
