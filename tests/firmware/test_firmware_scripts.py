"""What the operating system reads, held against the operating system's own tools."""

import http.server
import os
import re
import shutil
import subprocess
import threading
from pathlib import Path

import pytest

import provisioning

FIRMWARE = Path(provisioning.__file__).parents[1] / "firmware_scripts"
UNITS = sorted((FIRMWARE / "systemd").glob("*.service"))
PROGRAMS = (
    "/opt/sahakorn/.venv/bin/python",
    "/usr/bin/python3",
    "/usr/bin/cage",
    "/usr/bin/chromium",
    "/usr/sbin/mosquitto",
)
SYSTEMD = Path("/usr/lib/systemd/system")


def run(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of the operating system."""
    typed = [str(word) for word in words]
    return subprocess.run(
        typed, capture_output=True, text=True, check=False, timeout=60, env={**os.environ, **environment}
    )


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed here")
def test_systemd_takes_every_unit(tmp_path: Path) -> None:
    """On a machine that has the programs, systemd finds nothing to complain of in any of the services."""
    here = tmp_path / "etc/systemd/system"
    here.mkdir(parents=True)
    shutil.copytree(SYSTEMD, tmp_path / "usr/lib/systemd/system", symlinks=True)
    for program in PROGRAMS:
        file = tmp_path / program[1:]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("#!/bin/sh\n")
        file.chmod(0o755)
    for unit in UNITS:
        shutil.copy(unit, here)
    names = [unit.name for unit in UNITS]
    assert len(names) >= 3
    said = run("systemd-analyze", "verify", f"--root={tmp_path}", "--man=no", *names)
    about_ours = [line for line in said.stderr.splitlines() if "sahakorn" in line]
    assert (said.returncode, about_ours) == (0, []), said.stderr
    (here / names[0]).write_text((here / names[0]).read_text().replace("WatchdogSec", "WatchDogSek") + "Bad=1\n")
    spoilt = run("systemd-analyze", "verify", f"--root={tmp_path}", "--man=no", names[0])
    assert "sahakorn" in spoilt.stderr


def test_the_box_waits_for_no_network() -> None:
    """A shop without a network starts selling as one with it does."""
    box = (FIRMWARE / "systemd/sahakorn-box.service").read_text()
    ordered = " ".join(re.findall(r"^(?:After|Requires|Wants|BindsTo)=(.*)$", box, re.MULTILINE))
    assert "network" not in ordered
    assert "time-sync" not in ordered


def test_udev_reads_every_rule() -> None:
    """The system's udev takes the rules without a word: by `verify`, or, without one, by reading them for a device."""
    rules = FIRMWARE / "udev"
    if run("udevadm", "verify", "--help").returncode == 0:
        verified = run("udevadm", "verify", *rules.glob("*.rules"))
        assert verified.returncode == 0, verified.stderr
        return
    words = 'mount --bind "$0" /etc/udev/rules.d && exec udevadm test /sys/devices/virtual/mem/null'
    read = run("unshare", "--mount", "sh", "-c", words, rules)
    if read.returncode and "Reading rules file" not in read.stderr:
        pytest.skip(f"udevadm has no verify here, and no mount is allowed: {read.stderr.strip()[-80:]}")
    assert "60-sahakorn.rules" in read.stderr
    assert [line for line in read.stderr.splitlines() if "60-sahakorn.rules:" in line] == []


def test_each_name_needs_a_pairing() -> None:
    """No device is called the scale or the printer unless a file of its serial number or place says so."""
    rules = (FIRMWARE / "udev/60-sahakorn.rules").read_text()
    naming = [line for line in rules.splitlines() if "SYMLINK" in line]
    assert {re.search(r'SYMLINK\+="(.*)"', line)[1] for line in naming} == {"sahakorn-scale", "sahakorn-printer"}  # type: ignore[index]
    for line in naming:
        kind = line.rpartition("sahakorn-")[2].rstrip('"')
        told = re.fullmatch(
            r'ENV\{(\w+)\}=="\?\*", TEST=="/etc/sahakorn/devices/(\w+)/\$env\{(\w+)\}", SYMLINK.*', line
        )
        assert told, line
        assert (told[1], told[2]) == (told[3], kind)


@pytest.mark.parametrize(
    ("machine", "units"),
    [
        ("box", {"sahakorn-box.service"}),
        ("kiosk", {"sahakorn-box.service", "sahakorn-kiosk.service"}),
        ("hub", {"sahakorn-broker.service", "sahakorn-hub.service"}),
    ],
)
def test_a_machine_gets_what_it_is_for(tmp_path: Path, machine: str, units: set[str]) -> None:
    """A box gets no broker and a hub no scale's name; a second run finds everything in its place."""
    for _ in range(2):
        placed = run("sh", FIRMWARE / "install.sh", machine, ROOT=str(tmp_path))
        assert placed.returncode == 0, placed.stderr
    assert {file.name for file in (tmp_path / "etc/systemd/system").iterdir()} == units
    assert (tmp_path / "etc/udev/rules.d/60-sahakorn.rules").exists() == (machine != "hub")
    assert (tmp_path / "etc/modprobe.d/sahakorn.conf").exists() == (machine != "hub")
    assert (tmp_path / "etc/sysusers.d/sahakorn.conf").exists()


def test_an_unclear_wish_is_one_sentence(tmp_path: Path) -> None:
    """Without saying what the machine is, nothing is placed and the answer says what to type."""
    refused = run("sh", FIRMWARE / "install.sh", ROOT=str(tmp_path))
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "kiosk" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_every_unit_can_be_installed() -> None:
    """Each service is one that some machine gets, and the user it runs as is made."""
    script = (FIRMWARE / "install.sh").read_text()
    users = set(re.findall(r"^u (\S+)", (FIRMWARE / "sysusers.d/sahakorn.conf").read_text(), re.MULTILINE))
    for unit in UNITS:
        assert re.search(rf'units=".*\b{unit.stem}\b', script), unit.name
        user = re.search(r"^User=(.+)$", unit.read_text(), re.MULTILINE)
        assert user
        assert user[1] in users | {"mosquitto"}


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is not installed here")
def test_shellcheck_finds_nothing() -> None:
    """The shell script has none of the known slips."""
    checked = run("shellcheck", FIRMWARE / "install.sh")
    assert checked.returncode == 0, checked.stdout


def test_the_screen_waits_for_the_counter() -> None:
    """The browser is let go once the page answers, and not while there is none."""
    script = FIRMWARE / "wait_for_page.py"
    impatient = "import sys, runpy; sys.exit(runpy.run_path(sys.argv[1])['main'](sys.argv[2], 0))"
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        url = f"http://127.0.0.1:{server.server_port}/"
        server.server_close()
        missing = run("python3", "-c", impatient, script, url)
        assert missing.returncode == 1
        assert "journalctl" in missing.stderr
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        found = run("python3", script, f"http://127.0.0.1:{server.server_port}/")
        server.shutdown()
    assert found.returncode == 0, found.stderr
