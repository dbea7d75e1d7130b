"""Forms to fill in, laid out from what the rules say of them."""

import sqlite3
from datetime import date
from typing import Literal, TypeAlias

import msgspec

from canang.catalog.model import Entry, Level, Verification
from canang.text.fold import fold

LineKind: TypeAlias = Literal["say", "head", "part", "ask", "choose", "table"]
Fill: TypeAlias = Literal["case", "findings", "notes", "today"]


class BlankLine(msgspec.Struct, frozen=True):
    """A line: words that stand (``say``, ``part``, ``head``), room to write (``ask``), boxes (``choose``), a ``table``.

    ``options`` are the boxes' words or the table's columns, ``rows`` the table's empty rows, ``fill`` what a case knows
    of it (``case``, ``notes``, ``today``), ``basis`` where the rules say so, as it is shown.
    """

    kind: LineKind
    text: str | None
    options: tuple[str, ...]
    rows: int
    fill: Fill | None
    basis: str | None


class Blank(msgspec.Struct, frozen=True):
    """A form: the code and the document that name it, its head, its lines, and who signs."""

    id: str
    form: str
    document: str
    number: str
    title: str
    about: str
    signers: tuple[str, ...]
    lines: tuple[BlankLine, ...]
    verification: Verification


def blanks_of(connection: sqlite3.Connection, entry: Entry) -> list[Blank]:
    """The forms of an entry that can be filled in, in the order in which it names them."""
    found = []
    for form in entry.forms:
        documents = sorted({citation.document for citation in form.citations})
        places = ", ".join("?" for _ in documents)
        rows = connection.execute(
            f"SELECT * FROM blanks WHERE form = ? AND document IN ({places}) ORDER BY id", (form.code, *documents)
        )
        found += [_read(connection, row) for row in rows]
    return found


def choose_blank(blanks: list[Blank], asked: str) -> Blank | None:
    """The form that a few letters of its code or of its name mean; None where none or several do."""
    wanted = _key(asked)
    exact = [blank for blank in blanks if wanted in {_key(blank.form), _key(blank.form).removeprefix("mau")}]
    near = exact or [blank for blank in blanks if wanted in _key(f"{blank.form} {blank.title} {blank.about}")]
    return near[0] if len(near) == 1 else None


def _key(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())


def _read(connection: sqlite3.Connection, row: sqlite3.Row) -> Blank:
    lines = connection.execute("SELECT * FROM blank_lines WHERE blank = ? ORDER BY position", (row["id"],))
    return Blank(
        id=row["id"],
        form=row["form"],
        document=row["document"],
        number=row["number"],
        title=row["title"],
        about=row["about"],
        signers=tuple(part.strip() for part in row["signer"].split(";")),
        lines=tuple(
            BlankLine(
                kind=line["kind"],
                text=line["text"],
                options=tuple(line["options"].split("\n")) if line["options"] else (),
                rows=line["rows"],
                fill=line["fill"],
                basis=line["basis"],
            )
            for line in lines
        ),
        verification=Verification(
            Level(row["verification_level"]), date.fromisoformat(row["checked_on"]), row["verification_note"]
        ),
    )
