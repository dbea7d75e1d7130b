"""Difficulties: noted at a task or step, listed, answered, and told with what they rest on."""

from collections.abc import Sequence

import msgspec

from canang.cases.difficulties import KINDS, Difficulty
from canang.catalog.entries import UnknownEntry, load_entry, resolve
from canang.catalog.labels import cite_all
from canang.catalog.model import Entry, Step
from canang.catalog.overview import meta
from canang.desk.desk import Desk
from canang.errors import Code, Failure
from canang.text.days import show_day
from canang.text.fold import fold
from canang.text.visible import cleaned

HEAD = (
    "Số", "Ngày", "Mã", "Thủ tục", "Bước", "Nhóm", "Mức", "Vướng mắc", "Căn cứ", "Dữ liệu", "Trả lời", "Ngày trả lời",
)  # fmt: skip
"""The heads of the columns of what is sent to the hotline."""

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


def note_difficulty(
    desk: Desk, reference: str, text: str, *, kind: str, severity: int, step: int | None, once: bool = False
) -> int:
    """Keep a difficulty met at an entry, or at its step of this number; returns its own number.

    Args:
        once: keep no second one that says the same of the same place while the first has no answer: a form may be sent
            twice.

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
    text = text.strip()
    with desk.register() as register:
        there = (one.id for one in register.difficulties() if once and _says(one, entry.id, key, text))
        if (known := next(there, None)) is not None:
            return known
        return register.note_difficulty(entry.id, key, named, severity, text, version, desk.now(), desk.who)


def answer_difficulty(desk: Desk, number: int, text: str) -> None:
    """Mark a difficulty answered.

    Raises:
        Failure: there is none of this number.
    """
    with desk.register() as register:
        found = register.answer_difficulty(number, cleaned(text), desk.now(), desk.who)
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


def print_difficulties(desk: Desk, form: str) -> bytes:
    """All difficulties as a letter (``docx``) or a table (``csv``), with what they rest on and the version of the data.

    Raises:
        Failure: there is none, or no such format.
    """
    found = list_difficulties(desk)
    if not found:
        raise Failure("Chưa có vướng mắc nào để xuất.", 'Ghi một: canang vuong-mac ghi MÃ "…"', Code.NOT_FOUND)
    rows = [_row(told) for told in tell_difficulties(desk, found)]
    if form == "csv":
        from canang.export.tables import to_csv  # noqa: PLC0415  one format a run

        return to_csv(HEAD, rows)
    if form == "docx":
        from canang.export.difficulties_docx import to_docx  # noqa: PLC0415

        return to_docx(HEAD, rows, desk.today)
    raise Failure("Không có dạng tệp này.", "Chọn docx hoặc csv.", Code.NOT_FOUND)


def _row(told: Told) -> list[str | int | None]:
    one, entry, step = told.difficulty, told.entry, told.step
    cited = step.citations if step else entry.citations if entry else ()
    return [
        one.id,
        show_day(one.at.date()),
        one.entry,
        entry.name if entry else None,
        f"{step.order}. {step.action}" if step else None,
        KINDS[one.kind],
        SEVERITIES[one.severity],
        one.text,
        cite_all(cited),
        one.data_version,
        one.answer,
        show_day(one.answered_at.date()) if one.answered_at else None,
    ]


def _says(one: Difficulty, entry: str, step: str | None, text: str) -> bool:
    return one.answer is None and (one.entry, one.step, one.text) == (entry, step, text)
