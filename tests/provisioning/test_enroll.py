"""The folders that boxes and the hub are given, and the command line that makes them."""

import datetime as dt
import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.oid import NameOID

import appliance.settings
import hub.settings
from provisioning import authority as authorities
from provisioning import enroll
from provisioning.authority import Authority
from provisioning.enroll import BoxPlan, HubPlan
from provisioning.errors import Refused


@pytest.fixture
def network(tmp_path: Path, moment: dt.datetime) -> Authority:
    """An authority whose hub has its keys."""
    authority = authorities.create(tmp_path / "authority", "test", moment)
    enroll.hub(authority, tmp_path / "hub", moment, HubPlan(broker_port=9001, web_port=9002))
    return authority


def common_name(file: Path) -> str:
    """Whom a certificate names."""
    subject = x509.load_pem_x509_certificate(file.read_bytes()).subject
    return str(subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)


def test_a_box_reads_the_folder_it_is_given(network: Authority, moment: dt.datetime, tmp_path: Path) -> None:
    """The box finds its branch, devices, broker and keys in the settings that provisioning wrote."""
    plan = BoxPlan(
        broker_host="broker.example", broker_port=9001, web_port=8101, language="en",
        scale_kind="toledo-8217", scale_port="/dev/sahakorn-scale", card_reader_kind="pcsc",
        pcscd_socket="/run/pcscd/pcscd.comm", printer_kind="escpos-network", printer_address="10.0.0.9:9100",
    )  # fmt: skip
    out = tmp_path / "box"
    enroll.box(network, "rattaphum01", out, plan, moment)
    read = appliance.settings.read(out / "settings.toml")
    assert (read.box.branch, read.box.web_port, read.box.language) == ("rattaphum01", 8101, "en")
    assert (read.scale.kind, read.scale.port) == ("toledo-8217", "/dev/sahakorn-scale")
    assert (read.card_reader.kind, read.card_reader.pcscd_socket) == ("pcsc", "/run/pcscd/pcscd.comm")
    assert (read.printer.kind, read.printer.address) == ("escpos-network", "10.0.0.9:9100")
    assert (read.link.host, read.link.port) == ("broker.example", 9001)
    assert common_name(read.path(read.link.certificate)) == "rattaphum01"
    assert read.path(read.link.authority).read_bytes() == network.pem
    assert read.path(read.link.hub_key).read_text() == (tmp_path / "hub" / "hub.pub").read_text()
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    for secret in (read.link.key, read.link.ledger_key):
        assert stat.S_IMODE(read.path(secret).stat().st_mode) == 0o600


def test_the_registration_fits_the_ledger_key(network: Authority, moment: dt.datetime, tmp_path: Path) -> None:
    """What is registered at the hub is the public half of the key with which the box signs."""
    enroll.box(network, "rattaphum01", tmp_path / "box", BoxPlan(), moment)
    identity = json.loads((tmp_path / "box" / "identity.json").read_text())
    registration = json.loads((tmp_path / "box" / "BOX.json").read_text())
    key = load_pem_private_key((tmp_path / "box" / "ledger.key").read_bytes(), None)
    public = key.public_key().public_bytes_raw().hex()  # type: ignore[union-attr]
    assert registration == {**identity, "public_key": public}
    assert identity["branch"] == "rattaphum01"
    assert identity["epoch"].startswith("e-")
    assert len(identity["epoch"]) == 18
    assert identity["kid"].startswith("rattaphum01-")


def test_the_hub_reads_the_folder_it_is_given(network: Authority, moment: dt.datetime, tmp_path: Path) -> None:
    """The hub finds its identity and keys; a renewal changes its certificate and nothing that boxes rely on."""
    read = hub.settings.read(tmp_path / "hub" / "settings.toml")
    assert (read.hub.web_port, read.link.port) == (9002, 9001)
    assert common_name(read.path(read.link.certificate)) == "hub"
    before = {file.name: file.read_bytes() for file in (tmp_path / "hub").iterdir()}
    enroll.hub(network, tmp_path / "hub", moment)
    after = {file.name: file.read_bytes() for file in (tmp_path / "hub").iterdir()}
    assert {name for name in before if before[name] != after[name]} == {"hub.pem", "hub.key"}
    key = load_pem_private_key(read.path(read.link.signing_key).read_bytes(), None)
    assert key.public_key().public_bytes_raw().hex() == (tmp_path / "hub" / "hub.pub").read_text().strip()  # type: ignore[union-attr]


