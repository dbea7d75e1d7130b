"""Opening cases without a walk: one by its name, or many from a list that somebody kept."""

from datetime import date
from pathlib import Path

import msgspec

from canang.cases.doubts import doubts
from canang.cases.standing import CaseStanding, stand
from canang.cases.state import case_of
from canang.desk.cases import Doubtful, case_names, find_case, note_day, open_case, read_name
from canang.desk.desk import Desk
from canang.desk.reading import Reading, read_entry
from canang.errors import Code, Failure
from canang.exchange.case_list import CaseDraft, Rejected, read_case_list


class Opened(msgspec.Struct, frozen=True):
    """What became of a list: names of the cases opened, of those that were there already, rows that were not
    understood, and heads of columns that were not used."""

    opened: tuple[str, ...]
    already: tuple[str, ...]
    rejected: tuple[Rejected, ...]
    unused: tuple[str, ...]


def open_new(
    desk: Desk, reference: str, name: str, received: date | None = None, *, insist: bool = False
) -> CaseStanding:
    """Open a case.

    Args:
        received: the day of receipt; None is today.
        insist: also where something speaks against that day.

    Raises:
        Doubtful: something does, and nobody insists; nothing is opened then.
        Failure: there is no such entry, it is no procedure, the name is empty, or a case has it.
    """
    reading, name = _procedure(desk, reference), read_name(name)
    if name in case_names(desk):
        raise Failure(f"Đã có hồ sơ tên “{name[:80]}”.", f'Làm tiếp: canang ho-so lam "{name[:80]}"', Code.EXISTS)
    if received and not insist:
        _check_day(desk, reading, name, received)
    with open_case(desk, name, reading) as work:
        work.follow()
    if received and received != desk.today:
        note_day(desk, name, "received", received, insist=True)
    return find_case(desk, name).cases[0]


def open_list(desk: Desk, path: Path, *, try_only: bool = False, insist: bool = False) -> Opened:
    """Open the cases of a list; rows that cannot be one are told and change nothing.

    Args:
        try_only: only say what would be opened.
        insist: also rows whose days speak against themselves.

    Raises:
        Unreadable: the file cannot be read as a list of cases.
    """
    table = read_case_list(path)
    known = dict(case_names(desk))
    opened: list[str] = []
    already: list[str] = []
    rejected = list(table.rejected)
    for draft in table.drafts:
        try:
            reading = _procedure(desk, draft.entry)
            if draft.name in known:
                _same(known[draft.name], reading.entry.id, draft.name in opened)
                already.append(draft.name)
                continue
            _check_draft(desk, reading, draft, insist=insist)
            if not try_only:
                _open(desk.by(draft.who), reading, draft)
        except Failure as failure:
            rejected.append(Rejected(draft.row, str(failure)))
            continue
        known[draft.name] = reading.entry.id
        opened.append(draft.name)
    rejected.sort(key=lambda each: each.row)
    return Opened(tuple(opened), tuple(already), tuple(rejected), table.unused)


def _open(desk: Desk, reading: Reading, draft: CaseDraft) -> None:
    with open_case(desk, draft.name, reading) as work:
        work.follow()
    if draft.received:
        note_day(desk, draft.name, "received", draft.received, "" if draft.closed else draft.why or "", insist=True)
    if draft.closed:
        note_day(desk, draft.name, "close", draft.closed, draft.why or "", insist=True)


def _same(there: str, entry: str, twice: bool) -> None:
    if twice:
        raise Failure("tên này đã có ở một hàng trên")
    if there != entry:
        raise Failure(f"đã có hồ sơ tên này cho {there}")


def _check_draft(desk: Desk, reading: Reading, draft: CaseDraft, *, insist: bool) -> None:
    if insist:
        return
    for day in filter(None, (draft.received, draft.closed)):
        if day > desk.today:
            raise Failure(f"ngày {day:%d/%m/%Y} chưa đến")
    if draft.received and draft.closed and draft.closed < draft.received:
        raise Failure("ngày đóng trước ngày nhận")
    # Old cases of a list are received long ago; only those that are still open are odd.
    if draft.received and not draft.closed:
        _check_day(desk, reading, draft.name, draft.received)


def _check_day(desk: Desk, reading: Reading, name: str, received: date) -> None:
    with desk.catalog() as connection:
        calendar = desk.calendar(connection)
    case = case_of(name, reading.entry.id, reading.version, desk.now(), ())
    if reasons := doubts(stand(case, reading.entry, calendar), "received", received, desk.today):
        raise Doubtful(reasons)


def _procedure(desk: Desk, reference: str) -> Reading:
    reading = read_entry(desk, reference)
    if reading.entry.steps:
        return reading
    named = "; ".join(f"{number} ({name})" for number, name in reading.sheet.procedures[:6])
    raise Failure(
        f"{reading.entry.id} không phải một thủ tục để mở hồ sơ.",
        f"Chọn một: {named}" if named else f"Xem nó: canang xem {reading.entry.id}",
    )
