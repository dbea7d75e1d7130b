"""The house keeps its shape: which room may import which, no cycles, no module too long, a quick way in."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

SOURCE = ROOT / "src" / "canang"
MAY_IMPORT = {
    "text": set(),
    "catalog": {"text"},
    "search": {"catalog", "text"},
    "sheet": {"catalog", "text"},
    "seed": {"search", "sheet", "catalog", "text"},
    "layers": {"seed", "sheet", "catalog", "text"},
    "exchange": {"layers", "cases", "seed", "catalog", "text"},
    "reviews": {"exchange", "seed", "sheet", "catalog", "text"},
    "cases": {"catalog", "text"},
    "server": {"cases", "catalog", "text"},
    "export": {"cases", "sheet", "catalog", "text"},
    "desk": {
        "server",
        "reviews",
        "exchange",
        "layers",
        "export",
        "cases",
        "sheet",
        "seed",
        "search",
        "catalog",
        "text",
    },
    "mcp": {"desk", "search", "sheet", "catalog"},
    "web": {"server", "mcp", "desk", "exchange", "export", "cases", "seed", "sheet", "search", "catalog", "text"},
    "cli": {
        "server",
        "web",
        "mcp",
        "desk",
        "reviews",
        "exchange",
        "export",
        "cases",
        "sheet",
        "seed",
        "search",
        "catalog",
        "text",
    },
}
"""Which rooms each room may import; every room may import ``canang.errors``."""

DOES_THE_WORK = (
    "canang.cases.register", "canang.cases.salvage", "canang.layers", "canang.seed.build", "canang.seed.layering",
    "canang.search.index", "canang.exchange.compiling", "canang.exchange.updating",
)  # fmt: skip
"""What a front never touches itself: it asks the desk."""
LONGEST = 300
SLOW = ("sqlite_utils", "typst", "platformdirs", "ruamel.yaml", "pydantic", "asyncio", "rich", "dataclasses",
        "prompt_toolkit")  # fmt: skip
"""Modules that cost more than the answer; ``dataclasses`` because its decorators generate code at import."""


def modules() -> dict[str, Path]:
    """Every module of canang by its dotted name."""
    found = {}
    for path in SOURCE.rglob("*.py"):
        parts = ("canang", *path.relative_to(SOURCE).with_suffix("").parts)
        found[".".join(parts).removesuffix(".__init__")] = path
    return found


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All nodes of a file's syntax tree, in no order that matters."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imports(path: Path) -> set[str]:
    """The modules of canang that a file imports, at its head or inside a function."""
    names = set()
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return {name for name in names if name.split(".")[0] == "canang"}


def room(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in MAY_IMPORT else None


def test_imports_run_one_way() -> None:
    wrong = [
        f"{module} imports {imported}"
        for module, path in modules().items()
        for imported in imports(path)
        if (own := room(module)) and (other := room(imported)) and own != other and other not in MAY_IMPORT[own]
    ]
    assert wrong == []


def test_no_front_asks_the_catalogue_itself() -> None:
    asking = [
        f"{module}:{node.lineno}"
        for module, path in modules().items()
        if room(module) in {"cli", "mcp", "web"}
        for node in nodes(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "catalog"
    ]
    assert asking == []


def test_the_drawing_of_the_rooms_is_that_of_the_imports() -> None:
    drawn = {}
    for line in (ROOT / "docs" / "kien-truc.md").read_text(encoding="utf-8").splitlines():
        own, arrow, others = line.partition("->")
        if arrow and own.strip() in MAY_IMPORT:
            drawn[own.strip()] = {other.strip() for other in others.split(",") if other.strip()}
    assert drawn == MAY_IMPORT
    used = {own: set() for own in MAY_IMPORT}
    for module, path in modules().items():
        if own := room(module):
            used[own] |= {other for each in imports(path) if (other := room(each)) and other != own}
    assert {own: others - used[own] for own, others in MAY_IMPORT.items() if others - used[own]} == {}


def test_no_module_imports_itself_in_a_circle() -> None:
    all_of_it = modules()
    graph = {module: imports(path) & all_of_it.keys() for module, path in all_of_it.items()}
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " -> ".join([*trail, module])
        if module not in done:
            for imported in graph[module]:
                visit(imported, (*trail, module))
            done.add(module)

    for module in graph:
        visit(module, ())


def test_a_front_asks_the_desk_and_does_no_work_itself() -> None:
    wrong = [
        f"{module} imports {imported}"
        for module, path in modules().items()
        if room(module) in {"cli", "web", "mcp"}
        for imported in imports(path)
        if imported.startswith(DOES_THE_WORK)
    ]
    assert wrong == []


def test_no_module_is_longer_than_a_reader_likes() -> None:
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in modules().items()}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_only_the_rooms_that_know_the_catalogue_speak_sql() -> None:
    speaking = [
        path.relative_to(SOURCE).as_posix()
        for path in [*(SOURCE / "cli").rglob("*.py"), *(SOURCE / "desk").rglob("*.py")]
        if any(
            isinstance(node, ast.Constant) and str(node.value).lstrip().startswith(("SELECT", "INSERT", "UPDATE"))
            for node in nodes(path)
        )
    ]
    assert speaking == []


@pytest.mark.parametrize(
    "arguments", [["tim", "cây xăng"], ["xem", "TDC-01.2"], ["checklist", "TDC-01.2", "--in"], ["--help"]]
)
def test_the_quick_way_loads_nothing_slow(arguments: list[str]) -> None:
    script = (
        "import sys\nfrom canang.cli.terminal.environment import Environment\nfrom canang.cli.main import run\n"
        f"code = run({arguments!r}, Environment.real())\n"
        f"loaded = [name for name in {SLOW!r} if name in sys.modules]\n"
        "sys.exit(code or ', '.join(loaded) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
