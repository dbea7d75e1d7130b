"""Asking: questions that officials really had, found by words or by an entry, and whom one can ask."""

from datetime import date

import msgspec

from canang.catalog.companions import Contact, Question, load_contacts, load_questions
from canang.catalog.entries import find_entry
from canang.catalog.overview import meta
from canang.desk.desk import Desk
from canang.search.engine import Engine
from canang.search.questions import find_questions


class Asked(msgspec.Struct, frozen=True):
    """The questions that answer, best first; ``entry`` is the id of the entry that was named instead of words."""

    questions: tuple[Question, ...]
    entry: str | None
    hotline: str


def ask(desk: Desk, asked: str, day: date) -> Asked:
    """The questions that some words, an entry's id or a question's own id mean; all of them for an empty text."""
    with desk.catalog() as connection:
        every = load_questions(connection, day)
        hotline = meta(connection)["hotline"]
        if not asked.strip():
            return Asked(tuple(every), None, hotline)
        entry = find_entry(connection, asked)
        if entry is not None:
            return Asked(tuple(load_questions(connection, day, entry)), entry, hotline)
        found = [question for question in every if question.id == asked]
        if not found:
            engine = Engine(connection)
            found = find_questions(engine.readings(asked), every, engine.rarity)
        return Asked(tuple(found), None, hotline)


def contacts(desk: Desk) -> tuple[str, list[Contact]]:
    """The ministry's hotline, and whom else one can ask."""
    with desk.catalog() as connection:
        return meta(connection)["hotline"], load_contacts(connection)
