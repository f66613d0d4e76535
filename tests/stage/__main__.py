"""``python -m tests.stage``: run the demo, the smoke test or a replay on this machine."""

import argparse
import sys
from pathlib import Path

DEMO_FOLDER = Path(".demo")
PICTURES_FOLDER = Path(__file__).parent / "pictures"


def main() -> int:
    """Read the command line and play the piece; each is imported only when it is played."""
    parser = argparse.ArgumentParser(prog="python -m tests.stage", description=__doc__)
    pieces = parser.add_subparsers(dest="piece", required=True, metavar="PIECE")
    demo = pieces.add_parser("demo", help="hub, three boxes and their virtual benches, until Ctrl-C")
    demo.add_argument("--folder", type=Path, default=DEMO_FOLDER, help="where it keeps everything (%(default)s)")
    smoke = pieces.add_parser("smoke", help="one sale and one demand, from the counter to the hub, without a screen")
    smoke.add_argument("--papers", type=Path, default=DEMO_FOLDER / "smoke", help="where the paper's picture goes")
    replay = pieces.add_parser("replay", help="real baskets through boxes and hub, both sides compared")
    replay.add_argument("--days", type=int, default=1, help="how many days of the data, 1 to 365 (%(default)s)")
    pictures = pieces.add_parser("pictures", help="screenshots of the running counter, hub and bench, for the README")
    pictures.add_argument("--out", type=Path, default=PICTURES_FOLDER, help="where they go (%(default)s)")
    given = parser.parse_args()
    if given.piece == "demo":
        from tests.stage.demo import demo as play_demo

        return play_demo(given.folder)
    if given.piece == "smoke":
        from tests.stage.smoke import smoke as play_smoke

        return play_smoke(given.papers)
    if given.piece == "pictures":
        from tests.stage.pictures import pictures as play_pictures

        return play_pictures(given.out)
    from tests.stage.replay import replay as play_replay

    return play_replay(given.days)


if __name__ == "__main__":
    sys.exit(main())
