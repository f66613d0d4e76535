"""The house rules that no formatter checks. Each failure names the place and the rule."""

import ast
import dataclasses
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import appliance.errors
import appliance.settings
import hub.errors
import hub.settings
from appliance.devices import catalog
from hub.contract import v1

ROOT = Path(__file__).parents[1]
TOP = {
    *("appliance", "firmware_scripts", "hub", "provisioning", "tests", ".ci"),
    *("pyproject.toml", "README.md", "Makefile", "CHANGELOG.md", "DECISIONS.md", "LICENSE", ".gitignore"),
    *("requirements.lock", "requirements-replay.lock", "package.json", "package-lock.json"),
}
OURS = ("appliance", "hub", "provisioning")
FUNCTION_LINES, MODULE_LINES, DECISION_LINES = 60, 400, 12
BANNED_NAMES = {"utils", "helpers", "common", "misc", "util", "helper", "tools"}
OUR_PURE_PARTS = re.compile(r"(appliance|hub)\.(rules|errors|settings)|hub\.contract\.units|appliance\.devices")
THAI = re.compile("[\u0e00-\u0e7f]")


def tracked() -> list[Path]:
    """Every file that git tracks or would track."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


FILES = tracked()
SOURCES = [file for file in FILES if file.suffix == ".py"]
TREES = {file: ast.parse(file.read_text(encoding="utf-8")) for file in SOURCES}
DOCUMENTS = [file for file in FILES if file.suffix == ".md"]


def place(file: Path, node: ast.AST | None = None) -> str:
    """Where something is, for the failure's text."""
    line = f":{node.lineno}" if isinstance(node, ast.stmt | ast.expr) else ""
    return f"{file.relative_to(ROOT)}{line}"


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module."""
    return (node for node in ast.walk(TREES[file]) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def imports(file: Path) -> set[str]:
    """The modules that a module imports."""
    found: set[str] = set()
    for node in ast.walk(TREES[file]):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def part_of(file: Path, *names: str) -> bool:
    """Whether a file lies in one of these folders."""
    return any(file.is_relative_to(ROOT / name) for name in names)


def test_the_top_level_is_what_the_customer_fixed() -> None:
    """No other folder or file stands at the top."""
    assert {file.relative_to(ROOT).parts[0] for file in FILES} <= TOP


def test_functions_and_modules_are_short() -> None:
    """A function fits on a screen, a module into a head."""
    long_functions = [
        place(file, node)
        for file in SOURCES
        for node in functions(file)
        if (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES
    ]
    long_modules = [place(file) for file in SOURCES if len(file.read_text("utf-8").splitlines()) > MODULE_LINES]
    assert long_functions + long_modules == []


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    """A file's name says which thing it is."""
    assert [place(file) for file in SOURCES if BANNED_NAMES & {file.stem, *file.relative_to(ROOT).parts[:-1]}] == []


def test_the_time_is_asked_of_the_clock_only() -> None:
    """A scenario can be Monday 09:00 because nobody but the clocks asks the machine."""
    asked = [
        place(file, node)
        for file in SOURCES
        if part_of(file, *OURS) and file.name != "clock.py"
        for node in ast.walk(TREES[file])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in ("now", "utcnow", "today") and ast.unparse(node.func.value) in ("datetime", "dt.datetime")
    ]
    assert asked == []


def test_the_books_are_written_by_actions_only() -> None:
    """A screen that could open a transaction could book without its message."""
    may_write = ("appliance/actions", "appliance/store", "appliance/box.py", "appliance/courier")
    writers = [
        place(file, node)
        for file in SOURCES
        if part_of(file, "appliance") and not part_of(file, *may_write)
        for node in ast.walk(TREES[file])
        if isinstance(node, ast.Attribute) and node.attr == "transaction"
    ]
    assert writers == []


def test_rules_and_codecs_need_the_standard_library_only() -> None:
    """What decides about money and bytes can be read, run and proven by itself."""
    pure = [file for file in SOURCES if "rules" in file.relative_to(ROOT).parts[:-1] or file.stem == "wire"]
    assert pure
    strangers = {
        place(file): found
        for file in pure
        if part_of(file, *OURS)
        if (
            found := {
                name
                for name in imports(file)
                if name.split(".")[0] not in sys.stdlib_module_names and not OUR_PURE_PARTS.match(name)
            }
        )
    }
    assert strangers == {}


def test_money_and_weight_are_never_floats() -> None:
    """No name with a unit of money, weight or quantity is annotated as a float."""
    units = re.compile(r"(_satang|_g|_milli|_packs)$")
    floats = [
        place(file, node)
        for file in SOURCES
        for node in ast.walk(TREES[file])
        if isinstance(node, ast.AnnAssign | ast.arg) and node.annotation is not None
        if "float" in ast.unparse(node.annotation)
        if units.search(ast.unparse(node.target) if isinstance(node, ast.AnnAssign) else node.arg)
    ]
    assert floats == []


