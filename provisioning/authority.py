"""The network's certificate authority: who may speak to the broker, until when, and who may no longer.

A folder of its own, to be kept apart from the broker and backed up; nothing but these functions writes to it::

    authority.pem   the root certificate: given to the broker, the hub and every box
    authority.key   the root's key: never leaves the folder
    issued.jsonl    one line for each certificate issued or revoked, in their order
    crl.pem         the certificates that the broker refuses; made anew from issued.jsonl at every revocation

X.509 version 3 as in RFC 5280; keys are EC P-256. A client's certificate is good for clients only and a server's
for servers only, so a stolen box cannot pose as the broker. Validity starts a day early, since a box without a
battery clock may be behind. The revocation list carries a far date for its next issue on purpose: a broker
refuses *everybody* once its list is out of date.
"""

import datetime as dt
import ipaddress
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from provisioning import files
from provisioning.errors import Refused

ROOT_VALIDITY = dt.timedelta(days=365 * 25)
LEAF_VALIDITY = dt.timedelta(days=400)
BACKDATED = dt.timedelta(days=1)
COMMON_NAME_LIMIT = 64
"""X.520's upper bound, in characters."""

CERTIFICATE, KEY, INDEX, CRL = "authority.pem", "authority.key", "issued.jsonl", "crl.pem"


class Pair(NamedTuple):
    """A certificate and its key as PEM, ready to be written."""

    certificate: bytes
    key: bytes


class Issued(NamedTuple):
    """What the index knows of a certificate. ``revoked_at`` is None as long as it is good."""

    serial: int
    common_name: str
    usage: str
    until: dt.datetime
    revoked_at: dt.datetime | None = None


@dataclass(frozen=True)
class Authority:
    """An authority that was loaded from its folder."""

    folder: Path
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        """The root certificate, as boxes, hub and broker get it."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def create(folder: Path, name: str, now: dt.datetime) -> Authority:
    """Found an authority in an empty folder.

    Raises Refused where the folder holds one already: its certificates would be worth nothing.
    """
    files.make_folder(folder)
    with files.only_one(folder):
        if (folder / KEY).exists():
            raise Refused(f"{folder} holds an authority already, and every box trusts it. Choose another folder.")
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _name(name)
        builder = _builder(subject, subject, key.public_key(), now, now + ROOT_VALIDITY)
        root = (
            builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_key_usage(for_signing_certificates=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(key, hashes.SHA256())
        )
        authority = Authority(folder, root, key)
        files.write(folder / INDEX, b"", files.SECRET_MODE)
        _write_crl(authority, (), now)
        files.write(folder / CERTIFICATE, authority.pem)
        files.write(folder / KEY, _key_pem(key), files.SECRET_MODE)
    return authority


def load(folder: Path) -> Authority:
    """Open the authority in a folder.

    Raises Refused where there is none, or its files cannot be read.
    """
    try:
        certificate = x509.load_pem_x509_certificate((folder / CERTIFICATE).read_bytes())
        key = serialization.load_pem_private_key((folder / KEY).read_bytes(), password=None)
    except FileNotFoundError as error:
        raise Refused(f"there is no authority in {folder}: found one with `authority init {folder}`") from error
    except (OSError, ValueError) as error:
        raise Refused(
            f"the authority in {folder} cannot be read: {error}. Restore the folder from its backup."
        ) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate.public_key() != key.public_key():
        raise Refused(f"key and certificate in {folder} do not belong together. Restore the folder from its backup.")
    return Authority(folder, certificate, key)


def issue_client(authority: Authority, common_name: str, now: dt.datetime) -> Pair:
    """A certificate with which a box or the hub opens a connection; the broker knows it by its common name."""
    return _issue(authority, common_name, "client", (), now)


def issue_server(authority: Authority, common_name: str, names: Sequence[str], now: dt.datetime) -> Pair:
    """A certificate for the broker under the host names and addresses by which it is called."""
    if not names:
        raise Refused("a server's certificate needs at least one host name or address")
    return _issue(authority, common_name, "server", names, now)


def revoke(authority: Authority, common_name: str, now: dt.datetime) -> int:
    """Take back every good client certificate of a name, and say how many; the broker has to load the new list.

    Raises Refused where there is none.
    """
    with files.only_one(authority.folder):
        good = [entry for entry in _index(authority.folder) if _good(entry, common_name, now)]
        if not good:
            raise Refused(f"{common_name!r} has no certificate that is good: nothing to revoke")
        for entry in good:
            _note(authority.folder, {"revoked": f"{entry.serial:x}", "at": _iso(now)})
        _write_crl(authority, _index(authority.folder), now)
    return len(good)


def good_certificates(authority: Authority, common_name: str, now: dt.datetime) -> list[Issued]:
    """A name's client certificates that the broker would accept now."""
    return [entry for entry in _index(authority.folder) if _good(entry, common_name, now)]


