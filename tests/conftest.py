"""What the tests share: a way to run canang as a person does, with streams, day and folders of their own."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from canang.cli.main import run
from canang.cli.terminal.environment import Environment

ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 11, 23)


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


@pytest.fixture
def canang(tmp_path: Path) -> Canang:
    """Run one command line on the committed catalogue; keyword arguments set the world around it."""

    def run_it(
        *arguments: str, stdin: str = "", terminal: bool = False, today: date = TODAY, **variables: str
    ) -> Outcome:
        out, err = Stream(terminal=terminal), Stream()
        settings = {
            "CANANG_DB": str(ROOT / "data" / "tasks.sqlite"),
            "CANANG_HOME": str(tmp_path / "home"),
            **variables,
        }
        environment = Environment(Stream(stdin, terminal=terminal), out, err, today, settings)
        code = run(arguments, environment)
        return Outcome(code, out.text(), err.text())

    return run_it
