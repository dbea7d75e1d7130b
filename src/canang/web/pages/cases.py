"""Cases: the register as a table, one case as a list of tasks, its days, its log, and the papers that come of it."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from starlette.responses import FileResponse, Response

from canang.cases.standing import CaseStanding
from canang.desk.attachments import find_file, name_of_file, what_became_of
from canang.desk.case_keys import name_of
from canang.desk.case_tables import print_cases
from canang.desk.cases import (
    CaseList,
    Doubtful,
    all_cases,
    find_case,
    list_cases,
    log_of,
    note_day,
    open_case,
    rename_case,
)
from canang.desk.formats import FORMATS
from canang.desk.printing import fill_blank, print_case
from canang.desk.reading import look_around, read_entry
from canang.errors import Code, Failure
from canang.export.record import line_of
from canang.sheet.lay_out import lay_out
from canang.sheet.page import places_of
from canang.text.days import BadDay, read_day
from canang.text.fold import fold
from canang.web.visit import Visit

DAYS = {
    "received": "Ngày nhận hồ sơ",
    "pause": "Tạm dừng, chờ bổ sung",
    "resume": "Đếm ngày tiếp",
    "close": "Đóng hồ sơ",
    "reopen": "Mở lại",
}
"""What can happen to a case on a day."""

_ORDERS: dict[str, Callable[[CaseStanding], tuple[object, ...]]] = {
    "han": lambda s: (s.schedule.whole.day if s.schedule.whole else date.max, s.case.name),
    "ten": lambda s: (fold(s.case.name),),
    "nhan": lambda s: (s.case.received, s.case.name),
    "ma": lambda s: (s.case.entry, s.case.name),
}
_STATES: dict[str, Callable[[CaseStanding, date], bool]] = {
    "": lambda s, _: not s.case.closed,
    "tre": lambda s, today: s.is_late(today),
    "dong": lambda s, _: s.case.closed,
    "tat-ca": lambda s, _: True,
}


def register(visit: Visit) -> Response:
    """The register as a table, sorted and filtered."""
    found = list_cases(visit.desk, closed=True, containing=visit.asked("chu") or None)
    state = visit.asked("tinh-trang") if visit.asked("tinh-trang") in _STATES else ""
    order = visit.asked("xep") if visit.asked("xep") in _ORDERS else "han"
    kept = [standing for standing in found.cases if _STATES[state](standing, visit.desk.today)]
    kept.sort(key=_ORDERS[order])
    return visit.show(
        "cases.html",
        cases=kept,
        calendar=found.calendar,
        unsent=found.unsent,
        state=state,
        order=order,
        containing=visit.asked("chu"),
        any=bool(found.cases),
    )


def table(visit: Visit) -> Response:
    """The register as a file."""
    form = visit.place("dang")
    return visit.hand_out(print_cases(visit.desk, form, all_cases(visit.desk)), f"ho-so.{form}")


def new(visit: Visit) -> Response:
    """A form to open a case for an entry."""
    reading = read_entry(visit.desk, visit.place("ma"))
    if not reading.sheet.steps:
        return visit.go("thu-tuc", reading.entry.id)
    return visit.show("case_new.html", entry=reading.entry, sheet=reading.sheet)


def opened(visit: Visit) -> Response:
    """Open the case; the same form sent again goes to the same case."""
    reading = read_entry(visit.desk, visit.place("ma"))
    form = {"entry": reading.entry, "sheet": reading.sheet}
    name = visit.typed("ten")
    if not name:
        return visit.wrong("case_new.html", {"ten": "Chưa đặt tên hồ sơ. Ví dụ: Cửa hàng xăng dầu số 5"}, **form)
    try:
        with open_case(visit.desk, name, reading) as work:
            if work.what_changed() is None:
                work.follow()
            key = work.case.id
    except Failure as failure:
        return visit.failed(failure, "case_new.html", "ten", **form)
    return visit.go("ho-so", key)


def case(visit: Visit) -> Response:
    """A case as a list of tasks, with what is due and what the law has changed meanwhile."""
    name = name_of(visit.desk, visit.place("khoa"))
    found = find_case(visit.desk, name)
    standing = found.cases[0]
    if standing.entry is None:
        return visit.show("case_lost.html", standing=standing)
    with open_case(visit.desk, name) as work:
        changed = work.what_changed()
        return visit.show(
            "case.html",
            standing=standing,
            work=work,
            calendar=found.calendar,
            changed=changed or [],
            around=look_around(visit.desk, standing.entry),
            formats=FORMATS,
        )


def follow(visit: Visit) -> Response:
    """Go by the entry as it stands now."""
    with open_case(visit.desk, name_of(visit.desk, visit.place("khoa"))) as work:
        if work.what_changed() != []:
            work.follow()
    return visit.go("ho-so", visit.place("khoa"))


def check(visit: Visit) -> Response:
    """All that was answered, to be looked through before the case is closed and printed."""
    name = name_of(visit.desk, visit.place("khoa"))
    found = find_case(visit.desk, name)
    with open_case(visit.desk, name) as work:
        return visit.show(
            "case_check.html",
            standing=found.cases[0],
            work=work,
            calendar=found.calendar,
            became=partial(what_became_of, visit.desk.register_home),
            around=look_around(visit.desk, work.reading.entry),
            formats=FORMATS,
        )


def days(visit: Visit) -> Response:
    """A form for what happens on a day."""
    return _days(visit)


def noted(visit: Visit) -> Response:
    """Write a day; what is likely a mistake is asked about once more."""
    name, kind = name_of(visit.desk, visit.place("khoa")), visit.typed("viec")
    if kind not in DAYS:
        return _days(visit, {"viec": "Chọn một việc đã xảy ra."})
    try:
        day = read_day(visit.typed("ngay")) if visit.typed("ngay") else visit.desk.today
    except BadDay as bad:
        return _days(visit, {"ngay": str(bad)})
    if _is_so(visit, name, kind, day):
        return visit.go("ho-so", visit.place("khoa"))
    try:
        note_day(visit.desk, name, kind, day, visit.typed("ly-do"), insist=visit.typed("van-lam") == "co")
    except Doubtful as doubt:
        return _days(visit, {"van-lam": str(doubt)}, insisting=True)
    return visit.go("ho-so", visit.place("khoa"))


def renamed(visit: Visit) -> Response:
    """Give the case another name."""
    name = name_of(visit.desk, visit.place("khoa"))
    if visit.typed("ten") == name:  # sent twice
        return visit.go("ho-so", visit.place("khoa"))
    try:
        rename_case(visit.desk, name, visit.typed("ten"))
    except Failure as failure:
        return _days(visit, {"ten": str(failure)})
    return visit.go("ho-so", visit.place("khoa"))


def log(visit: Visit) -> Response:
    """What was written into the case, oldest first."""
    standing, events = log_of(visit.desk, name_of(visit.desk, visit.place("khoa")))
    places = places_of(lay_out(standing.entry, [], "")) if standing.entry else {}
    told = [(event.at, line_of(event, places)) for event in events]
    return visit.show("case_log.html", standing=standing, told=told)


def record(visit: Visit) -> Response:
    """The record of the case as a file."""
    form = visit.place("dang")
    if form not in FORMATS:
        raise Failure("Không có dạng tệp này.", f"Chọn trong: {', '.join(FORMATS)}.", Code.NOT_FOUND)
    name = name_of(visit.desk, visit.place("khoa"))
    return visit.hand_out(print_case(visit.desk, name, form), f"{_short(name)}.{form}")


def blank(visit: Visit) -> Response:
    """A form to fill in, with what the case knows."""
    name = name_of(visit.desk, visit.place("khoa"))
    filled = fill_blank(visit.desk, visit.place("mau"), None, name)
    return visit.hand_out(filled.content, f"{_short(name)}-{visit.place('mau')}.docx")


def attached(visit: Visit) -> Response:
    """A file that was attached, as long as it still is what it was."""
    standing = find_case(visit.desk, name_of(visit.desk, visit.place("khoa"))).cases[0]
    found = next((a for a in standing.case.attachments if a.sha256 == visit.place("ma")), None)
    path = find_file(visit.desk.register_home, found) if found else None
    if found is None or path is None:
        raise Failure("Tệp đính kèm không còn ở chỗ cũ, hoặc đã đổi.", "Đính kèm lại tệp ấy.", Code.NOT_FOUND)
    return FileResponse(path, media_type="application/octet-stream", filename=name_of_file(found))


def _days(visit: Visit, problems: dict[str, str] | None = None, *, insisting: bool = False) -> Response:
    found: CaseList = find_case(visit.desk, name_of(visit.desk, visit.place("khoa")))
    known: dict[str, Any] = {
        "standing": found.cases[0],
        "calendar": found.calendar,
        "kinds": DAYS,
        "insisting": insisting,
    }
    return visit.wrong("case_days.html", problems, **known) if problems else visit.show("case_days.html", **known)


def _is_so(visit: Visit, name: str, kind: str, day: date) -> bool:
    """Whether the case already is what the form asks for: it was sent twice, or from an old page."""
    standing = find_case(visit.desk, name).cases[0]
    case, waits = standing.case, standing.waits_since is not None
    now = {"received": case.received == day, "pause": waits, "resume": not waits, "close": case.closed}
    return now.get(kind, not case.closed)


def _short(name: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in name)[:60].strip("-") or "ho-so"


ROUTES = (
    ("/ho-so", "GET", register),
    ("/ho-so/bang/{dang}", "GET", table),
    ("/ho-so/mo/{ma}", "GET", new),
    ("/ho-so/mo/{ma}", "POST", opened),
    ("/ho-so/{khoa}", "GET", case),
    ("/ho-so/{khoa}/theo", "POST", follow),
    ("/ho-so/{khoa}/soat", "GET", check),
    ("/ho-so/{khoa}/ngay", "GET", days),
    ("/ho-so/{khoa}/ngay", "POST", noted),
    ("/ho-so/{khoa}/ten", "POST", renamed),
    ("/ho-so/{khoa}/lich-su", "GET", log),
    ("/ho-so/{khoa}/in/{dang}", "GET", record),
    ("/ho-so/{khoa}/mau/{mau}", "GET", blank),
    ("/ho-so/{khoa}/tep/{ma}", "GET", attached),
)
