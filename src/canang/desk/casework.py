"""Working on a case: what there is to do, and how each thing that is said or done is kept."""

import hashlib
from collections.abc import Collection
from pathlib import Path
from typing import Any

from canang.cases.events import UNDOABLE, Event
from canang.cases.ledger import Ledger
from canang.cases.naming import named_items
from canang.cases.outline import Change, changes, outline
from canang.cases.schedule import schedule
from canang.cases.state import Attachment, Case, standing_events
from canang.cases.walk import CHOSEN, Answer, Item, Progress, State, every_item, items_of, progress_of
from canang.catalog.calendar import Calendar
from canang.desk.attachments import LARGEST_KEPT, keep_content
from canang.desk.desk import Desk
from canang.desk.reading import Reading
from canang.errors import Code, Failure
from canang.exchange.bounds import check_ordinary
from canang.text.visible import cleaned


class Excluded(Failure):
    """The step cannot be taken because ``other`` was; both exclude each other."""

    code = Code.EXISTS

    def __init__(self, item: Item, other: Item) -> None:
        super().__init__(
            f"Không ghi được: đã làm “{other.text[:80]}”, và hai bước này loại trừ nhau.",
            f"Chuyển hẳn sang “{item.text[:60]}” thì thêm --van-lam; nhật ký vẫn giữ việc trước.",
        )
        self.other = other


