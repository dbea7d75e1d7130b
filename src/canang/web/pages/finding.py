"""The first page, the results of a search, and the lists of what there is."""

from typing import Any

from starlette.responses import JSONResponse, Response

from canang.catalog.overview import Filters
from canang.desk.cases import list_cases
from canang.desk.law import ends_within
from canang.desk.overview import list_of, overview
from canang.desk.searching import Answered
from canang.errors import Failure
from canang.search.results import Result
from canang.web.addresses import address
from canang.web.visit import Visit

SHOWN = 8
"""How many results a page of them holds."""

SUGGESTED = 6
"""How many are offered while one types."""

NEXT_CASES = 5
"""How many cases the first page names."""

SOON = 180
"""Days within which the first page says that something ends."""


def home(visit: Visit) -> Response:
    """One search box; below it the cases that are due next, what ends soon, and the ways to everything else."""
    try:
        cases, trouble = list_cases(visit.desk), None
    except Failure as failure:  # a damaged register must not keep anybody from reading
        cases, trouble = None, failure
    endings = visit.desk.kept(
        "endings", lambda: [each for each in ends_within(visit.desk, visit.desk.today, SOON) if each.kind != "entry"]
    )
    return visit.show(
        "home.html",
        known=overview(visit.desk, visit.desk.today),
        cases=cases.cases[:NEXT_CASES] if cases else (),
        more=max(0, len(cases.cases) - NEXT_CASES) if cases else 0,
        calendar=cases.calendar if cases else None,
        trouble=trouble,
        endings=endings,
    )


def results(visit: Visit) -> Response:
    """What answers a query, then what comes near, each told apart; one that is an id or a code goes to its entry."""
    query = visit.asked("q")
    if not any(letter.isalnum() for letter in query):
        return visit.go()
    search = visit.shelf.search(visit.desk)
    found = search.find(query, visit.day, visit.wanted, SHOWN)
    return visit.show(
        "results.html",
        query=query,
        found=found,
        fields=search.fields,
        wanted=visit.wanted,
        day=visit.day,
        other_day=visit.other_day,
        readings=_readings(visit, found),
        hotline=search.hotline,
    )


def suggestions(visit: Visit) -> Response:
    """The first results as JSON, for the list that opens while one types; the form works without it."""
    query = visit.asked("q")
    if not any(letter.isalnum() for letter in query):
        return JSONResponse([])
    found = visit.shelf.search(visit.desk).find(query, visit.desk.today, visit.wanted, SUGGESTED)
    return JSONResponse([_suggested(result) for result in found.answers])


def entries(visit: Visit) -> Response:
    """All tasks or all procedures, with filters."""
    type_ = "procedure" if visit.asked("loai") == "thu-tuc" else "task"
    wanted = visit.wanted
    listed = list_of(visit.desk, Filters(wanted.field, wanted.level), visit.day, type_)
    return visit.show(
        "entries.html",
        listed=listed,
        type=type_,
        fields=overview(visit.desk, visit.day).fields,
        wanted=wanted,
        day=visit.day,
        other_day=visit.other_day,
    )


def guide(visit: Visit) -> Response:
    """How to use the handbook, on one page."""
    return visit.show("guide.html", known=overview(visit.desk, visit.desk.today))


def _suggested(result: Result) -> dict[str, Any]:
    return {"id": result.id, "name": result.name, "authority": result.authority, "href": address("thu-tuc", result.id)}


def _readings(visit: Visit, found: Answered) -> list[tuple[str, str]]:
    """Words that were read as others: what was typed, and how it was read."""
    if not found.answers:
        return []
    search = visit.shelf.search(visit.desk)
    read = {m.typed: search.written(m.word) for m in found.answers[0].matched if m.typed}
    return [(typed, word) for typed, word in read.items() if typed != word]


ROUTES = (
    ("/", "GET", home),
    ("/tim", "GET", results),
    ("/goi-y", "GET", suggestions),
    ("/danh-sach", "GET", entries),
    ("/huong-dan", "GET", guide),
)
