"""``canang`` and ``python -m canang``: the way in, ready for Ctrl-C and closed streams before the program is loaded."""

import _signal as signal  # type: ignore[import-not-found]  # ``signal`` itself first loads a third of the standard library's start
import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

_INTERRUPTED = 130
_STREAMS = (0, 1, 2)


def main() -> None:
    """Run the program and end the process with its exit code."""
    # A command makes little that only a search for cycles would find, and what is left at its end is given back with
    # the process: looking through it, on the way and at the end, took a fifth of the time of ``tim``.
    gc.set_threshold(50_000, 20, 20)
    mine = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if mine:
        # While modules are loaded nothing has been begun that could be left half done.
        signal.signal(signal.SIGINT, _stop)
    _occupy()
    from canang.cli.main import run  # noqa: PLC0415  loaded under the handler
    from canang.cli.terminal.environment import Environment  # noqa: PLC0415

    environment = Environment.real()
    try:
        if mine:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        code = run(sys.argv[1:], environment)
        if mine:
            # What was to be done is done.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
    except KeyboardInterrupt:
        _stop()
    gc.freeze()
    sys.exit(code)


def _occupy() -> None:
    """Give each standard stream that the caller closed a place to go: else the next file opened would take its number,
    and what is said would be written into that file.
    """
    for number in _STREAMS:
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _stop(_signal: int = 0, _frame: "FrameType | None" = None) -> "NoReturn":
    """End at once, with the code and the line of every interruption."""
    os.write(2, "\nĐã dừng theo yêu cầu.\n".encode())
    os._exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
