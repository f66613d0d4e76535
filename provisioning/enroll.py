"""A branch gets its box, the hub its keys: folders to be carried to the machines they are for.

A box's folder, as ``python -m appliance run --settings FOLDER/settings.toml`` wants it::

    settings.toml   what appliance.settings reads
    authority.pem   whom the box believes
    box.pem         its certificate; the common name is the branch id
    box.key         the certificate's key
    ledger.key      Ed25519 (PKCS 8, PEM): signs the branch's ledger
    hub.pub         the hub's Ed25519 public key, 64 hex digits and a line end
    identity.json   {"branch", "epoch", "kid"}: the ledger that this box writes
    BOX.json        the same with "public_key" (64 hex digits): for `python -m hub register`

The hub's folder, as ``python -m hub run --settings FOLDER/settings.toml`` wants it::

    settings.toml                      what hub.settings reads; made the first time only
    authority.pem, hub.pem, hub.key    its identity at the broker
    hub-sign.key                       Ed25519 (PKCS 8, PEM): signs its answers
    hub.pub                            what every box holds those answers against

``epoch`` is "e-" and 16 random hex digits; a box that replaces another is enrolled anew and so begins a new
ledger: no number is ever given twice. ``kid`` is the branch id and the first 8 hex digits of the public key's
SHA-256.
"""

import datetime as dt
import hashlib
import json
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from provisioning import authority as authorities
from provisioning import files
from provisioning.authority import Authority
from provisioning.broker import HUB_IDENTITY, identity_of
from provisioning.errors import Refused

SETTINGS, IDENTITY, REGISTRATION = "settings.toml", "identity.json", "BOX.json"
LEDGER_KEY, HUB_PUBLIC, HUB_SIGNING = "ledger.key", "hub.pub", "hub-sign.key"


@dataclass(frozen=True)
class BoxPlan:
    """What stands on the counter and where the broker is; the names are those of the box's settings."""

    broker_host: str = "localhost"
    broker_port: int = 8883
    language: str = "th"
    web_port: int = 8080
    scale_kind: str = "none"
    scale_port: str = ""
    card_reader_kind: str = "none"
    pcscd_socket: str = ""
    printer_kind: str = "none"
    printer_address: str = ""


@dataclass(frozen=True)
class HubPlan:
    """Where the hub finds the broker and shows its screens; the names are those of the hub's settings."""

    broker_host: str = "localhost"
    broker_port: int = 8883
    language: str = "th"
    web_port: int = 8300


AS_USUAL = HubPlan()


def hub(authority: Authority, out: Path, now: dt.datetime, plan: HubPlan = AS_USUAL) -> None:
    """Give the hub its certificate and, the first time, its signing key and settings; later only a new certificate.

    The authority keeps the public key, since every box that is enrolled later needs it.
    Raises Refused where the authority knows a signing key that is not in this folder: boxes that hold the
    old one would believe nothing of a new one.
    """
    known = authority.folder / HUB_PUBLIC
    signing = out / HUB_SIGNING
    if known.exists() and not signing.exists():
        raise Refused(
            f"the hub has a signing key already, but not in {out}: copy {HUB_SIGNING} there from the hub or its backup"
        )
    files.make_folder(out)
    if not signing.exists():
        files.write(signing, _private_pem(Ed25519PrivateKey.generate()), files.SECRET_MODE)
    public = _public_hex(_load_signing_key(signing))
    if known.exists() and known.read_text().strip() != public:
        raise Refused(f"{signing} is not the key that the boxes know: bring back the right one from the hub's backup")
    pair = authorities.issue_client(authority, HUB_IDENTITY, now)
    files.write(out / "authority.pem", authority.pem)
    files.write(out / "hub.pem", pair.certificate)
    files.write(out / "hub.key", pair.key, files.SECRET_MODE)
    files.write(out / HUB_PUBLIC, f"{public}\n".encode())
    files.write(known, f"{public}\n".encode())
    if not (out / SETTINGS).exists():
        files.write(out / SETTINGS, hub_settings(plan).encode())


