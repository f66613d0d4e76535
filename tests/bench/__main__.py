"""``make bench``: measure every figure and print one table. No figure fails the run: read the ratio, not the clock."""

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench import durable_sale, intake, lookup, round_trip, wire_bytes
from tests.bench.figure import Figure

MEASURES = {
    "sale": durable_sale.measure,
    "lookup": lookup.measure,
    "wire": wire_bytes.measure,
    "intake": intake.measure,
    "ack": round_trip.measure,
}
PRINTED_WIDTH = 150
GOALS = {True: "[green]reached", False: "[red]not reached", None: ""}


def main() -> int:
    """Measure what is asked for, or everything."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("figures", nargs="*", help=f"which ones: {', '.join(MEASURES)} (all)", metavar="FIGURE")
    wanted = parser.parse_args().figures or list(MEASURES)
    if unknown := set(wanted) - set(MEASURES):
        parser.error(f"no such figure: {', '.join(sorted(unknown))}")
    console, figures = Console(width=None if sys.stdout.isatty() else PRINTED_WIDTH), list[Figure]()
    for name in wanted:
        with console.status(f"measuring {name}"), tempfile.TemporaryDirectory(prefix="sahakorn-bench-") as folder:
            figures += MEASURES[name](Path(folder))
    table = Table("figure", "ours", "limit or peer, same run", "ratio", "goal", "")
    for figure in figures:
        row = (figure.what, figure.ours, figure.limit, figure.ratio, figure.goal, GOALS[figure.met])
        table.add_row(*row)
    console.print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
