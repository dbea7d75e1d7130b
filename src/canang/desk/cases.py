"""Cases: which there are, how each stands today, and what is done with one."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from canang.cases.outline import Change, changes, outline
from canang.cases.salvage import Salvaged, salvage
from canang.cases.schedule import schedule
from canang.cases.standing import CaseStanding, stand
from canang.cases.state import Attachment, Case, Event
from canang.cases.store import Store
from canang.cases.walk import Answer, Item, items_of
from canang.catalog.calendar import Calendar
from canang.catalog.entries import UnknownEntry, load_entry, resolve
from canang.catalog.model import Entry
from canang.desk.desk import Desk
from canang.desk.reading import Reading, read_entry
from canang.errors import Code, Failure
from canang.exchange.bounds import check_ordinary
from canang.text.fold import fold
from canang.text.visible import cleaned


class CaseList(msgspec.Struct, frozen=True):
    """Cases as they stand, and the calendar by which they are due."""

    cases: tuple[CaseStanding, ...]
    calendar: Calendar


def list_cases(desk: Desk, *, closed: bool = False, only_late: bool = False, containing: str | None = None) -> CaseList:
    """The cases, those due first in front.

    Args:
        closed: also those that were closed.
        only_late: only those whose last day has passed.
        containing: only those in whose name, entry or notes these words stand, with or without marks.
    """
    found = all_cases(desk)
    kept = [
        standing
        for standing in found.cases
        if (closed or not standing.case.closed)
        and (not only_late or standing.is_late(desk.today))
        and (containing is None or fold(containing) in fold(_words_of(standing)))
    ]
    kept.sort(key=lambda s: (s.schedule.whole.day if s.schedule.whole else date.max, s.case.name))
    return CaseList(tuple(kept), found.calendar)


def all_cases(desk: Desk) -> CaseList:
    """Every case, newest first."""
    with desk.register() as register:
        cases = [case for name in register.names() if (case := register.find(name))]
    with desk.catalog() as connection:
        calendar = desk.calendar(connection)
        known: dict[str, Entry | None] = {}
        for case in cases:
            if case.entry not in known:
                known[case.entry] = _entry(connection, case.entry, desk.today)
    return CaseList(tuple(stand(case, known[case.entry], calendar) for case in cases), calendar)


def find_case(desk: Desk, name: str, on: date | None = None) -> CaseList:
    """The one case of this name, now or at the end of a day.

    Raises:
        Failure: there is none; names those that are like it.
    """
    with desk.register() as register:
        case = _named(register, name, on)
    with desk.catalog() as connection:
        calendar = desk.calendar(connection)
        return CaseList((stand(case, _entry(connection, case.entry, desk.today), calendar),), calendar)


def log_of(desk: Desk, name: str) -> tuple[CaseStanding, list[Event]]:
    """A case and its log, oldest first.

    Raises:
        Failure: there is no case of this name.
    """
    with desk.register() as register:
        _named(register, name, None)
        events = register.events(name)
    return find_case(desk, name).cases[0], events


def note_day(desk: Desk, name: str, kind: str, day: date, reason: str = "") -> None:
    """Write into a case's log what happened on a day: received, pause, resume, close, reopen.

    Raises:
        Failure: there is no such case, or it waits already, or does not wait.
    """
    with desk.register() as register:
        case = _named(register, name, None)
        waiting = bool(case.pauses) and case.pauses[-1].end is None
        if kind == "pause" and waiting:
            raise Failure("Hồ sơ này đang tạm dừng sẵn.", "Đếm tiếp: canang ho-so tiep-tuc")
        if kind == "resume" and not waiting:
            raise Failure("Hồ sơ này không tạm dừng.", "Tạm dừng: canang ho-so tam-dung")
        said = {"day": day.isoformat(), "reason": cleaned(reason)}
        register.record(name, kind, None, said, now=desk.now(), who=desk.who)


class CaseWork:
    """A case being worked on: what there is to do for its entry, and how what was done is kept.

    Everything said is on the disk when the call returns.
    """

    def __init__(self, desk: Desk, register: Store, reading: Reading, case: Case, calendar: Calendar) -> None:
        self._desk = desk
        self._register = register
        self.reading = reading
        self.case = case
        self.calendar = calendar
        self.schedule = schedule(reading.entry, case, calendar)

    @property
    def items(self) -> tuple[Item, ...]:
        """What there is to do, in order."""
        return items_of(self.reading.entry)

    def what_changed(self) -> list[Change] | None:
        """What of its entry has changed since the case last followed it; None where it never has."""
        kept = next((e.data["outline"] for e in reversed(self.events()) if e.kind == "follow"), None)
        return None if kept is None else changes(kept, self.reading.entry)

    def follow(self) -> None:
        """Note that the case goes by the entry as it stands now."""
        said = {"data_version": self.reading.version, "outline": outline(self.reading.entry)}
        self._record("follow", None, said)

    def answer(self, item: str, answer: Answer) -> None:
        """Keep the answer to an item, which takes the place of an earlier one; the log keeps both.

        Raises:
            Failure: the entry has no such item.
        """
        self._check(item)
        note = cleaned(answer.note).strip() if answer.note else None
        self._record("answer", item, {"state": answer.state, "note": note or None})

    def attach(self, item: str, path: Path) -> Attachment:
        """Keep where a file lies that was shown at an item, and the SHA-256 of what it holds.

        Raises:
            Failure: the entry has no such item, or this is no ordinary file.
            OSError: the file cannot be read.
        """
        self._check(item)
        check_ordinary(path)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        attached = Attachment(item, str(path.resolve()), digest, path.stat().st_size)
        self._record("attach", item, {"path": attached.path, "sha256": digest, "size": attached.size})
        return attached

    def note_difficulty(self, item: str, kind: str, text: str, severity: int = 2) -> int:
        """Keep a difficulty met at an item; returns its number."""
        part, _, key = item.partition(":")
        text = cleaned(text)
        step = key if part == "step" else None
        entry, version = self.reading.entry.id, self.case.data_version
        return self._register.note_difficulty(entry, step, kind, severity, text, version, self._desk.now())

    def events(self) -> list[Event]:
        """The log of the case, oldest first."""
        return self._register.events(self.case.name)

    def _check(self, item: str) -> None:
        if item not in {each.id for each in self.items}:
            raise Failure(f"{self.reading.entry.id} không có mục “{item[:60]}”.", code=Code.NOT_FOUND)

    def _record(self, kind: str, item: str | None, data: dict[str, Any]) -> None:
        self._register.record(self.case.name, kind, item, data, now=self._desk.now(), who=self._desk.who)
        self.case = self._register.find(self.case.name) or self.case
        self.schedule = schedule(self.reading.entry, self.case, self.calendar)


@contextmanager
def open_case(desk: Desk, name: str, reading: Reading | None = None) -> Iterator[CaseWork]:
    """Work on the case of this name, which is opened for the entry read where there is none yet.

    Args:
        reading: None goes on with a case that is there.

    Raises:
        Failure: the name is empty, or is that of a case of another entry, or nothing has it.
    """
    name = cleaned(name).replace("\n", " ")
    if not name.strip():
        raise Failure("Tên hồ sơ đang để trống.", 'Ví dụ: --ho-so "Cửa hàng xăng dầu số 5"')
    with desk.catalog() as connection:
        calendar = desk.calendar(connection)
    with desk.register() as register:
        if reading is None:
            case = _named(register, name, None)
            reading = read_entry(desk, case.entry)
        else:
            case = register.open(name, reading.entry.id, reading.version, desk.now())
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


def what_became_of(attachment: Attachment) -> str | None:
    """``gone`` or ``changed`` where an attached file is no longer what it was; None where it is."""
    if not Path(attachment.path).is_file():
        return "gone"
    try:
        with Path(attachment.path).open("rb") as file:
            same = hashlib.file_digest(file, "sha256").hexdigest() == attachment.sha256
    except OSError:
        return "gone"
    return None if same else "changed"


def _named(register: Store, name: str, on: date | None) -> Case:
    case = register.find(name, on)
    if case is not None:
        return case
    near = [other for other in register.names() if fold(name) in fold(other)][:3]
    hint = f"Gần giống: {'; '.join(near)}" if near else "Xem các hồ sơ: canang ho-so --tat-ca"
    raise Failure(f"Không có hồ sơ nào tên “{name[:80]}”.", hint, Code.NOT_FOUND)


def _entry(connection: Any, entry_id: str, day: date) -> Entry | None:
    try:
        return load_entry(connection, resolve(connection, entry_id), day)
    except UnknownEntry:
        return None


def _words_of(standing: CaseStanding) -> str:
    """All of a case that one may look for."""
    notes = " ".join(answer.note or "" for answer in standing.case.answers.values())
    return f"{standing.case.name} {standing.case.entry} {standing.entry.name if standing.entry else ''} {notes}"
