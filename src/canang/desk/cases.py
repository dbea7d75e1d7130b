"""Cases: which there are, how each stands today, and what is done with one."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import msgspec

from canang.cases.deadlines import working_days_until
from canang.cases.doubts import doubts
from canang.cases.events import Event
from canang.cases.ledger import Ledger
from canang.cases.register import FILE
from canang.cases.salvage import Salvaged, salvage
from canang.cases.standing import CaseStanding, stand
from canang.cases.state import Case
from canang.cases.walk import Item, items_of
from canang.catalog.calendar import Calendar
from canang.catalog.entries import UnknownEntry, load_entry, resolve
from canang.catalog.model import Entry
from canang.desk.casework import CaseWork
from canang.desk.desk import Desk
from canang.desk.membership import membership_of
from canang.desk.reading import Reading, read_entry
from canang.errors import Code, Failure
from canang.text.fold import fold, natural
from canang.text.visible import cleaned, one_line


class CaseList(msgspec.Struct, frozen=True):
    """Cases as they stand, and the calendar by which they are due.

    ``unsent`` counts by a case's id what has not gone out yet, where this machine belongs to a server.
    """

    cases: tuple[CaseStanding, ...]
    calendar: Calendar
    unsent: dict[str, int] = {}


def list_cases(
    desk: Desk,
    *,
    closed: bool = False,
    only_late: bool = False,
    containing: str | None = None,
    within: int | None = None,
    who: str | None = None,
) -> CaseList:
    """The cases, those due first in front.

    Args:
        closed: also those that were closed.
        only_late: only those whose last day has passed.
        containing: only those in whose name, entry or notes these words stand, with or without marks.
        within: only open ones of which something is due in so many working days, or was before.
        who: only those in whose log this person wrote, by a part of the name.
    """
    found = all_cases(desk) if closed else open_cases(desk)

    def wanted(standing: CaseStanding) -> bool:
        first = standing.first_due
        return (
            (not only_late or standing.is_late(desk.today))
            and (containing is None or fold(containing) in fold(_words_of(standing)))
            and (who is None or any(fold(who) in fold(each) for each in standing.case.people))
            and (
                within is None
                or (first is not None and working_days_until(desk.today, first.day, found.calendar) <= within)
            )
        )

    kept = [standing for standing in found.cases if wanted(standing)]
    kept.sort(key=lambda s: (s.first_due.day if s.first_due else date.max, natural(s.case.name)))
    return CaseList(tuple(kept), found.calendar, found.unsent)


def case_names(desk: Desk) -> dict[str, str]:
    """The entry of each case by the case's name, newest first; nothing where there is no register yet."""
    if desk.store is None and not (desk.home / FILE).exists():
        return {}
    with desk.register() as register:
        return register.entries()


def all_cases(desk: Desk) -> CaseList:
    """Every case, newest first."""
    return _standing(desk, closed=True)


def open_cases(desk: Desk) -> CaseList:
    """The cases that are not closed, newest first."""
    return _standing(desk, closed=False)


def _standing(desk: Desk, *, closed: bool) -> CaseList:
    with desk.register() as register:
        cases = register.all_cases() if closed else register.open_cases()
        unsent = register.unsent() if desk.store is None and membership_of(desk) else {}
    with desk.catalog() as connection:
        calendar = desk.calendar(connection)
        known = {id_: _followed(desk, connection, id_) for id_ in {case.entry for case in cases}}
    standings = []
    for case in cases:
        entry, items = known[case.entry]
        standings.append(stand(case, entry, calendar, items))
    return CaseList(tuple(standings), calendar, unsent)


def find_case(desk: Desk, name: str, on: date | None = None) -> CaseList:
    """The one case of this name, now or at the end of a day.

    Raises:
        Failure: there is none; names those that are like it.
    """
    with desk.register() as register:
        case = _named(register, name, on)
    with desk.catalog() as connection:
        calendar = desk.calendar(connection)
        entry, items = _followed(desk, connection, case.entry)
        return CaseList((stand(case, entry, calendar, items),), calendar)


def log_of(desk: Desk, name: str) -> tuple[CaseStanding, list[Event]]:
    """A case and its log, oldest first.

    Raises:
        Failure: there is no case of this name.
    """
    with desk.register() as register:
        _named(register, name, None)
        events = register.events(name)
    return find_case(desk, name).cases[0], events


class Doubtful(Failure):
    """What was to be written is likely a mistake; ``reasons`` say why. Whoever insists may still write it."""

    code = Code.BAD_INPUT

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons), "Đúng là như vậy thì thêm --van-lam.")
        self.reasons = reasons


