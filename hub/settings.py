"""What can be set at the hub: name, unit, default and a sentence for each. The only reader of files and environment.

A hub's settings are one TOML file with a table per group (``[hub]``, ``[link]``), written by provisioning.
"""

import dataclasses
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from hub.errors import BadSettings


@dataclass(frozen=True, slots=True)
class HubSettings:
    """Where the hub's books lie and who may look at its screens."""

    database: str = "hub.db"
    """The books: a file, which counts from the settings file, or a database URL of SQLAlchemy."""
    web_host: str = "127.0.0.1"
    """Who may open the operators' screens: loopback only, unless a proxy with log-in stands before it."""
    web_port: int = 8300
    """The port of the operators' screens."""
    web_threads: int = 16
    """How many pages are made at a time; every screen that watches live takes one."""
    language: str = "th"
    """What screens start with: th or en."""
    batches_per_commit: int = 32
    """How many waiting batches are booked in one transaction at most."""


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """The way to the branches. An empty host keeps the hub by itself: its screens work, nothing is taken in."""

    host: str = ""
    """The broker's host name, as in its certificate."""
    port: int = 8883
    """The broker's port."""
    authority: str = "authority.pem"
    """The network's certificate authority, which signed the broker's certificate."""
    certificate: str = "hub.pem"
    """The hub's certificate; its common name is hub."""
    key: str = "hub.key"
    """The certificate's key."""
    signing_key: str = "hub-sign.key"
    """The Ed25519 private key (PEM) that signs what the hub says to the boxes."""
    kid: str = "hub-1"
    """The name of the signing key."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All of a hub's settings."""

    hub: HubSettings = field(default_factory=HubSettings)
    link: LinkSettings = field(default_factory=LinkSettings)
    base: Path = Path()
    """Where relative paths start: the folder of the settings file."""

    def path(self, name: str) -> Path:
        """A file that the settings name."""
        return self.base / name

    def database_url(self) -> str:
        """The books as an SQLAlchemy URL.

        >>> Settings(base=Path("/srv/hub")).database_url()
        'sqlite:////srv/hub/hub.db'
        """
        if "://" in self.hub.database:
            return self.hub.database
        return f"sqlite:///{self.path(self.hub.database)}"


G = TypeVar("G")


def _group(group: type[G], given: dict[str, Any], name: str) -> G:
    known = {field.name: field.type for field in dataclasses.fields(group)}  # type: ignore[arg-type]
    for key, value in given.items():
        if key not in known:
            raise BadSettings(setting=f"{name}.{key}", reason="no such setting")
        if type(value) is not known[key]:
            raise BadSettings(setting=f"{name}.{key}", reason=f"{known[key]} wanted, {value!r} given")
    return group(**given)


def _bounded(settings: Settings) -> Settings:
    if settings.hub.language not in ("th", "en"):
        raise BadSettings(setting="hub.language", reason="th or en wanted")
    for name, value in (
        ("web_threads", settings.hub.web_threads),
        ("batches_per_commit", settings.hub.batches_per_commit),
    ):
        if not 1 <= value <= 256:
            raise BadSettings(setting=f"hub.{name}", reason="1 to 256 wanted")
    return settings


def read(file: Path) -> Settings:
    """Read a hub's settings file.

    Raises BadSettings for a file that is not there or not TOML, an unknown name, a wrong type or a senseless value.
    """
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSettings(setting=str(file), reason=str(error)) from error
    groups = {field.name: field.default_factory for field in dataclasses.fields(Settings) if field.name != "base"}
    for name, group in given.items():
        if name not in groups or not isinstance(group, dict):
            raise BadSettings(setting=name, reason="no such group")
    built: dict[str, Any] = {name: _group(group, given.get(name, {}), name) for name, group in groups.items()}  # type: ignore[arg-type]
    return _bounded(Settings(**built, base=file.resolve().parent))
