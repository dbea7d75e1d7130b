"""Handing a case over: to who goes on with it here, and on a server to another office."""

from typing import Any

from starlette.responses import Response

from canang.desk.case_keys import name_of
from canang.desk.cases import find_case, hand_over
from canang.errors import Code, Failure
from canang.web.visit import Visit


def form(visit: Visit) -> Response:
    """To whom, and why."""
    return visit.show("case_hand.html", **_known(visit))


def handed(visit: Visit) -> Response:
    """Hand it over."""
    name = name_of(visit.desk, visit.place("khoa"))
    reason, office = visit.typed("ly-do"), visit.typed("co-quan")
    field = "co-quan" if office else "cho"
    try:
        if office and visit.signed is not None:
            from canang.web.office.handing import hand_to  # noqa: PLC0415  only a server has offices

            hand_to(visit, name, office, reason)
            return visit.go("ho-so")
        if visit.signed is not None and visit.signed.away:
            raise Failure("Chọn cơ quan nhận hồ sơ.", "Ở cơ quan khác, bạn chỉ chuyển được hồ sơ đi.")
        hand_over(visit.desk, name, visit.typed("cho"), reason)
    except Failure as failure:
        if failure.code is Code.NOT_FOUND and not office:
            raise
        return visit.failed(failure, "case_hand.html", field, **_known(visit))
    return visit.go("ho-so", visit.place("khoa"))


def _known(visit: Visit) -> dict[str, Any]:
    standing = find_case(visit.desk, name_of(visit.desk, visit.place("khoa"))).cases[0]
    known: dict[str, Any] = {"standing": standing, "people": (), "offices": ()}
    if visit.signed is not None:
        from canang.web.office.handing import who_may_receive  # noqa: PLC0415

        known |= who_may_receive(visit)
    return known


ROUTES = (
    ("/ho-so/{khoa}/chuyen", "GET", form),
    ("/ho-so/{khoa}/chuyen", "POST", handed),
)
