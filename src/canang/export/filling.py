"""What is known when a form is filled in: of the case, of the power by which an office acts, and of who signs."""

import re

import msgspec

from canang.catalog.blanks import Blank, BlankLine
from canang.catalog.labels import cite_all, document_name
from canang.catalog.model import GRANTING, Citation, Entry
from canang.export.office import Office
from canang.text.fold import fold


class Finding(msgspec.Struct, frozen=True):
    """Something that did not conform: what was looked at, what was found, and the provisions that ask for it."""

    what: str
    found: str
    basis: str

    @property
    def line(self) -> str:
        """All of it in one line."""
        told = f"{self.found} ({self.what[:1].lower()}{self.what[1:]})" if self.found else self.what
        return f"{told}; theo {self.basis}" if self.basis else told


class Known(msgspec.Struct, frozen=True):
    """What a case knows of a form. ``today`` is None where the day is left to a pen; ``findings`` go into minutes;
    ``notes``, an official's own, only where asked."""

    today: str | None
    case: str | None = None
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()

    def of(self, fill: str | None) -> str | None:
        """The text for a line that names what fills it; None where nothing is known."""
        match fill:
            case "today":
                return self.today
            case "case":
                return self.case
            case "findings":
                lines = (f"{number}. {finding.line}." for number, finding in enumerate(self.findings, 1))
                return "\n".join(lines) or None
            case "notes":
                return "\n".join(self.notes) or None
            case _:
                return None


def finding_rows(known: Known, line: BlankLine) -> list[list[str]]:
    """The rows of a table that findings fill, each under its columns; empty for other tables."""
    if line.fill != "findings":
        return []
    between = len(line.options) - 3
    return [
        [str(number), finding.what, *(["không đạt"] * between), f"{finding.found} {_by(finding)}".strip()]
        for number, finding in enumerate(known.findings, 1)
    ]


def powers(blank: Blank, entry: Entry) -> list[tuple[str, str]]:
    """The documents by which the office acts today and that the form does not name, each as its line and citation."""
    granting: dict[str, list[Citation]] = {}
    for citation in entry.citations:
        named = any(citation.document in (line.text or "") for line in blank.lines)
        if citation.role == GRANTING and not named:
            granting.setdefault(citation.document, []).append(citation)
    return [(f"Căn cứ {_numbered(cited[0])};", cite_all(tuple(cited))) for cited in granting.values()]


def signers(blank: Blank, entry: Entry, office: Office | None) -> tuple[str, ...]:
    """Who signs: the head of an office is, where the commune does it, the chairman of its committee."""
    if entry.level != "xa":
        return blank.signers
    own = office.co_quan if office and fold(office.co_quan).startswith("uy ban nhan dan") else "Ủy ban nhân dân xã"
    return tuple(f"Chủ tịch {own}" if fold(each).startswith("thu truong co quan") else each for each in blank.signers)


def recipients(blank: Blank) -> tuple[str, ...]:
    """To whom a paper that an office signs alone is sent, as Nghị định 30/2020/NĐ-CP has it; minutes go to nobody."""
    if len(blank.signers) != 1:
        return ()
    articles = [found[1] for line in blank.lines if (found := re.match(r"Điều (\d+)\.", line.text or ""))]
    first = f"Như Điều {articles[-1]}" if articles else "Như trên"
    return (f"- {first};", "- ………………………;", "- Lưu: VT, ……….")


def _by(finding: Finding) -> str:
    return f"({finding.basis})" if finding.basis else ""


def _numbered(citation: Citation) -> str:
    """A document's name with “số” before its number, as decisions cite it."""
    name = document_name(citation.document, citation.law)
    return name.replace(f" {citation.document}", f" số {citation.document}")
