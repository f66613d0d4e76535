"""``make demo``: mosquitto, the hub and three boxes with their virtual benches, until Ctrl-C.

Everything lives under one folder (``.demo``), so the second start takes seconds and yesterday's sales are still there.
"""

import logging
import signal
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

from werkzeug.serving import make_server

from tests.stage.bench_page import create_bench
from tests.stage.bench_page.bench import Bench
from tests.stage.bench_page.props import Props, read_props
from tests.stage.processes import LOOPBACK, NotReady, free_port
from tests.stage.town import DEMO_BRANCHES, EXAMPLE, Ports, Town

HUB_PORT = 8300
COUNTER_PORTS = (8311, 8312, 8313)
BENCH_PORTS = (8321, 8322, 8323)
LOOK_EVERY_S = 1.0

FIRST_STEPS = """
What to try first:
  1. Open the hub and the counter of {branch}, with its bench beside it.
  2. At the counter: open a shift (any name, any change).
  3. On the bench: put 1,234 g on the pan and tap the first card. At the counter: choose some vegetables, weigh them,
     see the member's name, take cash, charge. The paper comes out on the bench; the hub's stock moves.
  4. At the counter: joint purchase, ask for some bags of fertiliser for the member. The hub's round moves.
  5. On the bench: pull the network cable, sell on, plug it in again: nothing is lost, nothing is doubled.
  6. On the bench: take the paper out, leave the pan swinging, tap the frozen card, cut the box's power.

Ctrl-C stops everything. Delete {folder} for a fresh start."""


def serve_bench(bench: Bench, props: Props, port: int, parts: ExitStack) -> str:
    """Serve a bench's page until the parts are taken down; returns its address."""
    server = make_server(LOOPBACK, free_port(port), create_bench(bench, props), threaded=True)
    threading.Thread(target=server.serve_forever, name="bench", daemon=True).start()
    parts.callback(server.shutdown)
    return f"http://{LOOPBACK}:{server.port}"


def demo(folder: Path) -> int:
    """Run the demo in a folder; returns the exit code."""
    for end in (signal.SIGINT, signal.SIGTERM):  # a shell starts background jobs with Ctrl-C ignored
        signal.signal(end, _interrupted)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    ports = Ports(free_port(HUB_PORT), tuple(free_port(port) for port in COUNTER_PORTS))
    try:
        with ExitStack() as parts:
            town = parts.enter_context(Town(folder, DEMO_BRANCHES, ports, tell=_tell))
            props = read_props(EXAMPLE)
            benches = [
                serve_bench(Bench(counter), props, port, parts)
                for counter, port in zip(town.counters.values(), BENCH_PORTS, strict=True)
            ]
            _introduce(town, benches)
            return _stay(town)
    except KeyboardInterrupt:
        print("\nstopped: nothing of it runs any more")
        return 0
    except NotReady as error:
        print(f"the demo cannot run: {error}\nWas {folder} made by another version? Delete it.", file=sys.stderr)
        return 1


def _tell(step: str) -> None:
    print(f"  {step} …", flush=True)


def _introduce(town: Town, benches: list[str]) -> None:
    print(f"\n  {'the hub':12}  {town.hub.url}")
    for (branch, counter), bench in zip(town.counters.items(), benches, strict=True):
        print(f"  {branch:12}  counter {counter.url}   bench {bench}")
    print(FIRST_STEPS.format(branch=DEMO_BRANCHES[0], folder=town.folder), flush=True)


def _stay(town: Town) -> int:
    """Until Ctrl-C; 1 where the broker or the hub ended by itself. A box may be off: the bench cuts its power."""
    while town.broker.running and town.hub.running:
        time.sleep(LOOK_EVERY_S)
    ended = "the hub" if town.broker.running else "mosquitto"
    print(f"{ended} ended by itself: see the logs under {town.folder}", file=sys.stderr)
    return 1


def _interrupted(*_: object) -> NoReturn:
    raise KeyboardInterrupt