class CaseWork:
    """A case being worked on: what there is to do for its entry, and how what was done is kept.

    Everything said is on the disk when the call returns.
    """

    def __init__(self, desk: Desk, register: Ledger, reading: Reading, case: Case, calendar: Calendar) -> None:
        self._desk = desk
        self._register = register
        self.reading = reading
        self.case = case
        self.calendar = calendar
        self.schedule = schedule(reading.entry, case, calendar)
        self.items = items_of(reading.entry)
        """What there is to do, in order."""

    @property
    def progress(self) -> Progress:
        """How far the case is."""
        return progress_of(self.items, self.case.answers, self.case.conflicts)

    def what_changed(self) -> list[Change] | None:
        """What of its entry has changed since the case last followed it; None where it never has."""
        kept = next((e.data["outline"] for e in reversed(self.events()) if e.kind == "follow"), None)
        return None if kept is None else changes(kept, self.reading.entry)

    def follow(self) -> None:
        """Note that the case goes by the entry as it stands now."""
        said = {"data_version": self.reading.version, "outline": outline(self.reading.entry)}
        self._record("follow", None, said)

    def answer(self, item: str, answer: Answer, *, instead: bool = False) -> tuple[Item, ...]:
        """Keep the answer to an item or paper, which takes the place of an earlier one; the log keeps both.

        Args:
            instead: where a step that excludes this one was taken, take that one back first.

        Returns:
            The steps that this answer closes, as they exclude it.

        Raises:
            Excluded: a step that excludes this one was taken, and is not to be taken back.
            Failure: the entry has no such item, there is no such state, or the case is closed.
        """
        known = self._check(item)
        if answer.state not in list(State):
            raise Failure(f"Không có câu trả lời “{answer.state[:30]}”.", f"Chọn trong: {', '.join(State)}.")
        self._look_again()
        if self.case.closed:
            raise Failure(f"Hồ sơ “{self.case.name[:80]}” đã đóng.", "Mở lại: canang ho-so mo-lai", Code.CLOSED)
        if answer.state in CHOSEN:
            for other in self._taken(known):
                if not instead:
                    raise Excluded(known, other)
                while self._taken_back(other):
                    pass
        note = cleaned(answer.note).strip() if answer.note else None
        self._record("answer", item, {"state": answer.state, "note": note or None})
        closed = [other for other in self.items if other.id in known.excludes]
        return tuple(closed) if answer.state in CHOSEN else ()

    def note(self, item: str, text: str) -> bool:
        """Keep a working note at an item, behind those that it has; its answer stays. False where it says nothing.

        Raises:
            Failure: the entry has no such item.
        """
        self._check(item)
        text = cleaned(text).strip()
        if text:
            self._record("note", item, {"note": text})
        return bool(text)

    def undo(self, item: str | None = None, kinds: Collection[str] = UNDOABLE) -> Event | None:
        """Take back what was last done and not yet taken back; the log keeps it, and the taking back.

        Args:
            item: only what was done at this one.
            kinds: only events of these kinds.

        Returns:
            What was taken back; None where there is nothing.
        """
        standing = [e for e in standing_events(self.events()) if e.kind in kinds and item in (None, e.item)]
        if not standing:
            return None
        last = standing[-1]
        self._record("undo", last.item, {"of": last.id, "kind": last.kind})
        return last

    def attach(self, item: str, path: Path) -> Attachment:
        """Keep a file that was shown at an item, where it lies, and the SHA-256 of what it holds.

        Raises:
            Failure: the entry has no such item, or this is no ordinary file.
            OSError: the file cannot be read, or not be kept.
        """
        self._check(item)
        check_ordinary(path)
        with path.open("rb") as file:
            size = path.stat().st_size
            kept = keep_content(self._desk.register_home, path.name, file) if size <= LARGEST_KEPT else None
            digest = kept.parent.name if kept else hashlib.file_digest(file, "sha256").hexdigest()
        # On a server the place would say nothing to anybody; the kept file is found by its digest.
        place = path.name if self._desk.store is not None and kept else str(path.resolve())
        attached = Attachment(item, place, digest, size)
        self._record("attach", item, {"path": attached.path, "sha256": digest, "size": attached.size})
        return attached

    def note_difficulty(self, item: str, kind: str, text: str, severity: int = 2) -> int:
        """Keep a difficulty met at an item, named in its words where it is no step; returns its number.

        Raises:
            Failure: the entry has no such item.
        """
        known = self._check(item)
        text = cleaned(text)
        step = known.key if known.part == "step" else None
        said = text if step else f"{known.text}: {text}"
        entry, version = self.reading.entry.id, self.case.data_version
        now, who = self._desk.now(), self._desk.who
        return self._register.note_difficulty(entry, step, kind, severity, said, version, now, who)

    def find_item(self, asked: str) -> Item:
        """The item or paper that words mean: its id or key, ``bước 3``, ``giấy tờ 2``, or its number in the walk.

        Raises:
            Failure: none does, or several do.
        """
        found = named_items(self.reading.entry, self.items, asked)
        if len(found) == 1:
            return found[0]
        near = ", ".join(each.id for each in (found or self.items)[:8])
        raise Failure(f"{self.reading.entry.id} không có mục nào là “{asked[:60]}”.", f"Như: {near}", Code.NOT_FOUND)

    def events(self) -> list[Event]:
        """The log of the case, oldest first."""
        return self._register.events(self.case.name)

    def _check(self, item: str) -> Item:
        known = next((each for each in every_item(self.items) if each.id == item), None)
        if known is None:
            raise Failure(f"{self.reading.entry.id} không có mục “{item[:60]}”.", code=Code.NOT_FOUND)
        return known

    def _taken(self, item: Item) -> list[Item]:
        taken = [i for i, said in self.case.answers.items() if i in item.excludes and said.state in CHOSEN]
        return [other for other in self.items if other.id in taken]

    def _taken_back(self, item: Item) -> bool:
        """Take back the newest answer to a step while it says that the step was taken."""
        last = [e for e in standing_events(self.events()) if e.kind == "answer" and e.item == item.id]
        if not last or last[-1].data["state"] not in CHOSEN:
            return False
        self._record("undo", item.id, {"of": last[-1].id, "kind": "answer"})
        return True

    def _record(self, kind: str, item: str | None, data: dict[str, Any]) -> None:
        self._register.record(self.case.name, kind, item, data, now=self._desk.now(), who=self._desk.who)
        self._look_again()

    def _look_again(self) -> None:
        self.case = self._register.find(self.case.name) or self.case
        self.schedule = schedule(self.reading.entry, self.case, self.calendar)
