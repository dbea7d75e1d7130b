"""The pages that only the one page has: about itself, who works with it, and cases taken out as a file and in again."""

import tempfile
from pathlib import Path
from typing import Any

import msgspec
from starlette.responses import Response

from canang.desk.case_keys import name_of
from canang.desk.cases import case_names
from canang.desk.overview import overview
from canang.desk.travelling import receive, send
from canang.errors import Failure
from canang.files import private_folder, write_whole
from canang.text.file_names import file_name
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
    return visit.show("data.html", **_known(visit))


def named(visit: Visit) -> Response:
    """Keep the name of whoever works here."""
    name = cleaned(visit.typed("nguoi")).strip()[:LONGEST_NAME]
    private_folder(visit.desk.home)
    write_whole(visit.desk.home / FILE, msgspec.json.encode(_Kept(name)), private=True)
    return visit.go("du-lieu", da="ten")


def every_case(visit: Visit) -> Response:
    """All cases and difficulties as a file for another machine, or for another copy of this page."""
    return _pack(visit, f"ho-so-{visit.desk.today:%Y-%m-%d}.goi", ())


def one_case(visit: Visit) -> Response:
    """One case as such a file."""
    name = name_of(visit.desk, visit.place("khoa"))
    return _pack(visit, f"{file_name(name)}.goi", (name,))


def taken(visit: Visit) -> Response:
    """Take in such a file; what is known already changes nothing. Nothing here can check a signature: the user says
    whose it is."""
    upload = visit.uploaded("goi")
    if upload is None:
        return visit.wrong("data.html", {"goi": "Chưa chọn tệp nào."}, **_known(visit))
    if visit.typed("tin") != "co":
        problem = {"tin": "Chọn lại tệp, và đánh dấu ô này nếu biết chắc tệp của ai."}
        return visit.wrong("data.html", problem, **_known(visit))
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / file_name(upload.filename or "ho-so.goi")
            path.write_bytes(upload.file.read())
            received = receive(visit.desk, path, trust=True, verify=False)
    except Failure as failure:
        return visit.failed(failure, "data.html", "goi", **_known(visit))
    return visit.show("taken.html", received=received)


def _pack(visit: Visit, name: str, cases: tuple[str, ...]) -> Response:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "goi"
        send(visit.desk, path, cases, sign=False)
        return visit.hand_out(path.read_bytes(), name)


def _known(visit: Visit) -> dict[str, Any]:
    return {
        "known": overview(visit.desk, visit.desk.today),
        "who": who(visit.desk.home),
        "done": visit.asked("da"),
        "cases": len(case_names(visit.desk)),
    }


ROUTES = (
    ("/du-lieu", "GET", about),
    ("/du-lieu/nguoi", "POST", named),
    ("/ho-so/goi", "GET", every_case),
    ("/ho-so/nhan", "POST", taken),
    ("/ho-so/{khoa}/goi", "GET", one_case),
)