def test_the_hub_keeps_its_signing_key(network: Authority, moment: dt.datetime, tmp_path: Path) -> None:
    """A hub's folder made elsewhere, or with another key, is refused: no box would believe that hub."""
    with pytest.raises(Refused, match=r"copy hub-sign\.key"):
        enroll.hub(network, tmp_path / "new-machine", moment)
    other = authorities.create(tmp_path / "other", "other", moment)
    enroll.hub(other, tmp_path / "other-hub", moment)
    with pytest.raises(Refused, match="not the key that the boxes know"):
        enroll.hub(network, tmp_path / "other-hub", moment)


@pytest.mark.parametrize("branch", ["hub", "all", "Hatyai", "ab", "a" * 17, "hat-yai", "../hatyai", "หาดใหญ่", ""])
def test_no_branch_gets_anothers_identity(network: Authority, moment: dt.datetime, tmp_path: Path, branch: str) -> None:
    """A name that is no branch id, the hub's own above all, gets neither a folder nor a certificate."""
    issued = (network.folder / authorities.INDEX).read_bytes()
    with pytest.raises(Refused, match="branch id"):
        enroll.box(network, branch, tmp_path / "box", BoxPlan(), moment)
    assert not (tmp_path / "box").exists()
    assert (network.folder / authorities.INDEX).read_bytes() == issued


def test_a_new_box_takes_the_place_of_the_old(network: Authority, moment: dt.datetime, tmp_path: Path) -> None:
    """A branch's second box is made on request only; it begins a ledger of its own and ends the first one's access."""
    enroll.box(network, "rattaphum01", tmp_path / "first", BoxPlan(), moment)
    with pytest.raises(Refused, match="--replace"):
        enroll.box(network, "rattaphum01", tmp_path / "second", BoxPlan(), moment)
    enroll.box(network, "rattaphum01", tmp_path / "second", BoxPlan(), moment, replace=True)
    first, second = (json.loads((tmp_path / name / "BOX.json").read_text()) for name in ("first", "second"))
    assert {name for name in first if first[name] == second[name]} == {"branch"}
    good = authorities.good_certificates(network, "rattaphum01", moment)
    box = x509.load_pem_x509_certificate((tmp_path / "second" / "box.pem").read_bytes())
    assert [entry.serial for entry in good] == [box.serial_number]


def test_a_box_with_books_is_never_written_over(network: Authority, moment: dt.datetime, tmp_path: Path) -> None:
    """A folder with anything in it is refused and stays as it was."""
    (tmp_path / "box").mkdir()
    (tmp_path / "box" / "books.db").write_bytes(b"sales")
    with pytest.raises(Refused, match="never written over"):
        enroll.box(network, "rattaphum01", tmp_path / "box", BoxPlan(), moment)
    assert [file.name for file in (tmp_path / "box").iterdir()] == ["books.db"]


def provision(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Type a step."""
    typed = [sys.executable, "-m", "provisioning", *map(str, words)]
    return subprocess.run(typed, capture_output=True, text=True, check=False, timeout=60)


def test_from_nothing_to_a_revoked_box_by_hand(tmp_path: Path) -> None:
    """A technician founds a network, makes a box and revokes it; no key is ever shown, refusals are one sentence."""
    root, hub_folder, box, broker = (tmp_path / name for name in ("authority", "hub", "box", "broker"))
    early = provision("box", root, "rattaphum01", "--out", box)
    assert (early.returncode, early.stderr.count("\n")) == (2, 1)
    assert "authority init" in early.stderr
    done = [
        provision("authority", "init", root),
        provision("hub", root, "--out", hub_folder),
        provision("broker", root, "--out", broker, "--port", "9001", "--name", "hub.example"),
        provision("box", root, "rattaphum01", "--out", box),
        provision("revoke", root, "rattaphum01", "--broker", broker),
    ]
    assert [step.returncode for step in done] == [0] * 5, [step.stderr for step in done]
    refused = [
        provision("authority", "init", root),
        provision("box", root, "hub", "--out", tmp_path / "x"),
        provision("box", root, "rattaphum01", "--out", box),
        provision("revoke", root, "rattaphum01"),
        provision("authority", "init", box / "box.pem" / "below"),
    ]
    assert [(step.returncode, step.stderr.count("\n")) for step in refused] == [(2, 1)] * 5
    said = "".join(step.stdout + step.stderr for step in (*done, *refused))
    secrets = [line for key in tmp_path.rglob("*.key") for line in key.read_text().splitlines() if "---" not in line]
    assert len(secrets) >= 5
    assert not [line for line in secrets if line in said]
    listed = x509.load_pem_x509_crl((broker / "crl.pem").read_bytes())
    assert len(listed) == 1
    server = x509.load_pem_x509_certificate((broker / "broker.pem").read_bytes())
    names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "hub.example" in names.get_values_for_type(x509.DNSName)
