"""Accounts, for who has them: a list, invitations, roles, closing, and the journal. No case is seen here."""

import secrets
from typing import Any

from starlette.responses import Response

from canang.errors import Code, Failure
from canang.server.accounts import (
    ROLES,
    Account,
    Role,
    account_of,
    accounts_of,
    add_account,
    close_account,
    invite_again,
    place_account,
)
from canang.server.journal import WHAT, newest
from canang.server.province import Office
from canang.text.visible import one_line
from canang.web.failing import STATUS
from canang.web.visit import Visit

LONGEST_NAME = 200


def every(visit: Visit) -> Response:
    """The accounts, and the form for another."""
    return visit.show("office/people.html", **_known(visit))


def add(visit: Visit) -> Response:
    """Another account; its invitation is shown once."""
    person = one_line(visit.typed("nguoi"))
    if not person or len(person) > LONGEST_NAME:
        return visit.wrong("office/people.html", {"nguoi": "Ghi họ tên người này."}, **_known(visit))
    role, office = _role(visit), _office(visit)
    if role is None:
        return visit.wrong("office/people.html", {"vai": "Chọn một vai."}, **_known(visit))
    try:
        account, invitation = add_account(
            visit.visitor.province, person, role, office, once=visit.typed("lan"), by=_by(visit)
        )
    except Failure as failure:
        field = "nguoi" if failure.code is Code.EXISTS else "co-quan"
        answer = visit.failed(failure, "office/people.html", field, **_known(visit))
        answer.status_code = STATUS.get(failure.code, 400)
        return answer
    return _told(visit, account, invitation)


def one(visit: Visit) -> Response:
    """One account, and what can be done with it."""
    return visit.show("office/person.html", **_of_one(visit))


def placed(visit: Visit) -> Response:
    """Another role or office."""
    role = _role(visit)
    if role is None:
        return visit.wrong("office/person.html", {"vai": "Chọn một vai."}, **_of_one(visit))
    try:
        place_account(visit.visitor.province, visit.place("ma"), role, _office(visit), by=_by(visit))
    except Failure as failure:
        if failure.code is Code.NOT_FOUND:
            raise
        return visit.failed(failure, "office/person.html", "co-quan", **_of_one(visit))
    return visit.go("nguoi", da="doi")


def invited_again(visit: Visit) -> Response:
    """A new invitation, shown once; what held before no longer does."""
    return _told(visit, *invite_again(visit.visitor.province, visit.place("ma"), by=_by(visit)))


def closed(visit: Visit) -> Response:
    """Let somebody in no more."""
    try:
        close_account(visit.visitor.province, visit.place("ma"), by=_by(visit))
    except Failure as failure:
        if failure.code is Code.NOT_FOUND:
            raise
        if failure.code is not Code.CLOSED:  # pressed twice: it is closed
            return visit.failed(failure, "office/person.html", "dong", **_of_one(visit))
    return visit.go("nguoi", da="dong")


def journal(visit: Visit) -> Response:
    """Who came in, who was refused, who changed what."""
    return visit.show("office/journal.html", lines=newest(visit.visitor.province), what=WHAT)


def _told(visit: Visit, account: Account, invitation: str) -> Response:
    return visit.show("office/invitation.html", account=account, invitation=invitation, roles=ROLES)


def _known(visit: Visit) -> dict[str, Any]:
    province = visit.visitor.province
    return {
        "accounts": accounts_of(province), "offices": province.offices(), "roles": ROLES, "done": visit.asked("da"),
        "once": secrets.token_hex(8),
    }  # fmt: skip


def _of_one(visit: Visit) -> dict[str, Any]:
    province = visit.visitor.province
    with province.connected() as connection:
        account = account_of(connection, visit.place("ma"))
    return {"account": account, "offices": province.offices(), "roles": ROLES}


def _role(visit: Visit) -> Role | None:
    return next((role for role in Role if role == visit.typed("vai")), None)


def _office(visit: Visit) -> Office | None:
    return visit.visitor.province.known_office(visit.typed("co-quan"))


def _by(visit: Visit) -> str:
    return f"do {visit.visitor.account.person}"


ROUTES = (
    ("/nguoi", "GET", every),
    ("/nguoi", "POST", add),
    ("/nguoi/nhat-ky", "GET", journal),
    ("/nguoi/{ma}", "GET", one),
    ("/nguoi/{ma}/vai", "POST", placed),
    ("/nguoi/{ma}/moi-lai", "POST", invited_again),
    ("/nguoi/{ma}/dong", "POST", closed),
)
