"""Waiting for a file that another program holds for a moment, as a virus scanner of Windows does with each new one.

By itself, since every command opens a file and few need more of ``canang.files``.
"""

import sys
import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

PATIENCE = 4.0
"""Seconds to try again."""


def patiently(work: Callable[[], Result]) -> Result:
    """Do what touches a file, and again for some seconds where another program holds that file.

    Raises:
        OSError: it is held for longer, or something else is wrong.
    """
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return work()
        except PermissionError:
            # By whatever way it was asked, this is all that Python tells of "access denied" and "sharing violation".
            if sys.platform != "win32" or time.monotonic() > end:
                raise
            time.sleep(0.1)
