"""Difficulties: noted at a task or step, listed, answered, and told with what they rest on."""

from collections.abc import Sequence

import msgspec

from canang.cases.difficulties import KINDS, Difficulty
from canang.catalog.entries import UnknownEntry, load_entry, resolve
from canang.catalog.model import Entry, Step
from canang.catalog.overview import meta
from canang.desk.desk import Desk
from canang.errors import Code, Failure
from canang.text.fold import fold
from canang.text.visible import cleaned

SEVERITIES = {1: "có thể chờ", 2: "gây chậm", 3: "không làm tiếp được"}


class Told(msgspec.Struct, frozen=True):
    """A difficulty with the entry and the step that it was met at; None where the catalogue no longer has them."""

    difficulty: Difficulty
    entry: Entry | None
    step: Step | None


def list_difficulties(desk: Desk, *, only_open: bool = False) -> list[Difficulty]:
    """The difficulties, oldest first."""
    with desk.register() as register:
        return [one for one in register.difficulties() if not (only_open and one.answer)]


def note_difficulty(desk: Desk, reference: str, text: str, *, kind: str, severity: int, step: int | None) -> int:
    """Keep a difficulty met at an entry, or at its step of this number; returns its own number.

    Raises:
        Failure: the text is empty, or there is no such kind, severity, entry or step.
    """
    named = fold(kind).strip().replace(" ", "-")
    if named not in KINDS:
        raise Failure(f"--nhom không nhận “{kind}”.", "Chọn quy-dinh (do quy định) hoặc nguon-luc (người, tiền, máy).")
    if severity not in SEVERITIES:
        raise Failure(f"--muc không nhận “{severity}”.", "Chọn 1, 2 hoặc 3.")
    text = cleaned(text)
    if not text.strip():
        raise Failure("Chưa viết vướng mắc gì.", 'Ví dụ: canang vuong-mac ghi TDC-01.2 "thiếu bình chuẩn"')
    with desk.catalog() as connection:
        entry = load_entry(connection, resolve(connection, reference), desk.today)
        version = meta(connection)["version"]
    key = next((each.key for each in entry.steps if each.order == step), None)
    if step is not None and key is None:
        raise Failure(f"{entry.id} không có bước {step}.", f"Thủ tục này có {len(entry.steps)} bước.")
    with desk.register() as register:
        return register.note_difficulty(entry.id, key, named, severity, text.strip(), version, desk.now())


def answer_difficulty(desk: Desk, number: int, text: str) -> None:
    """Mark a difficulty answered.

    Raises:
        Failure: there is none of this number.
    """
    with desk.register() as register:
        found = register.answer_difficulty(number, cleaned(text), desk.now())
    if not found:
        raise Failure(f"Không có vướng mắc số {number}.", "Xem: canang vuong-mac", Code.NOT_FOUND)


def tell_difficulties(desk: Desk, difficulties: Sequence[Difficulty]) -> list[Told]:
    """Difficulties with what they rest on."""
    told = []
    with desk.catalog() as connection:
        for one in difficulties:
            try:
                entry = load_entry(connection, resolve(connection, one.entry), desk.today)
            except UnknownEntry:
                told.append(Told(one, None, None))
                continue
            told.append(Told(one, entry, next((step for step in entry.steps if step.key == one.step), None)))
    return told
