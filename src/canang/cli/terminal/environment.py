"""Everything outside the program in one object: streams, terminal, width, colour, today."""

import io
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TextIO

import msgspec

from canang.cli.terminal.console import make_ready
from canang.text.days import today_in_vietnam
from canang.text.visible import escaped, visible

_PIPE_WIDTH = 100


class Environment(msgspec.Struct):
    """The outside world as the commands see it; tests pass their own and patch nothing."""

    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    today: date
    variables: Mapping[str, str] = {}

    @classmethod
    def real(cls) -> "Environment":
        """The process's own streams, spoken to in UTF-8 whatever the locale or console says; one that is closed or
        missing takes all and gives nothing.
        """
        for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
            if getattr(sys, name) is None:
                setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  open to the end
        for stream in (sys.stdin, sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="replace")
        make_ready()
        return cls(sys.stdin, sys.stdout, sys.stderr, today_in_vietnam(), os.environ)

    @property
    def interactive(self) -> bool:
        """Whether a person is at both ends: only then may a command ask."""
        return self.stdin.isatty() and self.stdout.isatty()

    @property
    def on_terminal(self) -> bool:
        """Whether the output goes to a screen."""
        return self.stdout.isatty()

    @property
    def colour(self) -> bool:
        """Colour only on a terminal that has it, and never against ``NO_COLOR`` (no-color.org)."""
        return self.on_terminal and not self.variables.get("NO_COLOR") and self.variables.get("TERM") != "dumb"

    @property
    def width(self) -> int:
        """Columns to fill: the terminal's within 36..110, so that lines stay readable; a fixed number in a pipe."""
        if not self.on_terminal:
            return _PIPE_WIDTH
        return max(36, min(shutil.get_terminal_size((80, 24)).columns, 110))

    @property
    def columns(self) -> int:
        """Columns of the terminal itself."""
        return max(1, shutil.get_terminal_size((80, 24)).columns)

    @property
    def height(self) -> int:
        """Rows of the terminal."""
        return max(8, shutil.get_terminal_size((80, 24)).lines)

    def say(self, text: str = "") -> None:
        """One plain line on the output."""
        self.stdout.write(visible(text) + "\n")

    def say_styled(self, parts: Sequence[tuple[str, str | None]]) -> None:
        """One line in parts, each with a style of rich's; without colour the same words, and rich is not loaded."""
        if not self.colour:
            self.say("".join(text for text, _ in parts))
            return
        from rich.style import Style  # noqa: PLC0415  a pipe needs no colours

        painted = [
            Style.parse(style).render(visible(text)) if style and text else visible(text) for text, style in parts
        ]
        self.stdout.write("".join(painted) + "\n")

    def say_json(self, text: str) -> None:
        """A line of JSON on the output: what cannot be seen is escaped, so that the data stays what it is."""
        self.stdout.write(escaped(text) + "\n")

    def ask(self, text: str) -> None:
        """A question on the output, behind which the answer is typed."""
        self.stdout.write(visible(text))
        self.stdout.flush()

    def complain(self, text: str) -> None:
        """One plain line on the error stream."""
        self.stderr.write(visible(text) + "\n")
