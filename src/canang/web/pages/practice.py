"""Practice: an invented case with planted faults; nothing of it is kept."""

from starlette.responses import Response

from canang.cases.walk import every_item, items_of
from canang.catalog.practice import Practice, SamplePaper
from canang.desk.overview import overview
from canang.desk.reading import find_practice, read_entry
from canang.errors import Code, Failure
from canang.web.visit import Visit


def every(visit: Visit) -> Response:
    """The entries that have an invented case."""
    return visit.show("practice_list.html", practices=overview(visit.desk, visit.desk.today).practices)


def one(visit: Visit) -> Response:
    """The papers of the invented case, each to be judged."""
    return _page(visit, judged={})


def judged(visit: Visit) -> Response:
    """The same, with what was seen and what was overlooked. Nothing is written."""
    practice, _ = _practice(visit)
    said = {paper.item: visit.typed(paper.item) for paper in practice.papers}
    return _page(visit, judged=said)


def _practice(visit: Visit) -> tuple[Practice, str]:
    id_ = read_entry(visit.desk, visit.place("ma")).entry.id
    found, others = find_practice(visit.desk, id_)
    if found is None:
        raise Failure(f"{id_} chưa có bài luyện.", f"Có ở: {', '.join(others)}.", Code.NOT_FOUND)
    return found, id_


def _page(visit: Visit, judged: dict[str, str]) -> Response:
    practice, id_ = _practice(visit)
    reading = read_entry(visit.desk, id_)
    names = {item.id: item.text for item in every_item(items_of(reading.entry))}
    return visit.show(
        "practice.html",
        entry=reading.entry,
        practice=practice,
        names=names,
        judged=judged,
        verdicts={paper.item: _verdict(paper, judged.get(paper.item, "")) for paper in practice.papers},
    )


def _verdict(paper: SamplePaper, said: str) -> str:
    """``found``, ``overlooked``, ``alarm`` (a sound paper called wrong), ``right``, or ``open``."""
    if said not in {"dung", "sai"}:
        return "open"
    if paper.wrong:
        return "found" if said == "sai" else "overlooked"
    return "right" if said == "dung" else "alarm"


ROUTES = (
    ("/luyen-tap", "GET", every),
    ("/luyen-tap/{ma}", "GET", one),
    ("/luyen-tap/{ma}", "POST", judged),
)