def note_day(desk: Desk, name: str, kind: str, day: date, reason: str = "", *, insist: bool = False) -> None:
    """Write into a case's log what happened on a day: received, pause, resume, close, reopen.

    Args:
        insist: also where something speaks against it.

    Raises:
        Doubtful: something does, and nobody insists.
        Failure: there is no such case, or it is so already.
    """
    standing = find_case(desk, name).cases[0]
    case, waiting = standing.case, standing.waits_since is not None
    if kind == "pause" and waiting:
        raise Failure("Hồ sơ này đang tạm dừng sẵn.", "Đếm tiếp: canang ho-so tiep-tuc")
    if kind == "resume" and not waiting:
        raise Failure("Hồ sơ này không tạm dừng.", "Tạm dừng: canang ho-so tam-dung")
    if kind == "close" and case.closed:
        raise Failure("Hồ sơ này đã đóng rồi.", "Mở lại: canang ho-so mo-lai", Code.CLOSED)
    if kind == "reopen" and not case.closed:
        raise Failure("Hồ sơ này đang mở.", "Đóng: canang ho-so dong")
    if not insist and (reasons := doubts(standing, kind, day, desk.today)):
        raise Doubtful(reasons)
    said = {"day": day.isoformat(), "reason": cleaned(reason)}
    with desk.register() as register:
        register.record(name, kind, None, said, now=desk.now(), who=desk.who)


def hand_over(desk: Desk, name: str, to: str, reason: str = "") -> str:
    """Note in a case's log who goes on with it from now on; nothing else of it changes.

    Returns:
        Who, as it was kept.

    Raises:
        Failure: there is no such case, nobody is named, or the case is closed.
    """
    to = one_line(to)
    if not to or len(to) > 200:
        raise Failure("Chưa ghi chuyển cho ai.", 'Ví dụ: --cho "Lò Thị Mai, Xã An Bình"')
    with desk.register() as register:
        if _named(register, name, None).closed:
            raise Failure("Hồ sơ này đã đóng.", "Mở lại: canang ho-so mo-lai", Code.CLOSED)
        said = {"to": to, "reason": cleaned(reason)}
        last = register.events(name)[-1]
        if last.kind == "hand-over" and last.data == said:  # asked twice
            return to
        register.record(name, "hand-over", None, said, now=desk.now(), who=desk.who)
    return to


def read_name(text: str) -> str:
    """A name as a case may have it, on one line.

    Raises:
        Failure: nothing is left of it.
    """
    name = cleaned(text).replace("\n", " ")
    if not name.strip():
        raise Failure("Tên hồ sơ đang để trống.", 'Ví dụ: --ho-so "Cửa hàng xăng dầu số 5"')
    return name


def rename_case(desk: Desk, name: str, new: str) -> str:
    """Give a case another name; its log keeps the one before.

    Returns:
        The new name as it was kept.

    Raises:
        Failure: there is no such case, the new name is empty, or another case has it.
    """
    new = read_name(new)
    with desk.register() as register:
        _named(register, name, None)
        if new != name:
            register.rename(name, new, now=desk.now(), who=desk.who)
    return new


@contextmanager
def open_case(desk: Desk, name: str, reading: Reading | None = None) -> Iterator[CaseWork]:
    """Work on the case of this name, which is opened for the entry read where there is none yet.

    Args:
        reading: None goes on with a case that is there.

    Raises:
        Failure: the name is empty, or is that of a case of another entry, or nothing has it.
    """
    name = read_name(name)
    with desk.catalog() as connection:
        calendar = desk.calendar(connection)
    with desk.register() as register:
        if reading is None:
            case = _named(register, name, None)
            reading = read_entry(desk, case.entry)
        else:
            case = register.open(name, reading.entry.id, reading.version, desk.now(), desk.who)
        if case.entry != reading.entry.id:
            raise Failure(
                f"Hồ sơ “{name[:80]}” đã mở cho {case.entry}.", "Chọn tên khác, hoặc đúng mã của hồ sơ ấy.", Code.EXISTS
            )
        yield CaseWork(desk, register, reading, case, calendar)


def rescue(desk: Desk) -> Salvaged:
    """Put what can still be read of a damaged register into a new one; the damaged file is kept.

    Raises:
        Failure: there is no register.
    """
    try:
        return salvage(desk.home, desk.now())
    except FileNotFoundError:
        raise Failure("Không có sổ hồ sơ nào để cứu.", f"Thư mục: {desk.home}") from None


def _named(register: Ledger, name: str, on: date | None) -> Case:
    case = register.find(name, on)
    if case is not None:
        return case
    near = [other for other in register.names() if fold(name) in fold(other)][:3]
    hint = f"Gần giống: {'; '.join(near)}" if near else "Xem các hồ sơ: canang ho-so --tat-ca"
    raise Failure(f"Không có hồ sơ nào tên “{name[:80]}”.", hint, Code.NOT_FOUND)


def _followed(desk: Desk, connection: sqlite3.Connection, entry_id: str) -> tuple[Entry | None, tuple[Item, ...]]:
    """The entry that a case follows, as it stands today, and its items; None where the catalogue no longer has it."""

    try:
        id_ = resolve(connection, entry_id)
    except UnknownEntry:
        return None, ()

    def load() -> tuple[Entry, tuple[Item, ...]]:
        entry = load_entry(connection, id_, desk.today)
        return entry, items_of(entry)

    return desk.kept(f"followed {id_}", load)


def _words_of(standing: CaseStanding) -> str:
    """All of a case that one may look for."""
    case = standing.case
    notes = " ".join(
        [*(a.note or "" for a in case.answers.values()), *(n for each in case.notes.values() for n in each)]
    )
    return f"{standing.case.name} {standing.case.entry} {standing.entry.name if standing.entry else ''} {notes}"
