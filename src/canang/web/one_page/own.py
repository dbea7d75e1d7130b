"""The pages that only the one page has: about itself, and who works with it."""

from pathlib import Path

import msgspec
from starlette.responses import Response

from canang.desk.overview import overview
from canang.files import private_folder, write_whole
from canang.text.visible import cleaned
from canang.web.visit import Visit

FILE = "trang.json"
"""The file in the user's folder with what the page is told of its user."""

LONGEST_NAME = 80


class _Kept(msgspec.Struct, frozen=True):
    who: str = ""


def who(home: Path) -> str:
    """The name that goes into the log of cases; empty where nobody gave one."""
    try:
        return msgspec.json.decode((home / FILE).read_bytes(), type=_Kept).who
    except (OSError, msgspec.DecodeError):
        return ""


def about(visit: Visit) -> Response:
    """The data of this page, who works with it, and what to do with the cases that are kept in the browser."""
    return visit.show(
        "data.html",
        known=overview(visit.desk, visit.desk.today),
        who=who(visit.desk.home),
        done=visit.asked("da"),
    )


def named(visit: Visit) -> Response:
    """Keep the name of whoever works here."""
    name = cleaned(visit.typed("nguoi")).strip()[:LONGEST_NAME]
    private_folder(visit.desk.home)
    write_whole(visit.desk.home / FILE, msgspec.json.encode(_Kept(name)), private=True)
    return visit.go("du-lieu", da="ten")


ROUTES = (
    ("/du-lieu", "GET", about),
    ("/du-lieu/nguoi", "POST", named),
)
