"""What the tests share: a way to run canang as a person does, with streams, day and folders of their own; and what
costs seconds to make, made once for all tests and all processes that run them.
"""

import compileall
import gc
import io
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock, Timeout
from hypothesis import settings

from canang.catalog import database
from canang.cli.main import run
from canang.cli.terminal.environment import Environment
from tests.small import small_seed

ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 11, 23)

for _size in ("COLUMNS", "LINES"):
    # Set by pytest for the processes among which it shares the tests; a terminal of a test has a size of its own.
    os.environ.pop(_size, None)


_IN_MEMORY, _ROOM = Path("/dev/shm"), 4 * 2**30
"""Where Linux keeps files in memory, and the bytes that must be free there for a run."""


def _in_memory() -> bool:
    """Whether what tests write goes to memory: on a disk a fifth of the quick suite is waiting for it to have written.

    Not where ``TMPDIR`` names a place, nor with the long tests, which write to a disk as users do.
    """
    chosen = "TMPDIR" in os.environ or any("soak" in word and "not soak" not in word for word in sys.argv)
    return not chosen and _IN_MEMORY.is_dir() and shutil.disk_usage(_IN_MEMORY).free > _ROOM


if _in_memory():
    os.environ["TMPDIR"] = tempfile.tempdir = str(_IN_MEMORY)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """What a run that went well has written to memory is taken away; what tests that failed have, one may look at, and
    what was written to a place that somebody named is theirs.
    """
    named = session.config.option.basetemp or "PYTEST_XDIST_WORKER" in os.environ
    if not exitstatus and not named and tempfile.gettempdir() == str(_IN_MEMORY):
        shutil.rmtree(session.config._tmp_path_factory.getbasetemp(), ignore_errors=True)  # type: ignore[attr-defined]


def pytest_configure() -> None:
    """canang is compiled before the processes start that share the tests: each would do it for itself."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        compileall.compile_dir(ROOT / "src", quiet=2, workers=0)


settings.register_profile(
    "quick",
    settings.get_profile("ci" if "CI" in os.environ else "default"),
    deadline=timedelta(seconds=2),
    max_examples=10,
)
settings.register_profile("soak", max_examples=2000, deadline=None, print_blob=True)
settings.load_profile("quick")


def examples(most: int) -> int:
    """How many examples hypothesis tries of what takes long: as many as the profile says, at most ``most``."""
    return min(settings().max_examples, most)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where ``CANANG_SKIP_NOTHING`` is set, a skipped test has failed, but for the reasons in ``CANANG_MAY_SKIP``."""
    report = yield
    if report.skipped and "CANANG_SKIP_NOTHING" in os.environ and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if reason not in os.environ.get("CANANG_MAY_SKIP", "").split(";"):
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid}: bị bỏ qua ({reason}) ở nơi không được bỏ qua gì"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Of two processes one reads the tests from their end: what the other has compiled by then it finds compiled."""
    report = yield
    if isinstance(collector, pytest.Directory) and os.environ.get("PYTEST_XDIST_WORKER") == "gw1":
        report.result = report.result[::-1]
    return report


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What asks for POSIX is left out on Windows, and the other way round: it cannot run there, and is no skip."""
    items.sort(key=lambda item: item.path)  # each process has them in the same order
    other = "posix" if os.name == "nt" else "windows"
    left_out = [item for item in items if item.get_closest_marker(other)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if not item.get_closest_marker(other)]


def pytest_collection_finish() -> None:
    """What is there now stays until the end: whatever looks for garbage need not look at it again and again."""
    gc.freeze()


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


class Stream(io.TextIOWrapper):
    """A UTF-8 stream in memory that can pass for a terminal."""

    def __init__(self, text: str = "", *, terminal: bool = False) -> None:
        super().__init__(io.BytesIO(text.encode()), encoding="utf-8", errors="replace", newline="")
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal

    def text(self) -> str:
        self.flush()
        raw = self.buffer
        assert isinstance(raw, io.BytesIO)
        return raw.getvalue().decode()


Canang = Callable[..., Outcome]


def runner(home: Path, catalogue: Path = ROOT / "data" / "tasks.sqlite") -> Canang:
    """Runs one command line after another with the user's data in a folder, on a catalogue."""

    def run_it(
        *arguments: str, stdin: str = "", terminal: bool = False, today: date = TODAY, **variables: str
    ) -> Outcome:
        out, err = Stream(terminal=terminal), Stream()
        variables = {"CANANG_DB": str(catalogue), "CANANG_HOME": str(home), **variables}
        environment = Environment(Stream(stdin, terminal=terminal), out, err, today, variables)
        code = run(arguments, environment)
        return Outcome(code, out.text(), err.text())

    return run_it


@pytest.fixture
def canang(tmp_path: Path) -> Canang:
    """Run one command line on the committed catalogue; keyword arguments set the world around it."""

    return runner(tmp_path / "home")


