"""What a case knows for the papers that come out of it."""

import re

from canang.cases.standing import CaseStanding
from canang.cases.walk import State, every_item, items_of
from canang.catalog.labels import cite_all
from canang.catalog.model import Citation, Entry
from canang.desk.cases import find_case
from canang.desk.desk import Desk
from canang.export.filling import Finding, Known
from canang.text.days import show_day
from canang.text.visible import cleaned


def known_of_case(desk: Desk, name: str, *, notes: bool) -> tuple[str, Known]:
    """The entry of a case, and what the case knows for a form.

    Args:
        notes: with the working notes of its items.

    Raises:
        Failure: there is no such case.
    """
    standing = find_case(desk, name).cases[0]
    case = standing.case
    told = tuple(_notes(standing)) if notes else ()
    return case.entry, Known(show_day(desk.today), cleaned(case.name), tuple(findings_of(standing)), told)


def findings_of(standing: CaseStanding) -> list[Finding]:
    """What did not conform, in the order of the walk, each with the provisions of its item."""
    if standing.entry is None:
        return []
    cited = _citations(standing.entry)
    answers = standing.case.answers
    return [
        Finding(_subject(item.text), answers[item.id].note or "", cite_all(cited.get(item.id, ())))
        for item in every_item(items_of(standing.entry))
        if item.id in answers and answers[item.id].state == State.NOT_MET
    ]


def _subject(text: str) -> str:
    """What was looked at, without what there is to look for in it and who brings it: minutes say what was found.

    >>> _subject("Xem cột đo: niêm phong, kẹp chì còn nguyên; có thiết bị in")
    'Xem cột đo'
    >>> _subject("Tem kiểm định của từng cột đo (cơ sở xuất trình)")
    'Tem kiểm định của từng cột đo'
    """
    return re.split(r"[:;(]", text)[0].strip()


def _notes(standing: CaseStanding) -> list[str]:
    """The working notes, and those that logs of before 0.3 hold with the answers, each behind what it is about."""
    if standing.entry is None:
        return []
    found = []
    for item in every_item(items_of(standing.entry)):
        answer = standing.case.answers.get(item.id)
        own = [answer.note] if answer and answer.note and answer.state != State.NOT_MET else []
        found += [f"{item.text}: {note}" for note in [*own, *standing.case.notes.get(item.id, ())]]
    return found


def _citations(entry: Entry) -> dict[str, tuple[Citation, ...]]:
    papers = {f"dossier:{paper.key}": paper.citations for paper in entry.dossier}
    return {**papers, **{f"step:{step.key}": step.citations for step in entry.steps}}
