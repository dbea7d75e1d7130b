"""A window of Windows made ready for what every other terminal understands."""

import sys


def make_ready() -> None:
    """Have the window understand escape codes; one too old for them gets its colours by Windows' own calls.

    What is piped stays as it is. Must come before anybody takes hold of ``sys.stdout``.
    """
    if sys.platform != "win32" or not (sys.stdout.isatty() or sys.stderr.isatty()):
        return
    from colorama import AnsiToWin32  # noqa: PLC0415  only a window needs it

    for name in ("stdout", "stderr"):
        # Asks the window to understand the codes; where it cannot, what is written is turned into Windows' calls.
        window = AnsiToWin32(getattr(sys, name))
        if window.convert:
            setattr(sys, name, window.stream)
