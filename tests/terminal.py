"""Somebody at a terminal: the program behind a screen of so many rows and columns, and how it ended."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect

PROGRAM = str(Path(sys.executable).with_name("canang"))


def at_screen(
    home: Path,
    *arguments: str,
    rows: int = 24,
    columns: int = 80,
    cwd: Path | None = None,
    preexec_fn: Callable[[], object] | None = None,
    **variables: str,
) -> "pexpect.spawn[str]":
    """Start ``canang`` with the user's data in a folder.

    pexpect waits a moment before each key and after each end, for programs that switch off the echo of a password or
    take their time to die; here what is typed answers what was seen, and ``ended`` waits for the end itself.
    """
    screen = pexpect.spawn(
        PROGRAM,
        list(arguments),
        cwd=None if cwd is None else str(cwd),
        env={**os.environ, "CANANG_HOME": str(home), "NO_COLOR": "1", **variables},
        dimensions=(rows, columns),
        encoding="utf-8",
        timeout=30,
        preexec_fn=preexec_fn,
    )
    screen.delaybeforesend = None
    screen.ptyproc.delayafterclose = screen.ptyproc.delayafterterminate = 0.01
    return screen


def ended(screen: "pexpect.spawn[str]") -> int | None:
    """The exit code, once the program has said its last; what it said is in ``screen.before``."""
    screen.expect(pexpect.EOF)
    screen.wait()
    screen.close()
    return screen.exitstatus
