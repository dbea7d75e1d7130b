"""One record of the seed to the rows of the catalogue's tables."""

from typing import Any

import msgspec

from canang.catalog.labels import cite_all, law_title
from canang.catalog.model import Citation, Level
from canang.catalog.rows import DOSSIER_FIELDS, PLAIN_FACTS, STEP_FIELDS
from canang.seed.citing import Cited
from canang.seed.format import (
    BlankSeed,
    CitedText,
    DocumentSeed,
    DossierSeed,
    LimitSeed,
    ProcedureSeed,
    StepSeed,
    TaskSeed,
)
from canang.seed.references import citations_of_line

Row = dict[str, Any]


def document_row(document: DocumentSeed) -> Row:
    """A row of ``documents``."""
    return {
        "number": document.number,
        "type": document.type,
        "issuer": document.issuer,
        "title": document.title,
        "issued": iso(document.issued),
        "effective_from": iso(document.from_),
        "effective_to": iso(document.to),
        "text_read": document.text_read,
        "note": document.note,
    }


def edition_row(number: int, entry_id: str, edition: TaskSeed | ProcedureSeed, task: TaskSeed | None) -> Row:
    """A row of ``editions``; what a procedure does not say of its authority is its task's, if it has one."""
    own = edition if isinstance(edition, ProcedureSeed) else None
    stated = edition if isinstance(edition, TaskSeed) else task
    facts = {name: _plain(getattr(edition, name, None)) for name in PLAIN_FACTS}
    return {
        "id": number,
        "entry": entry_id,
        "effective_from": iso(edition.from_),
        "effective_to": iso(edition.to),
        **facts,
        **{name: _plain(getattr(task, name, None)) for name in _OF_THE_TASK if getattr(edition, name) is msgspec.UNSET},
        **{name: getattr(stated or own, name, None) for name in ("kind", "level")},
        "procedure_type": own.type if own else None,
        **_limit_columns(own.limit if own else None),
        "verification_level": edition.verification.level,
        "checked_on": iso(edition.verification.on),
        "verification_note": edition.verification.note,
    }


_OF_THE_TASK = ("authority", "authority_before", "agency")
"""What a procedure takes from its task where it says nothing itself; ``null`` says that there is none."""


def procedure_rows(edition: ProcedureSeed) -> dict[str, list[Row]]:
    """The rows of ``steps``, ``dossier``, ``forms``, ``conditions`` and ``notes``, without their edition."""
    return {
        "steps": [
            {"position": position, **_fields(step, STEP_FIELDS), **_limit_columns(step.limit)}
            for position, step in enumerate(edition.steps, 1)
        ],
        "dossier": [
            {"position": position, **_fields(item, DOSSIER_FIELDS)} for position, item in enumerate(edition.dossier, 1)
        ],
        "forms": [
            {"position": position, "code": form.code, "name": form.name}
            for position, form in enumerate(edition.forms, 1)
        ],
        **{
            table: [{"position": position, "text": each.text} for position, each in enumerate(texts, 1)]
            for table, texts in (("conditions", edition.conditions), ("notes", edition.notes))
        },
    }


def _fields(part: StepSeed | DossierSeed, names: tuple[str, ...]) -> Row:
    """The columns of a step or a paper out of the fields of the same names."""
    return {name: _plain(getattr(part, name)) for name in names if name != "time_limit"}


def _plain(value: Any) -> Any:
    """What a column keeps: the words of a cited statement, a list as lines, a yes or no as 1 or 0."""
    if value is msgspec.UNSET:
        return None
    if isinstance(value, CitedText):
        return value.text
    if isinstance(value, list):
        return "\n".join(value) or None
    return int(value) if isinstance(value, bool) else value


def blank_row(blank: BlankSeed) -> Row:
    """A row of ``blanks``."""
    return {
        "id": blank.id,
        "form": blank.form,
        "document": blank.document,
        "number": blank.number,
        "title": blank.title,
        "about": blank.about,
        "signer": blank.signer,
        "verification_level": blank.verification.level,
        "checked_on": iso(blank.verification.on),
        "verification_note": blank.verification.note,
    }


def blank_lines(blank: BlankSeed, documents: dict[str, DocumentSeed]) -> list[Row]:
    """The rows of ``blank_lines``, with the citations written out as they are shown.

    Args:
        documents: every document by its number.
    """
    return [
        {
            "blank": blank.id,
            "position": position,
            "kind": line.kind,
            "text": line.text,
            "options": "\n".join(line.options or line.columns) or None,
            "rows": line.rows,
            "fill": line.fill,
            "basis": cite_all(tuple(_shown(cited, documents) for cited in citations_of_line(line))) or None,
        }
        for position, line in enumerate(blank.lines, 1)
    ]


def _shown(cited: Cited, documents: dict[str, DocumentSeed]) -> Citation:
    document = documents[cited.document]
    return Citation(
        statement="form",
        document=cited.document,
        article=cited.article,
        clause=cited.clause,
        point=cited.point,
        annex=cited.annex,
        role=cited.role,
        level=Level(cited.level or document.text_read),
        in_force=None,
        law=law_title(document.title),
    )


def iso(day: Any) -> str | None:
    """A day as the catalogue keeps it."""
    return day.isoformat() if day else None


def _limit_columns(limit: LimitSeed | None) -> Row:
    return {
        "limit_amount": limit.amount if limit else None,
        "limit_unit": limit.unit if limit else None,
        "limit_start": limit.start if limit else None,
        "limit_text": limit.text if limit else None,
    }
