"""Waiting for a file that another program holds for a moment, as a virus scanner of Windows does with each new one.

By itself, since every command opens a file and few need more of ``canang.files``.
"""

import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

PATIENCE = 4.0
"""Seconds to try again."""

_HELD = {5, 32, 33}
"""What Windows says of a file that another program holds: access denied, a sharing violation, a lock violation."""


def patiently(work: Callable[[], Result]) -> Result:
    """Do what touches a file, and again for some seconds where another program holds that file.

    Raises:
        OSError: it is held for longer, or something else is wrong.
    """
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return work()
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD or time.monotonic() > end:
                raise
            time.sleep(0.1)
