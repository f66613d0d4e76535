"""What the broker is told: who listens where, and who may read and write which topic.

The access list is made from ``hub.contract.topics.RIGHTS``, so that nobody keeps a second list of topics. A
client is known by the common name of its certificate: the branch id for a box, ``hub`` for the hub. Options are
those of mosquitto 2.0 (mosquitto.conf(5)), Debian 12 carries 2.0.11.
"""

import datetime as dt
import ipaddress
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hub.contract.envelope import MESSAGE_BYTES_LIMIT
from hub.contract.topics import HUB, RIGHTS, Right, branch_id
from provisioning import authority as authorities
from provisioning import files
from provisioning.authority import Authority
from provisioning.errors import Refused

BROKER_NAME = "sahakorn broker"
"""The common name in the broker's certificate: with a space in it, no branch can carry it."""
PACKET_BYTES_LIMIT = MESSAGE_BYTES_LIMIT + 1024
"""A full message with room for its topic and MQTT's header."""
QUEUED_MESSAGES_LIMIT = 200
"""For one slow client. What is dropped beyond it is asked for again: the broker's queue keeps nothing safe."""
QUEUED_BYTES_LIMIT = 32 * 1024 * 1024

CONF, ACL, CERTIFICATE, KEY, AUTHORITY, CRL = (
    "mosquitto.conf", "acl", "broker.pem", "broker.key", "authority.pem", "crl.pem",
)  # fmt: skip
HUB_IDENTITY = HUB
"""The common name in the hub's certificate. ``identity_of`` never gives it to a branch."""


@dataclass(frozen=True)
class Listener:
    """Where the broker listens and as whom it runs.

    ``names`` are the host names and addresses that its certificate vouches for, beside ``host``.
    """

    host: str = "127.0.0.1"
    port: int = 8883
    names: Sequence[str] = ("localhost", "127.0.0.1")
    user: str = ""


def identity_of(branch: str) -> str:
    """The common name that a branch's box gets in its certificate: its id.

    >>> identity_of("rattaphum01")
    'rattaphum01'

    Raises Refused for what is no branch id, and for the hub's own name.
    """
    try:
        return branch_id(branch)
    except ValueError as error:
        raise Refused(str(error)) from error


def acl(rights: Iterable[Right] = RIGHTS) -> str:
    """The broker's access list: patterns for every box, plain topics for the hub; what is not in it is refused.

    mosquitto puts the common name of the certificate in place of ``%u``. A pattern holds for the hub as well,
    under its own name, where nobody else reads or writes.
    """
    lines = ["# Made from hub.contract.topics by `python -m provisioning broker`: change it there."]
    given = tuple(rights)
    lines += [f"pattern {right.access} {right.pattern.format(me='%u')}" for right in given if right.role == "box"]
    lines += ["", f"user {HUB_IDENTITY}"]
    lines += [f"topic {right.access} {right.pattern.format(me=HUB)}" for right in given if right.role == "hub"]
    return "\n".join(lines) + "\n"


def configuration(folder: Path, listener: Listener) -> str:
    """mosquitto.conf for a broker whose files lie in ``folder`` (absolute).

    Nothing is kept on the broker's disk: boxes and hub agree on what is booked without it, and a file that
    looks like safety would only be one more thing to mend. A client's id is its certificate's name, so that a
    box cannot throw another off the line by borrowing its id; two connections under one name shut each other out.
    """
    return f"""# Made by `python -m provisioning broker`: make it anew rather than change it.
user {listener.user}
persistence false
per_listener_settings false
allow_anonymous false
acl_file {folder / ACL}

listener {listener.port} {listener.host}
cafile {folder / AUTHORITY}
certfile {folder / CERTIFICATE}
keyfile {folder / KEY}
crlfile {folder / CRL}
require_certificate true
use_identity_as_username true
use_username_as_clientid true
tls_version tlsv1.2

max_packet_size {PACKET_BYTES_LIMIT}
max_queued_messages {QUEUED_MESSAGES_LIMIT}
max_queued_bytes {QUEUED_BYTES_LIMIT}
persistent_client_expiration 1h
set_tcp_nodelay true

sys_interval 0
log_dest stderr
log_type error
log_type warning
log_type notice
log_timestamp_format %Y-%m-%dT%H:%M:%S
"""


def make(authority: Authority, out: Path, listener: Listener, now: dt.datetime) -> Path:
    """Write all that a broker needs into a folder, and return the path of its mosquitto.conf.

    A run into the same folder renews the certificate and everything else; the broker has to be started anew.
    Raises Refused for an address or a name that cannot be one, and where the files cannot be given to the user.
    """
    listener = _checked(listener)
    names = tuple(dict.fromkeys((*listener.names, *(() if _is_any_address(listener.host) else (listener.host,)))))
    folder = files.make_folder(out).resolve()
    if re.search(r"\s", str(folder)):
        raise Refused(f"mosquitto cannot read file names with a space in them: choose another folder than {folder}")
    pair = authorities.issue_server(authority, BROKER_NAME, names, now)
    files.write(folder / AUTHORITY, authority.pem)
    files.write(folder / CERTIFICATE, pair.certificate)
    files.write(folder / KEY, pair.key, files.SECRET_MODE)
    files.write(folder / ACL, acl().encode(), files.SECRET_MODE)
    load_crl(authority, folder)
    files.write(folder / CONF, configuration(folder, listener).encode())
    files.hand_over(folder, listener.user)
    return folder / CONF


def load_crl(authority: Authority, folder: Path) -> None:
    """Put the authority's newest revocation list beside the broker, which reads it when it starts.

    Raises Refused where the folder is no broker's.
    """
    if not (folder / KEY).exists():
        raise Refused(f"{folder} is no broker's folder: make one with `broker … --out {folder}`")
    owner = (folder / KEY).stat()
    files.write(folder / CRL, (authority.folder / authorities.CRL).read_bytes())
    if owner.st_uid != (folder / CRL).stat().st_uid:
        files.give(folder / CRL, owner.st_uid, owner.st_gid)


def _checked(listener: Listener) -> Listener:
    if not 1 <= listener.port <= 65_535:
        raise Refused(f"port {listener.port} cannot be one: 1 to 65535 are")
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", listener.host):
        raise Refused(f"{listener.host!r} is no address to listen on")
    user = listener.user or files.running_user()
    return Listener(listener.host, listener.port, tuple(listener.names), user)


def _is_any_address(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False
