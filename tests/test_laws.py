"""Each import law is broken once on purpose, to see that the gate would find it."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

BREACHES = {
    "the box: each layer knows only those below it": ("appliance/rules/sale.py", "import appliance.store.sales"),
    "the hub: each layer knows only those below it": ("hub/store/ledgers.py", "import hub.actions"),
    "provisioning: each layer knows only those below it": ("provisioning/files.py", "import provisioning.enroll"),
    "the hub never knows the box, and provisioning knows only the contract": ("hub/desk.py", "import appliance.till"),
    "the box knows nothing of the hub but the contract": ("appliance/box.py", "import hub.store.opening"),
    "only the link's two ends speak the wire's language; units are everybody's": (
        "appliance/web/counter.py",
        "import hub.contract.v1",
    ),
    "Flask lives in web": ("appliance/actions/ring_up.py", "import flask"),
    "MQTT lives in the courier and the intake": ("hub/announce/feed.py", "import paho.mqtt.client"),
    "a device's library lives with its driver": ("appliance/till.py", "import serial"),
    "SQL lives in the stores": ("hub/web/stock.py", "import sqlalchemy"),
    "the contract needs msgspec and nothing else": ("hub/contract/units.py", "import structlog"),
}
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"
NEW_MODULE = "appliance/drawer_for_odds_and_ends.py"


def broken_laws(tree: Path) -> set[str]:
    """The names of the laws that import-linter finds broken in a tree."""
    done = subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"], cwd=tree, capture_output=True, text=True, check=False
    )
    laws = [line.removesuffix(" BROKEN") for line in done.stdout.splitlines() if line.endswith(" BROKEN")]
    assert laws or "0 broken" in done.stdout, done.stdout + done.stderr
    return {law.strip() for law in laws}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packages with every law broken, and a module that has no place."""
    copy = tmp_path_factory.mktemp("tree")
    for name in ("appliance", "hub", "provisioning"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "vendor", "*.csv"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def test_every_law_is_broken_once_and_found() -> None:
    """The list of breaches below names each contract of pyproject.toml."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    assert [contract["name"] for contract in contracts] == [*BREACHES]


@pytest.mark.parametrize("law", BREACHES)
def test_a_breach_of_the_law_is_found(tree: Path, law: str) -> None:
    """One forbidden import line, and import-linter names the law."""
    name, line = BREACHES[law]
    file = tree / name
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\n{line}\n", encoding="utf-8")
    try:
        assert law in broken_laws(tree)
    finally:
        file.write_text(text, encoding="utf-8")


def test_a_new_module_has_to_be_given_its_place(tree: Path) -> None:
    """The layers are exhaustive: a module beside them is named until somebody says where it belongs."""
    stray = tree / NEW_MODULE
    stray.write_text('"""Nothing."""\n', encoding="utf-8")
    try:
        assert broken_laws(tree) == {"the box: each layer knows only those below it"}
    finally:
        stray.unlink()
    assert broken_laws(tree) == set()
