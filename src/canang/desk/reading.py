"""Reading: one entry whole with its page and what lies around it."""

import sqlite3
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from canang.catalog.blanks import blanks_of
from canang.catalog.companions import Question, around, load_questions
from canang.catalog.database import made_once
from canang.catalog.documents import load_document
from canang.catalog.entries import load_entry, resolve, sole_procedure
from canang.catalog.model import Entry
from canang.catalog.overview import meta
from canang.catalog.validity import Validity, notices
from canang.desk.desk import Desk
from canang.export import OFFICE_FILE
from canang.sheet.lay_out import lay_out
from canang.sheet.page import Detail, Sheet
from canang.sheet.words import Kind
from canang.text.days import show_day

if TYPE_CHECKING:
    from canang.catalog.practice import Practice
    from canang.sheet.comparing import Change
    from canang.sheet.summary import Summary


class Reading(msgspec.Struct, frozen=True):
    """An entry as it stands on a day, its page, and the version of the data; ``own`` is what the office adds to it."""

    entry: Entry
    sheet: Sheet
    version: str
    own: str | None = None

    @property
    def summary(self) -> "Summary":
        """The same at one glance."""
        from canang.sheet.summary import summarise  # noqa: PLC0415  whoever reads it whole does not need it

        return summarise(self.entry, self.sheet.notices, self.own)


class Around(msgspec.Struct, frozen=True):
    """What else the handbook has on an entry: forms to fill in, and how many questions and needs."""

    blanks: tuple[str, ...]
    questions: int
    needs: int


def read_entry(desk: Desk, reference: str, day: date | None = None) -> Reading:
    """The entry that a reference means, a task with one procedure standing for it.

    Args:
        reference: an id written in any way, or a code of the national database.
        day: None is the desk's own.

    Raises:
        UnknownEntry: nothing has it.
    """
    with desk.catalog() as connection:
        id_ = sole_procedure(connection, resolve(connection, reference))
        if day in (None, desk.today):
            found = desk.kept(f"reading {id_}", lambda: read_from(connection, id_, desk.today))
        else:
            found = read_from(connection, id_, day)
    return _of_office(desk, [found])[0]


def read_entries(desk: Desk, ids: list[str], day: date) -> list[Reading]:
    """Entries by their ids, in that order."""
    with desk.catalog() as connection:
        return _of_office(desk, [read_from(connection, id_, day) for id_ in ids])


def read_from(connection: sqlite3.Connection, entry_id: str, day: date) -> Reading:
    """An entry of an open catalogue by its id."""
    entry, version = load_entry(connection, entry_id, day), meta(connection)["version"]
    return Reading(entry, lay_out(entry, notices(entry, made_once(connection, Validity)), version), version)


def _of_office(desk: Desk, readings: list[Reading]) -> list[Reading]:
    """The same with what the office adds, behind what the law says."""
    if not ((desk.beside or desk.usual) / OFFICE_FILE).is_file():
        return readings
    from canang.desk.own_office import own_words, readable_office  # noqa: PLC0415  only an office that has said something

    office = readable_office(desk)
    return [_with_own(each, own_words(office, each.entry)) for each in readings] if office else readings


def _with_own(reading: Reading, own: str | None) -> Reading:
    if own is None:
        return reading
    head = (*reading.sheet.head, Detail(Kind.OWN_OFFICE, own))
    return Reading(reading.entry, msgspec.structs.replace(reading.sheet, head=head), reading.version, own)


def look_around(desk: Desk, entry: Entry) -> Around:
    """What else there is on an entry."""
    with desk.catalog() as connection:
        questions, needs = around(connection, entry.id)
        blanks = tuple(blank.form.removeprefix("Mẫu ") for blank in blanks_of(connection, entry))
    return Around(blanks, questions, needs)


def find_id(desk: Desk, reference: str) -> str:
    """The id that a reference means, a task with one procedure standing for it.

    Raises:
        UnknownEntry: nothing has it.
    """
    with desk.catalog() as connection:
        return sole_procedure(connection, resolve(connection, reference))


def differences(desk: Desk, entry_id: str, before: date, after: date) -> "list[Change]":
    """What an entry states otherwise on one day than on another, statement by statement."""
    from canang.sheet.comparing import changes_between  # noqa: PLC0415  only who asks for another day compares

    with desk.catalog() as connection:
        return changes_between(load_entry(connection, entry_id, before), load_entry(connection, entry_id, after))


def documents_cited(desk: Desk, entry: Entry) -> dict[str, str]:
    """The documents that an entry cites, by number, each with its title and time."""
    found = {}
    with desk.catalog() as connection:
        for number in dict.fromkeys(citation.document for citation in entry.every_citation):
            document = load_document(connection, number)
            start = f", từ {show_day(document.effective_from)}" if document.effective_from else ""
            end = f" đến hết {show_day(document.effective_to)}" if document.effective_to else ""
            found[number] = f"{document.title}{start}{end}"
    return found


def practised(desk: Desk) -> list[tuple[str, str]]:
    """The entries that have an invented case to practise on, each with what the case is called."""
    from canang.catalog.practice import practised_entries  # noqa: PLC0415  only whoever practises

    with desk.catalog() as connection:
        return practised_entries(connection)


def questions_on(desk: Desk, entry_id: str | None) -> list[Question]:
    """The questions about an entry, with their answers; all of them for None."""
    with desk.catalog() as connection:
        return load_questions(connection, desk.today, entry_id)


def find_practice(desk: Desk, entry_id: str) -> "tuple[Practice | None, list[str]]":
    """The invented case of an entry, where it has one, and the entries that have."""
    from canang.catalog.practice import practice_for, practised_entries  # noqa: PLC0415  only whoever practises

    with desk.catalog() as connection:
        return practice_for(connection, entry_id), [id_ for id_, _ in practised_entries(connection)]