def box(
    authority: Authority, branch: str, out: Path, plan: BoxPlan, now: dt.datetime, *, replace: bool = False
) -> None:
    """Make the folder of a branch's box: whole, or not at all.

    ``replace`` takes back the certificates of the box before it, dead, stolen or restored; the broker has to load
    the new revocation list. Raises Refused for a bad branch id, a folder that is not empty, a hub without keys,
    and a branch that has a box already unless that one is replaced.
    """
    identity, out = identity_of(branch), out.resolve()
    hub_public = authority.folder / HUB_PUBLIC
    if not hub_public.exists():
        raise Refused("the hub has no keys yet: run `hub` first, since a box has to know whose answers to believe")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Refused(f"{out} is not empty, and a box's keys and books are never written over: choose a new folder")
    if authorities.good_certificates(authority, identity, now):
        if not replace:
            raise Refused(f"{branch} has a box already: add --replace if this one takes its place; the other then ends")
        authorities.revoke(authority, identity, now)
    _write_box(authority, identity, out, plan, now)


def _write_box(authority: Authority, branch: str, out: Path, plan: BoxPlan, now: dt.datetime) -> None:
    pair = authorities.issue_client(authority, branch, now)
    ledger = Ed25519PrivateKey.generate()
    public = _public_hex(ledger)
    kid = f"{branch}-{hashlib.sha256(bytes.fromhex(public)).hexdigest()[:8]}"
    identity = {"branch": branch, "epoch": f"e-{secrets.token_hex(8)}", "kid": kid}
    out.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}."))
    try:
        files.write(folder / "authority.pem", authority.pem)
        files.write(folder / "box.pem", pair.certificate)
        files.write(folder / "box.key", pair.key, files.SECRET_MODE)
        files.write(folder / LEDGER_KEY, _private_pem(ledger), files.SECRET_MODE)
        files.write(folder / HUB_PUBLIC, (authority.folder / HUB_PUBLIC).read_bytes())
        files.write(folder / IDENTITY, _json(identity))
        files.write(folder / REGISTRATION, _json({**identity, "public_key": public}))
        files.write(folder / SETTINGS, box_settings(branch, plan).encode())
        folder.replace(out)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    files.sync_folder(out.parent)


def hub_settings(plan: HubPlan) -> str:
    """The hub's settings.toml; what is not named keeps its default."""
    return _toml(
        "The hub. Each setting is told in hub/settings.py.",
        {
            "hub": {"language": plan.language, "web_port": plan.web_port},
            "link": {"host": plan.broker_host, "port": plan.broker_port},
        },
    )


def box_settings(branch: str, plan: BoxPlan) -> str:
    """The box's settings.toml; what is not named keeps its default."""
    return _toml(
        f"The box of {branch}. Each setting is told in appliance/settings.py.",
        {
            "box": {"branch": branch, "folder": ".", "language": plan.language, "web_port": plan.web_port},
            "scale": {"kind": plan.scale_kind, "port": plan.scale_port},
            "card_reader": {"kind": plan.card_reader_kind, "pcscd_socket": plan.pcscd_socket},
            "printer": {"kind": plan.printer_kind, "address": plan.printer_address},
            "link": {"host": plan.broker_host, "port": plan.broker_port},
        },
    )


def _toml(told: str, groups: dict[str, dict[str, str | int]]) -> str:
    lines = [f"# {told}"]
    for group, values in groups.items():
        # A JSON string or whole number is one in TOML as well.
        lines += [
            "",
            f"[{group}]",
            *(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()),
        ]
    return "\n".join(lines) + "\n"


def revoke(authority: Authority, branch: str, now: dt.datetime) -> int:
    """Take back the certificates of a branch (or of the hub), after a theft say, and tell how many there were."""
    identity = HUB_IDENTITY if branch == HUB_IDENTITY else identity_of(branch)
    return authorities.revoke(authority, identity, now)


def _load_signing_key(file: Path) -> Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError) as error:
        raise Refused(f"{file} cannot be read: {error}. Bring it back from the hub's backup.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused(f"{file} is no Ed25519 key. Bring it back from the hub's backup.")
    return key


def _public_hex(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def _private_pem(key: Ed25519PrivateKey) -> bytes:
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)


def _json(fields: dict[str, str]) -> bytes:
    return json.dumps(fields, indent=2).encode() + b"\n"
