"""Handing a case over on a server: to whom one may, and to another office."""

from typing import Any

from canang.desk.province import hand_to_office
from canang.errors import Code, Failure
from canang.server.accounts import Role, accounts_of
from canang.web.office.signed import Signed
from canang.web.visit import Visit


def who_may_receive(visit: Visit) -> dict[str, Any]:
    """The people of the office whose register is looked at, and the other offices, for who may hand over to those."""
    signed = visit.visitor
    here = signed.register
    people = [
        account.person
        for account in accounts_of(signed.province)
        if account.closed_at is None and account.office == here and account.id != signed.account.id
    ]
    offices = [office for office in signed.province.offices() if office != here] if _may(signed) else []
    return {"people": [] if signed.away else people, "offices": offices}


def hand_to(visit: Visit, name: str, office: str, reason: str) -> None:
    """Hand a case to another office by its uuid.

    Raises:
        Failure: one may not, there is no such office, or the case is closed.
    """
    signed = visit.visitor
    if not _may(signed):
        raise Failure("Chuyển sang cơ quan khác là việc của lãnh đạo cơ quan.", "Nhờ lãnh đạo chuyển.", Code.REFUSED)
    assert signed.register is not None
    target = signed.province.office(office)
    hand_to_office(visit.desk, signed.province, signed.register, name, target, reason, signed.account.id)


def _may(signed: Signed) -> bool:
    return signed.account.role in {Role.HEAD, Role.SPECIALIST}
