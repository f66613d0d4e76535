"""What can be set on a box: name, unit, default and a sentence for each. The only reader of files and environment.

A box's settings are one TOML file with a table per group (``[box]``, ``[scale]`` …), written by provisioning.
"""

import dataclasses
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from appliance.errors import BadSettings


@dataclass(frozen=True, slots=True)
class BoxSettings:
    """Who this box is and where its files lie."""

    branch: str = ""
    """The branch's id, 3 to 16 of a-z and 0-9, as its certificate says; no default."""
    folder: str = "."
    """Where the books lie; a relative path counts from the settings file."""
    language: str = "th"
    """What screens and papers start with: th or en."""
    web_host: str = "127.0.0.1"
    """Who may open the counter's page: loopback only, unless a shop has a second screen."""
    web_port: int = 8080
    """The counter's port."""


@dataclass(frozen=True, slots=True)
class ScaleSettings:
    """The scale on the counter."""

    kind: str = "none"
    """A protocol out of ``devices.catalog.SCALES``; none where the branch has no scale."""
    port: str = ""
    """A pyserial URL or device, such as /dev/sahakorn-scale."""
    capacity_g: int = 15_000
    """The most that may be sold in one weighing, grams."""
    division_g: int = 5
    """The verification interval e, grams: less than 20 of it is too light to sell."""


@dataclass(frozen=True, slots=True)
class CardReaderSettings:
    """The reader for members' cards."""

    kind: str = "none"
    """A kind out of ``devices.catalog.CARD_READERS``."""
    reader: str = ""
    """The start of the PC/SC reader's name; empty listens on every reader there is."""
    pcscd_socket: str = ""
    """pcscd's socket where it is not the usual one."""


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """The receipt printer and the drawer behind it."""

    kind: str = "none"
    """A kind out of ``devices.catalog.PRINTERS``."""
    address: str = ""
    """host:port for a network printer."""
    width_px: int = 576
    """Dots across the paper: 576 for 80 mm, 384 for 58 mm."""
    drawer: bool = True
    """Whether a cash drawer hangs on the printer."""


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """The way to the hub. An empty host keeps the box by itself: it sells and keeps everything."""

    host: str = ""
    """The broker's host name, as in its certificate."""
    port: int = 8883
    """The broker's port."""
    authority: str = "authority.pem"
    """The network's certificate authority, which signed the broker's certificate."""
    certificate: str = "box.pem"
    """The box's certificate; its common name is the branch id."""
    key: str = "box.key"
    """The certificate's key."""
    ledger_key: str = "ledger.key"
    """The Ed25519 key that signs the ledger."""
    hub_key: str = "hub.pub"
    """The hub's Ed25519 public key, which its answers are held against."""
    resend_after_s: float = 5.0
    """How long an answer may take before the window is sent again."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All of a box's settings."""

    box: BoxSettings = field(default_factory=BoxSettings)
    scale: ScaleSettings = field(default_factory=ScaleSettings)
    card_reader: CardReaderSettings = field(default_factory=CardReaderSettings)
    printer: PrinterSettings = field(default_factory=PrinterSettings)
    link: LinkSettings = field(default_factory=LinkSettings)
    base: Path = Path()
    """Where relative paths start: the folder of the settings file."""

    def path(self, name: str) -> Path:
        """A file that the settings name."""
        return self.base / name


G = TypeVar("G")


def _group(group: type[G], given: dict[str, Any], name: str) -> G:
    known = {field.name: field.type for field in dataclasses.fields(group)}  # type: ignore[arg-type]
    for key, value in given.items():
        if key not in known:
            raise BadSettings(setting=f"{name}.{key}", reason="no such setting")
        wanted = known[key]
        if wanted is float and isinstance(value, int) and not isinstance(value, bool):
            continue
        if type(value) is not wanted:
            raise BadSettings(setting=f"{name}.{key}", reason=f"{wanted} wanted, {value!r} given")
    return group(**given)


def read(file: Path) -> Settings:
    """Read a box's settings file.

    Raises BadSettings for a file that is not there or not TOML, an unknown name or a wrong type.
    """
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSettings(setting=str(file), reason=str(error)) from error
    groups = {field.name: field.default_factory for field in dataclasses.fields(Settings) if field.name != "base"}
    for name in given:
        if name not in groups:
            raise BadSettings(setting=name, reason="no such group")
    built: dict[str, Any] = {name: _group(group, given.get(name, {}), name) for name, group in groups.items()}  # type: ignore[arg-type]
    return Settings(**built, base=file.resolve().parent)
