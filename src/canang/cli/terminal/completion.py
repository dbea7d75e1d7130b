"""What the shell offers when the user presses Tab: ids, fields and documents of the catalogue."""

from collections.abc import Iterator

from canang.cli.terminal.environment import Environment
from canang.desk.desk import Desk
from canang.errors import Failure
from canang.text.fold import fold


def complete_entry(incomplete: str) -> Iterator[tuple[str, str]]:
    """Ids that begin with what was typed, each with its name."""
    yield from _beginning("entry", incomplete)


def complete_field(incomplete: str) -> Iterator[tuple[str, str]]:
    """Fields that begin with what was typed, each with its name."""
    yield from _beginning("field", incomplete)


def complete_document(incomplete: str) -> Iterator[tuple[str, str]]:
    """Numbers of documents that begin with what was typed, each with its title."""
    yield from _beginning("document", incomplete)


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


def _beginning(what: str, incomplete: str) -> Iterator[tuple[str, str]]:
    from canang.desk.overview import beginning  # noqa: PLC0415  every command has completions, few are asked for any

    try:
        environment = Environment.real()
        yield from beginning(Desk(environment.today, environment.variables), what, incomplete)
    except Failure:
        return
