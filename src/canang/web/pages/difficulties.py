"""Difficulties: noted at an entry or a step, answered, and taken out as a letter to the ministry's hotline."""

from typing import Any

from starlette.responses import Response

from canang.cases.difficulties import KINDS
from canang.catalog.labels import cite_all
from canang.desk.difficulties import (
    SEVERITIES,
    answer_difficulty,
    list_difficulties,
    note_difficulty,
    print_difficulties,
    tell_difficulties,
)
from canang.desk.reading import read_entry
from canang.errors import Code, Failure
from canang.web.visit import Visit


def every(visit: Visit) -> Response:
    """The difficulties that were noted, newest first."""
    told = tell_difficulties(visit.desk, list_difficulties(visit.desk))
    return visit.show(
        "difficulties.html", told=told[::-1], kinds=KINDS, severities=SEVERITIES, cite=cite_all, done=visit.asked("da")
    )


def new(visit: Visit) -> Response:
    """A form to note one."""
    return visit.show("difficulty_new.html", **_form(visit, visit.place("ma")))


def note(visit: Visit) -> Response:
    """Keep one; the same one sent again is not kept twice."""
    id_, step = visit.place("ma"), visit.typed("buoc")
    text, kind = visit.typed("chu"), visit.typed("nhom") or "quy-dinh"
    severity = int(visit.typed("muc")) if visit.typed("muc") in {"1", "2", "3"} else 2
    if not text:
        missing = {"chu": "Chưa viết vướng mắc gì. Viết một câu: vướng ở đâu, cần gì."}
        return visit.wrong("difficulty_new.html", missing, **_form(visit, id_))
    number = int(step) if step.isascii() and step.isdigit() and len(step) < 4 else None
    try:
        note_difficulty(visit.desk, id_, text, kind=kind, severity=severity, step=number, once=True)
    except Failure as failure:
        if failure.code is Code.NOT_FOUND:
            raise
        return visit.failed(failure, "difficulty_new.html", "chu", **_form(visit, id_))
    return visit.go("vuong-mac", da="ghi")


def answer(visit: Visit) -> Response:
    """Mark one answered."""
    said = visit.typed("tra-loi")
    if said:
        answer_difficulty(visit.desk, int(visit.place("so")), said)
    return visit.go("vuong-mac", da="tra-loi" if said else "")


def letter(visit: Visit) -> Response:
    """All of them as a letter (DOCX) or a table (CSV), with what they rest on."""
    form = visit.place("dang")
    return visit.hand_out(print_difficulties(visit.desk, form), f"vuong-mac.{form}")


def _form(visit: Visit, id_: str) -> dict[str, Any]:
    return {"entry": read_entry(visit.desk, id_).entry, "kinds": KINDS, "severities": SEVERITIES}


ROUTES = (
    ("/vuong-mac", "GET", every),
    ("/vuong-mac/in/{dang}", "GET", letter),
    ("/vuong-mac/ghi/{ma}", "GET", new),
    ("/vuong-mac/ghi/{ma}", "POST", note),
    ("/vuong-mac/{so:int}/tra-loi", "POST", answer),
)