class Once:
    """Makes a thing at most once, whichever of several test processes asks first; the others wait for it.

    What was made is shared: a test that would change it works on a copy.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, name: str, make: Callable[[Path], object], *, wait: bool = True) -> Path | None:
        """The path under which ``make`` has put a file or a folder; ``None`` where another is at it and no wait."""
        place, done = self._folder / name, self._folder / f"{name}.done"
        try:
            with FileLock(self._folder / f"{name}.lock", timeout=-1 if wait else 0):
                if not done.exists():
                    shutil.rmtree(place, ignore_errors=True)
                    make(place)
                    done.touch()
        except Timeout:
            return None
        return place

    def made(self, name: str, make: Callable[[Path], object]) -> Path:
        place = self(name, make)
        assert place is not None
        return place


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """One for all processes of this run."""
    own = tmp_path_factory.getbasetemp()
    return Once(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session")
def small(once: Once) -> Path:
    """The handbook of ``tests.small`` as a checkout has it: ``data/seed`` and ``data/tasks.sqlite`` of this folder."""

    def make(folder: Path) -> None:
        seed = small_seed(folder / "data" / "seed")
        target = folder / "data" / "tasks.sqlite"
        done = runner(folder / "home")("du-lieu", "xay", "--tu", str(seed), "--ra", str(target))
        assert (done.code, done.err) == (0, "")

    return once.made("nho", make)


@pytest.fixture
def seed(small: Path, tmp_path: Path) -> Path:
    """A copy of the small seed, to change."""
    return Path(shutil.copytree(small / "data" / "seed", tmp_path / "seed"))


@pytest.fixture
def came_with_it(small: Path) -> Iterator[Path]:
    """The path of the small catalogue, which now is the one that came with the program (``CANANG_DB=""``)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "__file__", str(small / "src" / "canang" / "catalog" / "database.py"))
        database.bundled_path.cache_clear()
        yield database.bundled_path()
    database.bundled_path.cache_clear()


IDS = [
    str(row["id"]) for row in database.open_catalog(ROOT / "data" / "tasks.sqlite").execute("SELECT id FROM entries")
]
PROCEDURES = [id_ for id_ in IDS if "." in id_]
LOOKED_AT = ("TDC-01.2", "NLNT-02.1", "BC-05.2", "CDS-04.1", "SHTT-12.2", "VT-16.1")
"""Entries whose sheets are looked at one by one."""

EVERY = 48
"""Of what is checked for every entry, the quick suite takes one of so many; the others are ``soak``."""


def swept(values: Iterable[Any], *, each: int = EVERY) -> list[Any]:
    """Parameters of a test that goes over a long list, in the two suites together: one of ``each`` in the quick one.

    Args:
        values: of one argument, or a tuple for each of several.
    """
    return [
        pytest.param(
            *(value if isinstance(value, tuple) else (value,)), marks=pytest.mark.soak if number % each else ()
        )
        for number, value in enumerate(values)
    ]


def shares(of: int = EVERY) -> list[Any]:
    """Parameters for a test that goes over a long list: one share in the quick suite, the others ``soak``."""
    return swept((slice(number, None, of) for number in range(of)), each=of)


class Handbooks:
    """Entries as a folder in each form, exported when somebody asks for it: all, or those of the quick suite."""

    FORMS = ("docx", "pdf", "html", "md")

    def __init__(self, once: Once, ids: Sequence[str] | None) -> None:
        """
        Args:
            ids: the entries to export; every one where there are none.
        """
        self._once, self._ids = once, ids
        self.procedures = [id_ for id_ in PROCEDURES if ids is None or id_ in ids]

    def __getitem__(self, form: str) -> Path:
        """Where another process is at this form, the time until it is done goes into those not begun yet."""
        for each in (form, *self.FORMS):
            place = self._once(f"cam-nang-{each}", partial(self._export, form=each), wait=False)
            if each == form and place is not None:
                return place
        return self._once.made(f"cam-nang-{form}", partial(self._export, form=form))

    def _export(self, folder: Path, form: str) -> None:
        canang = runner(folder.with_name("cam-nang-home"))
        done = canang("export", *(self._ids or ["--tat-ca"]), "--dinh-dang", form, "-o", f"{folder}{os.sep}")
        assert (done.code, done.err) == (0, "")


@pytest.fixture(scope="session")
def whole_handbook(once: Once) -> list[dict[str, Any]]:
    """Every entry as ``export --tat-ca --dinh-dang json`` writes it; whoever reads it changes nothing."""

    def make(file: Path) -> None:
        canang = runner(file.with_name("ca-cam-nang-home"))
        done = canang("export", "--tat-ca", "--dinh-dang", "json", "-o", str(file))
        assert (done.code, done.err) == (0, "")

    found: list[dict[str, Any]] = json.loads(once.made("ca-cam-nang.json", make).read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def handbooks(once: Once, pytestconfig: pytest.Config) -> Handbooks:
    quick = pytestconfig.getoption("markexpr") == "not soak"
    return Handbooks(once, sorted({*PROCEDURES[::EVERY], *LOOKED_AT}) if quick else None)
