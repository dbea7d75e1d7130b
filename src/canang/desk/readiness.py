"""Readiness: what an entry needs, and what an office has said of its own."""

from collections.abc import Mapping
from datetime import date

import msgspec

from canang.cases.readiness import BROUGHT_OVER, FILE, Have, Needed, old_answers
from canang.cases.register import FILE as REGISTER
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
    answers = _answers(desk)
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
    return Readiness(entry.id, entry.name, entry.level, _said(needs, _answers(desk)))


def say_have(desk: Desk, readiness: Readiness, said: Mapping[str, bool], note: str | None = None) -> None:
    """Keep whether needs are there, by their keys; it is on the disk when this returns.

    Raises:
        Failure: there is no need of such a key; nothing is kept then.
        AnswersUnusable: those of an older program cannot be read, and would be lost sight of.
        RegisterUnusable: they cannot be kept.
    """
    by_key = {need.key: need for need, _ in readiness.needs}
    unknown = next((key for key in said if key not in by_key), None)
    if unknown is not None:
        raise Failure(f"Không có điều nào mang khóa “{unknown}”.", f"Chọn trong: {', '.join(by_key)}.")
    if not said:
        return
    old = _old(desk)
    said_of = {(by_key[key].entry, key): (there, cleaned(note) if note else None) for key, there in said.items()}
    with desk.register() as register:
        register.say_needs(said_of, desk.now(), desk.who, old)
    if old:
        (desk.home / FILE).replace(desk.home / BROUGHT_OVER)


def _answers(desk: Desk) -> dict[Needed, Have]:
    old = _old(desk)
    if desk.store is None and not (desk.home / REGISTER).exists():
        return old
    with desk.register() as register:
        return old | register.needs()


def _old(desk: Desk) -> dict[Needed, Have]:
    return old_answers(desk.home) if desk.store is None else {}


def _said(needs: list[Need], answers: Mapping[Needed, Have]) -> tuple[tuple[Need, Have | None], ...]:
    return tuple((need, answers.get((need.entry, need.key))) for need in needs)
