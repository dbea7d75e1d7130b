"""Readiness: what an entry needs, and what an office has said of its own."""

from collections.abc import Mapping
from datetime import date

import msgspec

from canang.cases.readiness import Answers, Have
from canang.catalog.companions import Need, entries_with_needs, load_needs
from canang.catalog.entries import load_entry, resolve
from canang.desk.desk import Desk
from canang.errors import Code, Failure
from canang.text.visible import cleaned


class Readiness(msgspec.Struct, frozen=True):
    """An entry's needs, each with what the office has said of it. ``level`` is that of the entry."""

    id: str
    name: str
    level: str | None
    needs: tuple[tuple[Need, Have | None], ...]

    @property
    def there(self) -> int:
        """How many of the needs are there."""
        return sum(have is not None and have.there for _, have in self.needs)

    @property
    def begun(self) -> bool:
        """Whether anything was said of any of the needs."""
        return any(have is not None for _, have in self.needs)


def list_readiness(desk: Desk, day: date) -> list[Readiness]:
    """Every entry that has a list of needs, in order of what matters: begun and not complete, then not begun (of
    communes first), then complete."""
    answers = Answers(desk.home)
    with desk.catalog() as connection:
        listed = [
            Readiness(id_, name, level, _said(load_needs(connection, id_, day), answers))
            for id_, name, level in entries_with_needs(connection)
        ]
    return sorted(listed, key=lambda each: (each.there == len(each.needs), not each.begun, each.level != "xa", each.id))


def readiness_of(desk: Desk, reference: str, day: date) -> Readiness:
    """What an entry needs.

    Raises:
        Failure: there is no such entry, or it has no list of needs.
    """
    with desk.catalog() as connection:
        entry = load_entry(connection, resolve(connection, reference), day)
        needs = load_needs(connection, entry.id, day)
    if not needs:
        told = f"Chưa có bảng hỏi cho {entry.id} {entry.name}."
        raise Failure(told, "Xem các việc có bảng hỏi: canang san-sang", Code.NOT_FOUND)
    return Readiness(entry.id, entry.name, entry.level, _said(needs, Answers(desk.home)))


def say_have(desk: Desk, readiness: Readiness, said: Mapping[str, bool], note: str | None = None) -> None:
    """Keep whether needs are there, by their keys; it is on the disk when this returns.

    Raises:
        Failure: there is no need of such a key; nothing is kept then.
        AnswersUnusable: they cannot be kept.
    """
    by_key = {need.key: need for need, _ in readiness.needs}
    unknown = next((key for key in said if key not in by_key), None)
    if unknown is not None:
        raise Failure(f"Không có điều nào mang khóa “{unknown}”.", f"Chọn trong: {', '.join(by_key)}.")
    answers = Answers(desk.home)
    for key, there in said.items():
        answers.say(by_key[key].entry, key, Have(there, cleaned(note) if note else None, desk.who, desk.now()))


def _said(needs: list[Need], answers: Answers) -> tuple[tuple[Need, Have | None], ...]:
    return tuple((need, answers.of(need.entry).get(need.key)) for need in needs)
