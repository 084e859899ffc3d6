"""Taste as tests: every service is the same house, and what matters is a check that teaches."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVICES = ("intake", "routing", "deadlines", "reporting")
ROOMS = {
    "__init__.py", "README.md", "domain", "rules", "projections", "reactions.py", "store.py",
    "queries.py", "jobs.py", "api.py", "api", "web", "deps.py", "settings.py", "app.py",
}  # fmt: skip
OWN_ROOMS = {
    "intake": {"vault", "vault.sql", "attachments", "visitors.py", "visitors.sql"},
    "routing": {
        "accounts", "accounts.sql", "agreement.py", "desk.py", "desk.sql", "presence.py",
        "directory",
    },
    "deadlines": {
        "scheduling", "subscriptions.py", "subscriptions.sql",
        "calendars", "rederiving", "rederiving.sql",
    },
    "reporting": {"sentinel"},
}  # fmt: skip
"""
Intake alone holds personal data, in vault and attachments, and meets visitors, whose requests it
counts; routing alone knows passwords, and how officers like their desk (saved views, what they
have seen, which case they have open: settings, no facts), keeps the directory of bodies from
files, and alone proposes, so that agreement can be measured; deadlines knows who subscribed to a calendar, a setting too,
and alone acts because time passes or the days of a year become others; reporting hears everything
and counts due dates again.
"""
AGGREGATE = {
    "__init__.py",
    "events.py",
    "commands.py",
    "state.py",
    "decider.py",
    "errors.py",
}
NO_AGGREGATE = {"advice"}
"""Pure counsel of routing: facts in, answer out; it has no commands, no facts of its own."""
LONG_FOR_A_REASON: dict[str, str] = {}
"""Modules past 400 lines, each with its reason."""
TOP = {"services", "shared", "deploy", "tests"}


def modules(*folders: str) -> list[Path]:
    return [p for folder in folders for p in (ROOT / folder).rglob("*.py")]


@pytest.mark.parametrize("service", SERVICES)
def test_service_has_no_room_of_its_own_invention(service: str) -> None:
    """A newcomer who knows one house knows them all."""
    root = ROOT / "services" / service
    found = {path.name for path in root.iterdir() if path.name != "__pycache__"}
    assert found <= ROOMS | OWN_ROOMS.get(service, set())


@pytest.mark.parametrize("service", SERVICES)
def test_an_aggregate_has_the_five_files(service: str) -> None:
    """Events, commands, state, decider, errors: the same five in every aggregate."""
    domain = ROOT / "services" / service / "domain"
    if not domain.exists():
        pytest.fail(f"{service} decides nothing") if service != "reporting" else None
        return
    for aggregate in (
        p
        for p in domain.iterdir()
        if p.is_dir() and p.name not in {"__pycache__", *NO_AGGREGATE}
    ):
        found = {path.name for path in aggregate.iterdir()}
        assert found >= AGGREGATE, f"{aggregate.name} lacks {AGGREGATE - found}"


def test_only_the_fixed_folders_stand_at_the_top() -> None:
    """services, shared, deploy, tests, and files."""
    hidden = {".git", ".ci", ".venv", ".tiepdan"}
    made = {"node_modules", "__pycache__"}
    found = {p.name for p in ROOT.iterdir() if p.is_dir()}
    found = {
        n
        for n in found
        if n not in hidden | made and not n.endswith(("_cache", ".egg-info"))
    }
    assert found - {".hypothesis"} == TOP


def test_no_module_is_too_long() -> None:
    """Nobody reads 400 lines while the kettle boils."""
    long = {
        str(p.relative_to(ROOT)): n
        for p in modules("services", "shared", "deploy")
        if (n := len(p.read_text().splitlines())) > 400
    }
    assert set(long) == set(LONG_FOR_A_REASON), "split it, or write the reason down here"


def test_every_module_says_what_a_newcomer_must_know() -> None:
    """One sentence at the top of each module."""
    silent = [
        p
        for p in modules("services", "shared", "deploy")
        if not ast.get_docstring(ast.parse(p.read_text()))
    ]
    assert silent == []


@pytest.mark.parametrize(
    "path",
    [
        p
        for p in modules("services", "shared")
        if "domain" in p.parts or "projections" in p.parts or p.name == "reactions.py"
    ],
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_no_clock_and_no_chance_in_the_domain(path: Path) -> None:
    """Time and chance come in with the command: replay must give the same answer."""
    calls = {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    forbidden = {
        "datetime.now",
        "date.today",
        "time.time",
        "uuid.uuid4",
        "os.urandom",
        "random.random",
        "os.environ",
    }
    assert not calls & forbidden


def test_nothing_is_left_open() -> None:
    """Unfinished work stands in the issues, not in the code."""
    marks = ("TO" + "DO", "FIX" + "ME", "X" + "XX", "NotImplemented" + "Error")
    found = [
        f"{p.relative_to(ROOT)}: {m}"
        for p in modules("services", "shared", "deploy")
        for m in marks
        if m in p.read_text()
    ]
    assert found == []


def test_exceptions_are_not_kept_quiet() -> None:
    """`except Exception` stands only where the process must outlive any fault, and says why."""
    allowed = {
        "shared/log/hearing.py",
        "shared/log/feeding.py",
        "shared/log/relay.py",
        "shared/log/saying.py",
        "shared/frame.py",
    }
    found = set()
    for path in modules("services", "shared"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ExceptHandler) and (
                node.type is None
                or (
                    isinstance(node.type, ast.Name)
                    and node.type.id in ("Exception", "BaseException")
                )
            ):
                found.add(str(path.relative_to(ROOT)))
    assert found - {"shared/log/processing.py"} <= allowed