def _good(entry: Issued, common_name: str, now: dt.datetime) -> bool:
    mine = entry.usage == "client" and entry.common_name == common_name
    return mine and entry.revoked_at is None and entry.until > now


def _issue(authority: Authority, common_name: str, usage: str, names: Sequence[str], now: dt.datetime) -> Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    until = min(now + LEAF_VALIDITY, authority.certificate.not_valid_after_utc)
    if until <= now:
        raise Refused(f"the authority in {authority.folder} has ended: found a new one and enrol every box anew")
    oid = ExtendedKeyUsageOID.CLIENT_AUTH if usage == "client" else ExtendedKeyUsageOID.SERVER_AUTH
    root_id = authority.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    builder = (
        _builder(_name(common_name), authority.certificate.subject, key.public_key(), now, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(for_signing_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([oid]), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(root_id), critical=False)
    )
    if names:
        builder = builder.add_extension(
            x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False
        )
    certificate = builder.sign(authority.key, hashes.SHA256())
    with files.only_one(authority.folder):
        _note(
            authority.folder,
            {
                "issued": f"{certificate.serial_number:x}",
                "common_name": common_name,
                "usage": usage,
                "until": _iso(until),
                "sha256": certificate.fingerprint(hashes.SHA256()).hex(),
                "at": _iso(now),
            },
        )
    return Pair(certificate.public_bytes(serialization.Encoding.PEM), _key_pem(key))


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: dt.datetime, until: dt.datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
        .not_valid_after(until)
    )


def _key_usage(*, for_signing_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not for_signing_certificates,
        key_cert_sign=for_signing_certificates,
        crl_sign=for_signing_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common_name: str) -> x509.Name:
    if not 0 < len(common_name) <= COMMON_NAME_LIMIT:
        raise Refused(f"the name {common_name!r} has to be 1 to {COMMON_NAME_LIMIT} characters long")
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        pass
    try:
        return x509.DNSName(name)
    except ValueError as error:
        raise Refused(f"{name!r} is neither an address nor a host name in plain ASCII") from error


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)


def _write_crl(authority: Authority, index: Iterable[Issued], now: dt.datetime) -> None:
    root_id = authority.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    revoked = [entry for entry in index if entry.revoked_at is not None]
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.certificate.subject)
        .last_update(now - BACKDATED)
        .next_update(authority.certificate.not_valid_after_utc)
        .add_extension(x509.CRLNumber(len(revoked) + 1), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(root_id), critical=False)
    )
    for entry in revoked:
        assert entry.revoked_at is not None
        line = x509.RevokedCertificateBuilder().serial_number(entry.serial).revocation_date(entry.revoked_at)
        builder = builder.add_revoked_certificate(line.build())
    crl = builder.sign(authority.key, hashes.SHA256())
    files.write(authority.folder / CRL, crl.public_bytes(serialization.Encoding.PEM))


def _note(folder: Path, line: dict[str, str]) -> None:
    before = (folder / INDEX).read_bytes()
    files.write(folder / INDEX, before + json.dumps(line, ensure_ascii=False).encode() + b"\n", files.SECRET_MODE)


def _index(folder: Path) -> list[Issued]:
    """Every certificate issued, oldest first, with what became of it."""
    entries: dict[int, Issued] = {}
    for number, text in enumerate((folder / INDEX).read_text(encoding="utf-8").splitlines(), start=1):
        try:
            line = json.loads(text)
            if "issued" in line:
                serial = int(line["issued"], 16)
                until = dt.datetime.fromisoformat(line["until"])
                entries[serial] = Issued(serial, line["common_name"], line["usage"], until)
            else:
                serial = int(line["revoked"], 16)
                entries[serial] = entries[serial]._replace(revoked_at=dt.datetime.fromisoformat(line["at"]))
        except (ValueError, KeyError, TypeError) as error:
            raise Refused(
                f"line {number} of {folder / INDEX} is damaged: who is revoked is unknown. Restore it from its backup."
            ) from error
    return list(entries.values())


def _iso(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")
