"""Readiness: has our office what a task needs; what is missing, and who can help."""

from starlette.responses import Response

from canang.desk.readiness import list_readiness, readiness_of, say_have
from canang.web.visit import Visit

_SAID = {"co": True, "chua": False}


def every(visit: Visit) -> Response:
    """The tasks for which it is known what they need."""
    return visit.show("readiness_list.html", listed=list_readiness(visit.desk, visit.desk.today))


def one(visit: Visit) -> Response:
    """What a task needs, as a form; what is missing stands first, with who can help."""
    return visit.show("readiness.html", readiness=readiness_of(visit.desk, visit.place("ma"), visit.desk.today))


def said(visit: Visit) -> Response:
    """Keep what was said; only what is another than before, or has another note."""
    readiness = readiness_of(visit.desk, visit.place("ma"), visit.desk.today)
    for need, before in readiness.needs:
        there = _SAID.get(visit.typed(f"co-{need.key}"))
        note = visit.typed(f"ghi-chu-{need.key}") or None
        if there is None or (before and (before.there, before.note) == (there, note)):
            continue
        say_have(visit.desk, readiness, {need.key: there}, note)
    return visit.go("san-sang", readiness.id, da="luu")


ROUTES = (
    ("/san-sang", "GET", every),
    ("/san-sang/{ma}", "GET", one),
    ("/san-sang/{ma}", "POST", said),
)
