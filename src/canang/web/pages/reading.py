"""An entry: its page, on any day; what differs between two days; and the papers to take away."""

from starlette.responses import JSONResponse, Response

from canang.catalog.public import public
from canang.desk.formats import FORMATS, Extent
from canang.desk.overview import overview
from canang.desk.printing import fill_blank, print_entries
from canang.desk.reading import differences, find_id, look_around, read_entry
from canang.errors import Code, Failure
from canang.web.linked import linked_data
from canang.web.visit import Visit


def entry(visit: Visit) -> Response:
    """An entry as it stands on the day: what matters first, then papers, steps, basis, how far it was checked."""
    named = visit.place("ma")
    reading = read_entry(visit.desk, named, visit.day)
    if visit.wants_json:
        return JSONResponse(public(reading.entry), headers={"vary": "accept"})
    if named != reading.entry.id:
        return visit.go("thu-tuc", reading.entry.id, ngay=visit.asked("ngay"))
    changed = differences(visit.desk, reading.entry.id, visit.desk.today, visit.day) if visit.other_day else []
    return visit.show(
        "entry.html",
        entry=reading.entry,
        sheet=reading.sheet,
        documents=list(dict.fromkeys(citation.document for citation in reading.entry.every_citation)),
        around=look_around(visit.desk, reading.entry),
        practised=reading.entry.id in {id_ for id_, _ in overview(visit.desk, visit.day).practices},
        day=visit.day,
        other_day=visit.other_day,
        changed=changed,
        formats=FORMATS,
        linked=linked_data(reading.entry),
    )


def paper(visit: Visit) -> Response:
    """An entry as a file."""
    form = visit.place("dang")
    if form not in FORMATS:
        raise Failure("Không có dạng tệp này.", f"Chọn trong: {', '.join(FORMATS)}.", Code.NOT_FOUND)
    id_ = find_id(visit.desk, visit.place("ma"))
    extent = Extent.BRIEF if visit.asked("gon") and form != "json" else Extent.SHEET
    name = f"{id_}-gon.{form}" if extent is Extent.BRIEF else f"{id_}.{form}"
    return visit.hand_out(print_entries(visit.desk, [id_], visit.day, form, extent=extent), name)


def blank(visit: Visit) -> Response:
    """A form to fill in, as DOCX."""
    id_ = find_id(visit.desk, visit.place("ma"))
    filled = fill_blank(visit.desk, visit.place("mau"), id_, None)
    return visit.hand_out(filled.content, f"{id_}-{visit.place('mau')}.docx")


ROUTES = (
    ("/thu-tuc/{ma}", "GET", entry),
    ("/thu-tuc/{ma}/in/{dang}", "GET", paper),
    ("/thu-tuc/{ma}/mau/{mau}", "GET", blank),
)
