"""What the shell offers when the user presses Tab: ids, fields and documents of the catalogue."""

from collections.abc import Callable, Iterator
from sqlite3 import Connection

from canang.catalog.overview import documents_beginning, entries_beginning, fields_beginning
from canang.cli.terminal.environment import Environment
from canang.desk.desk import Desk
from canang.errors import Failure
from canang.text.fold import fold

Pairs = list[tuple[str, str]]


def complete_entry(incomplete: str) -> Iterator[tuple[str, str]]:
    """Ids that begin with what was typed, each with its name."""
    yield from _matching(entries_beginning, incomplete)


def complete_field(incomplete: str) -> Iterator[tuple[str, str]]:
    """Fields that begin with what was typed, each with its name."""
    yield from _matching(fields_beginning, incomplete)


def complete_document(incomplete: str) -> Iterator[tuple[str, str]]:
    """Numbers of documents that begin with what was typed, each with its title."""
    yield from _matching(documents_beginning, incomplete)


def complete_case(incomplete: str) -> Iterator[tuple[str, str]]:
    """Names of cases that begin with what was typed, with or without marks, each with its entry."""
    from canang.desk.cases import case_names  # noqa: PLC0415  only cases need the register

    try:
        environment = Environment.real()
        for name, entry in case_names(Desk(environment.today, environment.variables)).items():
            if fold(name).startswith(fold(incomplete)):
                yield name, entry
    except Failure:
        return


def _matching(find: Callable[[Connection, str], Pairs], incomplete: str) -> Iterator[tuple[str, str]]:
    try:
        environment = Environment.real()
        with Desk(environment.today, environment.variables).catalog() as connection:
            yield from find(connection, incomplete)
    except Failure:
        return
