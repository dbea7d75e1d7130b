"""What somebody worked on last, so that a command without an id goes on with it."""

import contextlib
import json

import msgspec

from canang.desk.desk import Desk

FILE = "gan-day.json"
"""In the user's folder."""


class Last(msgspec.Struct, frozen=True):
    """The entry last read, or the case last walked with the entry that it follows."""

    entry: str
    case: str | None = None


def remember(desk: Desk, entry: str, case: str | None = None) -> None:
    """Keep what is worked on now; a folder that cannot be written is no reason to stop."""
    from canang.files import private_folder, write_whole  # noqa: PLC0415  only who works at a screen is remembered

    now = Last(entry, case)
    if last_of(desk) == now:
        return
    with contextlib.suppress(OSError):
        private_folder(desk.home)
        write_whole(desk.home / FILE, json.dumps(msgspec.to_builtins(now), ensure_ascii=False).encode(), private=True)


def last_of(desk: Desk) -> Last | None:
    """What was worked on last; None where nothing was, or the note of it cannot be read."""
    try:
        return msgspec.json.decode((desk.home / FILE).read_bytes(), type=Last)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
