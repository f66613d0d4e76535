"""``python -m hub``: run | init | import | register | restored | check."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from hub import settings as settings_
from hub.actions.declare_restored import declare_restored
from hub.actions.import_register import import_register
from hub.actions.register_box import register_box
from hub.desk import Desk
from hub.errors import BadBox, HubError
from hub.rules.registers import REGISTERS
from hub.settings import Settings
from hub.station import examine, open_desk, open_station
from hub.web.server import serve


def _run(settings: Settings, _arguments: argparse.Namespace) -> int:
    hub = settings.hub
    serve(f"{hub.web_host}:{hub.web_port}", hub.web_threads, lambda: open_station(settings))
    return 0


def _init(settings: Settings, _arguments: argparse.Namespace) -> int:
    with open_desk(settings):
        print(f"the books are ready: {settings.database_url()}")
    return 0


def _import(settings: Settings, arguments: argparse.Namespace) -> int:
    def show(lines: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{arguments.kind}: {lines} lines", end="", file=sys.stderr, flush=True)

    with open_desk(settings) as desk:
        report = import_register(desk, arguments.kind, arguments.file, show)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    for line, reason in report.lines:
        print(f"{arguments.file.name}:{line}: refused: {reason}")
    print(
        f"{arguments.kind}: {report.read} lines read, {report.written} written, "
        f"{report.unchanged} unchanged, {report.refused} refused"
    )
    return 1 if report.refused else 0


def _read_box(file: Path) -> dict[str, str]:
    try:
        box = json.loads(file.read_text(encoding="utf-8"))
        return {name: str(box[name]) for name in ("branch", "epoch", "kid", "public_key")}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadBox(reason=f"{file.name}: {error!r}") from error


def _register_one(desk: Desk, file: Path) -> None:
    box = _read_box(file)
    try:
        public_key = bytes.fromhex(box["public_key"])
    except ValueError as error:
        raise BadBox(reason=f"{file.name}: the public key is no hex") from error
    new = register_box(desk, branch=box["branch"], epoch=box["epoch"], kid=box["kid"], public_key=public_key)
    print(
        f"{box['branch']}: {'registered' if new else 'was registered before'}, key {box['kid']}, epoch {box['epoch']}"
    )


def _register(settings: Settings, arguments: argparse.Namespace) -> int:
    with open_desk(settings) as desk:
        for file in arguments.box:
            _register_one(desk, file)
    return 0


def _restored(settings: Settings, _arguments: argparse.Namespace) -> int:
    with open_desk(settings) as desk:
        print(f"the books begin a new life, {declare_restored(desk)}: boxes send again what is missing")
    return 0


def _check(settings: Settings, _arguments: argparse.Namespace) -> int:
    found = examine(settings)
    for finding in found:
        print(f"{'ok ' if finding.good else 'BAD'}  {finding.what}: {finding.seen}")
    return 0 if all(finding.good for finding in found) else 1


COMMANDS: dict[str, tuple[Callable[[Settings, argparse.Namespace], int], str]] = {
    "run": (_run, "serve the screens and take in what the branches send"),
    "init": (_init, "make the books, or bring them to this program's version"),
    "import": (_import, "read a register from a CSV; what is refused is reported line by line"),
    "register": (_register, "take the keys of branches' boxes"),
    "restored": (_restored, "say that the books came back from a backup, so that boxes send again"),
    "check": (_check, "look at settings, keys, books and ledgers"),
}


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; 2 and a sentence where it cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m hub", description="The provincial hub.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (_, says) in COMMANDS.items():
        command = commands.add_parser(name, help=says)
        command.add_argument("--settings", type=Path, required=True, help="the hub's settings file")
        if name == "import":
            command.add_argument("kind", choices=list(REGISTERS))
            command.add_argument("file", type=Path)
        if name == "register":
            command.add_argument("box", type=Path, nargs="+", help="BOX.json, as provisioning wrote it")
    given = parser.parse_args(arguments)
    try:
        return COMMANDS[given.command][0](settings_.read(given.settings), given)
    except HubError as error:
        print(f"{error.say('th')}\n{error.say('en')}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
