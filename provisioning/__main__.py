"""``python -m provisioning``: what a technician types before a branch can sell.

A step that is refused says why in one sentence and ends with 2; a key is never printed.
"""

import argparse
import datetime as dt
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from provisioning import authority as authorities
from provisioning import broker, enroll
from provisioning.enroll import BoxPlan, HubPlan
from provisioning.errors import Refused


def main(arguments: Sequence[str] | None = None) -> int:
    """Take one step and tell what it made. Returns the exit code."""
    chosen = _parser().parse_args(arguments)
    now = dt.datetime.fromtimestamp(int(time.time()), dt.UTC)
    try:
        print(chosen.step(chosen, now))
    except Refused as refusal:
        print(f"provisioning: {refusal}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"provisioning: {error.filename}: {error.strerror}. Check the folder and your rights.", file=sys.stderr)
        return 2
    return 0


def _authority_init(chosen: argparse.Namespace, now: dt.datetime) -> str:
    made = authorities.create(chosen.folder, chosen.name, now)
    ends = made.certificate.not_valid_after_utc.date()
    return f"authority founded in {chosen.folder}, good until {ends}. Back this folder up; keep it off the broker."


def _broker(chosen: argparse.Namespace, now: dt.datetime) -> str:
    listener = broker.Listener(chosen.host, chosen.port, ("localhost", "127.0.0.1", *chosen.name), chosen.user)
    return f"start it with: mosquitto -c {broker.make(authorities.load(chosen.folder), chosen.out, listener, now)}"


def _hub(chosen: argparse.Namespace, now: dt.datetime) -> str:
    plan = HubPlan(chosen.broker, chosen.port, chosen.language, chosen.web_port)
    enroll.hub(authorities.load(chosen.folder), chosen.out, now, plan)
    return f"the hub's keys and certificate are in {chosen.out}"


def _box(chosen: argparse.Namespace, now: dt.datetime) -> str:
    plan = BoxPlan(
        broker_host=chosen.broker,
        broker_port=chosen.port,
        language=chosen.language,
        web_port=chosen.web_port,
        scale_kind=chosen.scale,
        scale_port=chosen.scale_port,
        card_reader_kind=chosen.card_reader,
        pcscd_socket=chosen.pcscd_socket,
        printer_kind=chosen.printer,
        printer_address=chosen.printer_address,
    )
    enroll.box(authorities.load(chosen.folder), chosen.branch, chosen.out, plan, now, replace=chosen.replace)
    return (
        f"the box of {chosen.branch} is in {chosen.out}. "
        f"Register it at the hub: python -m hub register {chosen.out / enroll.REGISTRATION}"
    )


def _revoke(chosen: argparse.Namespace, now: dt.datetime) -> str:
    authority = authorities.load(chosen.folder)
    count = enroll.revoke(authority, chosen.branch, now)
    if chosen.broker is None:
        return f"{count} revoked. Give the broker {authority.folder / authorities.CRL}, then start it anew."
    broker.load_crl(authority, chosen.broker)
    return f"{count} revoked, the list is in {chosen.broker}. Start the broker anew: until then who is connected stays."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m provisioning", description="What a branch needs before it can sell."
    )
    steps = parser.add_subparsers(required=True, metavar="STEP")

    founding = steps.add_parser("authority", help="found the network's certificate authority")
    verbs = founding.add_subparsers(required=True, metavar="VERB")
    init = verbs.add_parser("init", help="make a new authority in a folder")
    init.add_argument("folder", type=Path)
    init.add_argument("--name", default="sahakorn authority", help="its name in every certificate (%(default)s)")
    init.set_defaults(step=_authority_init)

    made = _step(steps, "broker", "write the broker's configuration, access list and certificate", _broker)
    made.add_argument("--host", default="127.0.0.1", help="the address to listen on (%(default)s)")
    made.add_argument("--port", type=int, default=8883, help="(%(default)s)")
    made.add_argument(
        "--name", action="append", default=[], help="a host name or address that boxes call it by; repeatable"
    )
    made.add_argument("--user", default="", help="the user that the broker runs as (the one who runs this)")

    centre = _step(steps, "hub", "give the hub its certificate, signing key and settings", _hub)
    _reached(centre, web_port=8300)

    boxed = _step(steps, "box", "make the folder of a branch's box", _box, branch=True)
    _reached(boxed, web_port=8080)
    boxed.add_argument("--scale", default="none", help="kind of scale (%(default)s)")
    boxed.add_argument("--scale-port", default="", help="its device or pyserial URL")
    boxed.add_argument("--card-reader", default="none", help="kind of card reader (%(default)s)")
    boxed.add_argument("--pcscd-socket", default="", help="pcscd's socket where it is not the usual one")
    boxed.add_argument("--printer", default="none", help="kind of printer (%(default)s)")
    boxed.add_argument("--printer-address", default="", help="its host:port")
    boxed.add_argument("--replace", action="store_true", help="this box takes the place of the one that the branch has")

    ended = _step(
        steps, "revoke", "take back the certificates of a branch, or of the hub", _revoke, branch=True, out=False
    )
    ended.add_argument("--broker", type=Path, help="the broker's folder, to put the new list there")
    return parser


def _reached(parser: argparse.ArgumentParser, *, web_port: int) -> None:
    parser.add_argument("--broker", default="localhost", help="the broker's name, as in its certificate (%(default)s)")
    parser.add_argument("--port", type=int, default=8883, help="the broker's port (%(default)s)")
    parser.add_argument("--language", choices=("th", "en"), default="th", help="what screens start with (%(default)s)")
    parser.add_argument("--web-port", type=int, default=web_port, help="the port of its screens (%(default)s)")


def _step(
    steps: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    told: str,
    act: object,
    *,
    branch: bool = False,
    out: bool = True,
) -> argparse.ArgumentParser:
    parser = steps.add_parser(name, help=told)
    parser.add_argument("folder", type=Path, help="the authority's folder")
    if branch:
        parser.add_argument("branch", help="the branch id")
    if out:
        parser.add_argument("--out", type=Path, required=True, help="the folder to make")
    parser.set_defaults(step=act)
    return parser


if __name__ == "__main__":
    sys.exit(main())
