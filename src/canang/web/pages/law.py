"""Legal documents: the list, one with what rests on it, and the calendar of what ends."""

from itertools import groupby

from starlette.responses import Response

from canang.cases.standing import CaseStanding
from canang.catalog.validity import ENDS_SOON
from canang.desk.cases import list_cases
from canang.desk.law import ends_within, list_documents, read_documents
from canang.text.fold import fold
from canang.web.visit import Visit


def documents(visit: Visit) -> Response:
    """All documents, or those in whose number or title some words stand; those no longer in force are said to be so."""
    asked = visit.asked("q")
    every = [document for document, _ in list_documents(visit.desk, visit.day)]
    wanted = fold(asked).split()
    shown = [each for each in every if all(word in fold(f"{each.number} {each.title}") for word in wanted)]
    return visit.show("documents.html", documents=shown, asked=asked, day=visit.day, other_day=visit.other_day)


def document(visit: Visit) -> Response:
    """A document: whether it is in force, what changed it, and which entries rest on which of its articles."""
    found = read_documents(visit.desk, visit.place("so"), visit.day)
    if len(found) == 1 and found[0].document.number != visit.place("so"):
        return visit.go("van-ban", found[0].document.number, ngay=visit.asked("ngay"))
    return visit.show("document.html", found=found, day=visit.day, other_day=visit.other_day)


def calendar(visit: Visit) -> Response:
    """Day by day: which cases are due, which documents, articles and entries end."""
    day = visit.day
    found = list_cases(visit.desk)
    days: dict[object, tuple[list[CaseStanding], list[object]]] = {}
    for standing in found.cases:
        if standing.schedule.whole:
            days.setdefault(standing.schedule.whole.day, ([], []))[0].append(standing)
    for end, group in groupby(ends_within(visit.desk, day, ENDS_SOON.days), key=lambda ending: ending.day):
        days.setdefault(end, ([], []))[1].extend(group)
    return visit.show("calendar.html", days=sorted(days.items()), calendar=found.calendar, day=day)


ROUTES = (
    ("/van-ban", "GET", documents),
    ("/van-ban/{so:path}", "GET", document),
    ("/lich", "GET", calendar),
)