@pytest.mark.parametrize("module", [appliance.settings, hub.settings])
def test_every_setting_says_what_it_is(module) -> None:
    """Name, default and a sentence for each setting."""
    tree = ast.parse(inspect.getsource(module))
    bare = []
    for group in (node for node in tree.body if isinstance(node, ast.ClassDef)):
        for setting, after in zip(group.body, [*group.body[1:], None], strict=True):
            if isinstance(setting, ast.AnnAssign) and isinstance(setting.target, ast.Name):
                told = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
                if not told and "default_factory" not in ast.unparse(setting):
                    bare.append(f"{group.name}.{setting.target.id}")
    assert bare == []


@pytest.mark.parametrize("root", [appliance.errors.BoxError, hub.errors.HubError])
def test_every_error_says_what_to_do_in_thai_and_english(root: type[Exception]) -> None:
    """Each has a hint of its own, in Thai letters and without."""

    def family(kind: type[Exception]) -> Iterator[type[Exception]]:
        yield kind
        for child in kind.__subclasses__():
            yield from family(child)

    for kind in family(root):
        hint = vars(kind).get("hint")
        assert hint is not None, f"{kind.__name__} has no hint of its own"
        assert THAI.search(hint.th), kind.__name__
        assert hint.en, kind.__name__
        assert not THAI.search(hint.en), kind.__name__
        assert set(re.findall(r"{(\w+)}", hint.th)) == set(re.findall(r"{(\w+)}", hint.en)), kind.__name__


def test_every_kind_of_message_has_a_golden_file() -> None:
    """Bytes that were once on the wire are kept for every kind."""
    golden = {file.name.removesuffix(".v1.json") for file in (ROOT / "tests/golden/wire").glob("*.v1.json")}
    assert golden >= {*v1.UP_KINDS, *v1.DOWN_KINDS}


def test_every_kind_of_device_has_a_transcript() -> None:
    """A recorded conversation stands for each protocol."""
    recorded = {file.stem for file in (ROOT / "tests/transcripts").iterdir()}
    kinds = {*catalog.SCALES, *catalog.CARD_READERS, *catalog.PRINTERS} - {"none"}
    assert recorded >= kinds


def test_every_test_says_in_a_sentence_what_it_sees() -> None:
    """A reader of a failure learns what a person would notice."""
    silent = [
        place(file, node)
        for file in SOURCES
        if part_of(file, "tests") and file.name.startswith("test_")
        for node in functions(file)
        if node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_no_test_replaces_our_own_code() -> None:
    """Simulators stand at the other end of the wire; nothing is mocked."""
    mocked = [place(file) for file in SOURCES if any(name.startswith("unittest.mock") for name in imports(file))]
    assert mocked == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=place)
def test_documents_name_only_what_exists(document: Path) -> None:
    """A path in a README can be opened."""
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    named = re.findall(r"`([A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]*)+|[A-Za-z0-9_-]+\.(?:py|md|sh|csv|yaml|toml))`", text)
    named += [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    made_at_run_time = {"settings.toml", "identity.json", "books.db", "reference.db", ".venv/", ".demo/"}
    lost = [
        name
        for name in named
        if name not in made_at_run_time and not name.startswith(("/", "pos/", "prov/", "dev/"))
        if not any((base / name).exists() for base in (document.parent, ROOT, ROOT / "appliance", ROOT / "hub"))
    ]
    assert lost == []


def test_each_folder_at_the_top_says_what_happens_in_it() -> None:
    """Whoever opens a folder finds one real event followed through its files."""
    folders = [*OURS, "firmware_scripts", "tests"]
    assert [name for name in folders if not (ROOT / name / "README.md").is_file()] == []


def test_decisions_are_numbered_and_short() -> None:
    """A decision is read before it is overturned."""
    parts = re.split(r"^## ", (ROOT / "DECISIONS.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    numbers = [int(part.split(".")[0]) for part in parts]
    assert numbers == list(range(1, len(parts) + 1))
    assert [part.splitlines()[0] for part in parts if len(part.strip().splitlines()) > DECISION_LINES] == []


def test_nothing_of_one_machine_is_in_the_tree() -> None:
    """No path of a machine and no address of a package registry."""
    foreign = re.compile(r"/work/|/home/[a-z]+/|/root/|pypi\.org|files\.pythonhosted|registry\.npmjs")
    texts = {".py", ".md", ".toml", ".lock", ".json", ".sh", ".csv", ".yaml", ".html", ".css", ".js", ".po", ".service"}
    found = [
        place(file)
        for file in FILES
        if file.suffix in texts or file.name in ("Makefile", "run", "packages")
        if file != Path(__file__)
        if foreign.search(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_settings_groups_are_frozen() -> None:
    """Nobody changes a setting while the program runs."""
    for module in (appliance.settings, hub.settings):
        groups = [kind for _, kind in inspect.getmembers(module, inspect.isclass) if dataclasses.is_dataclass(kind)]
        assert groups
        assert all(kind.__dataclass_params__.frozen for kind in groups)  # type: ignore[attr-defined]
