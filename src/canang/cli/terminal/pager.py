"""What is longer than the screen, a screenful at a time: in this process, so on every system alike, in UTF-8."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from canang.cli.terminal.environment import Environment
from canang.text.fold import fold

_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_ASK = "── còn nữa: gõ Enter để xem tiếp, t rồi Enter để thôi ── "
_ASK_IN_FEW = "── còn nữa: Enter xem tiếp, t rồi Enter thôi ── "
"""For a screen on which the other would part a word."""

_ENOUGH = {"t", "thoi", "q"}
_ROWS_KEPT = 2
"""Of a screenful, the rows left to the question and to one row that was read already."""


@contextmanager
def paged(environment: Environment) -> Iterator[Environment]:
    """An environment that stops at each screenful and asks whoever sits at it.

    What is printed after the person has had enough is left unprinted, and the ``with`` ends.
    """
    screen = _Screen(environment)
    try:
        yield msgspec.structs.replace(environment, stdout=screen)
    except _Enough:
        environment.say()


class _Enough(Exception):
    """The person wants no more."""


class _Screen(io.TextIOBase):
    """A terminal that holds a screenful until the person goes on.

    It asks only when there is more to show, so nobody is asked at the very end; where the input ends, the rest follows.
    """

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._shown = 0
        self._begun = ""
        self._asking = True

    def write(self, text: str) -> int:
        *lines, self._begun = (self._begun + text).split("\n")
        for line in lines:
            self._line(line)
        return len(text)

    def isatty(self) -> bool:
        return True

    def flush(self) -> None:
        self._environment.stdout.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._environment.stdout, name)

    def _line(self, line: str) -> None:
        rows = 1 + max(0, len(_STYLE.sub("", line)) - 1) // max(1, self._environment.columns)
        if self._asking and self._shown + rows > self._environment.height - _ROWS_KEPT:
            self._ask()
            self._shown = 0
        self._environment.stdout.write(line + "\n")
        self._shown += rows

    def _ask(self) -> None:
        out = self._environment.stdout
        out.write(_ASK if self._environment.width > len(_ASK) else _ASK_IN_FEW)
        out.flush()
        answer = self._environment.stdin.readline()
        if not answer:
            self._asking = False
            return
        if fold(answer).strip() in _ENOUGH:
            raise _Enough
        if self._environment.colour:
            # The question makes room for what was asked for.
            out.write("\x1b[1A\x1b[2K")
