"""The certificate authority, held against what TLS makes of its certificates."""

import contextlib
import datetime as dt
import ssl
import stat
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from provisioning import authority as authorities
from provisioning.authority import Authority, Pair
from provisioning.errors import Refused


def greet(authority: Authority, server: Pair, client: Pair, folder: Path) -> None:
    """Let OpenSSL hold a client's and a server's certificates against each other. Raises ssl.SSLError."""
    ends = []
    for name, pair, purpose in (
        ("server", server, ssl.Purpose.CLIENT_AUTH),
        ("client", client, ssl.Purpose.SERVER_AUTH),
    ):
        context = ssl.create_default_context(purpose, cadata=authority.pem.decode())
        context.verify_mode = ssl.CERT_REQUIRED
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        (folder / name).write_bytes(pair.certificate + pair.key)
        context.load_cert_chain(folder / name)
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        is_server = name == "server"
        hostname = None if is_server else "localhost"
        ends.append((context.wrap_bio(incoming, outgoing, is_server, hostname), incoming, outgoing))
    (here, to_here, from_here), (there, to_there, from_there) = ends
    for _ in range(5):
        for end in (there, here):
            with contextlib.suppress(ssl.SSLWantReadError):
                end.do_handshake()
            to_there.write(from_here.read())
            to_here.write(from_there.read())


def test_boxes_and_broker_believe_each_other(authority: Authority, moment: dt.datetime, tmp_path: Path) -> None:
    """OpenSSL in its strictest mode takes the authority's certificates, each for what it was issued for."""
    server = authorities.issue_server(authority, "broker", ["localhost", "127.0.0.1"], moment)
    client = authorities.issue_client(authority, "rattaphum01", moment)
    greet(authority, server, client, tmp_path)


def test_a_stolen_box_cannot_pose_as_the_broker(authority: Authority, moment: dt.datetime, tmp_path: Path) -> None:
    """Another box hangs up on a server that shows a box's certificate, even one with the broker's host name."""
    server = authorities.issue_server(authority, "broker", ["elsewhere"], moment)
    box = authorities.issue_client(authority, "localhost", moment)
    for impostor in (box, server):
        with pytest.raises(ssl.SSLCertVerificationError):
            greet(authority, impostor, box, tmp_path)


def test_certificates_say_what_they_may(authority: Authority, moment: dt.datetime) -> None:
    """The root signs and nothing under it does; a box's certificate is for clients, for a limited time."""
    root = authority.certificate.extensions
    assert root.get_extension_for_class(x509.BasicConstraints).value == x509.BasicConstraints(True, 0)
    assert root.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    box = x509.load_pem_x509_certificate(authorities.issue_client(authority, "rattaphum01", moment).certificate)
    assert not box.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert not box.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    usage = box.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.CLIENT_AUTH]
    second = moment.replace(microsecond=0)
    assert box.not_valid_before_utc == second - dt.timedelta(days=1)
    assert box.not_valid_after_utc == second + dt.timedelta(days=400)


def test_keys_are_for_their_owner_alone(authority: Authority) -> None:
    """Nobody else on the machine can read the authority's key or look into its folder."""
    assert stat.S_IMODE(authority.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((authority.folder / authorities.KEY).stat().st_mode) == 0o600


def test_an_authority_is_founded_once(authority: Authority, moment: dt.datetime) -> None:
    """A second founding in the same folder is refused, and the first authority stays as it was."""
    with pytest.raises(Refused, match="already"):
        authorities.create(authority.folder, "again", moment)
    assert authorities.load(authority.folder).pem == authority.pem


def test_the_index_tells_who_is_good(tmp_path: Path, moment: dt.datetime) -> None:
    """After a revocation the authority, read anew from its folder, still knows it, and its list carries it."""
    authority = authorities.create(tmp_path, "test", moment)
    authorities.issue_client(authority, "rattaphum01", moment)
    authorities.issue_client(authority, "rattaphum01", moment)
    assert authorities.revoke(authority, "rattaphum01", moment) == 2
    authorities.issue_client(authority, "rattaphum01", moment)
    again = authorities.load(tmp_path)
    assert len(authorities.good_certificates(again, "rattaphum01", moment)) == 1
    assert authorities.good_certificates(again, "rattaphum01", moment + dt.timedelta(days=401)) == []
    crl = x509.load_pem_x509_crl((tmp_path / authorities.CRL).read_bytes())
    assert len(crl) == 2
    assert crl.is_signature_valid(authority.key.public_key())
    assert crl.next_update_utc == authority.certificate.not_valid_after_utc
    with pytest.raises(Refused, match="nothing to revoke"):
        authorities.revoke(again, "bangklam01", moment)


def test_a_damaged_index_is_said_not_skipped(tmp_path: Path, moment: dt.datetime) -> None:
    """Where it cannot be known who is revoked, nothing is issued and the sentence names the line."""
    authority = authorities.create(tmp_path, "test", moment)
    authorities.issue_client(authority, "rattaphum01", moment)
    (tmp_path / authorities.INDEX).write_text('{"revoked": "zz"}\n')
    with pytest.raises(Refused, match="line 1"):
        authorities.good_certificates(authority, "rattaphum01", moment)
