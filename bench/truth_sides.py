"""Candidates that one side of an entry gives against another, or against the cited text: who applies, which forms are
used, originals where copies do, numbers of days, months and years."""

import re
from collections.abc import Iterator

from bench.law_texts import Law
from bench.truth_statements import Candidate, every_statement
from canang.catalog.model import Citation, Entry
from canang.text.fold import fold

PEOPLE = ("to chuc", "ca nhan", "nhom ca nhan", "doanh nghiep", "chi nhanh", "van phong dai dien", "ho kinh doanh")
"""Those who may apply, folded; who is named by another word is left to the reader."""

APPLIES = r"(?:nop|gui|lap|de nghi|yeu cau|co nhu cau|muon)\b"
FORM = re.compile(r"\bmau (?:so )?([ivx]+\.[\d.]*\d|\d+[a-z]?\b|[a-z]+\d+[a-z]?\b)")
WHOLE = 20_000
"""From so many characters on a text is a whole annex, of which an entry uses a part."""

SPAN = re.compile(r"\b(\d+) (?:ngay|thang|nam|gio)\b")


def applicants_too_narrow(entries: list[Entry], law: Law) -> Iterator[Candidate]:
    """Somebody whom a condition names first, or whom the cited text lets apply, and whom “for whom” does not name."""
    for entry in entries:
        if not entry.applicant:
            continue
        told = fold(entry.applicant)
        for number, condition in enumerate(entry.conditions, 1):
            for who in _people(fold(condition.text)) - _people(told):
                yield Candidate("applicants", entry.id, f"condition {number}", f"“dành cho” không nói {who}")
        texts = [law.text_of(c) or "" for c in entry.citations if c.statement in {"submission", "authority", "basis"}]
        texts += [law.text_of(c) or "" for step in entry.steps[:1] for c in step.citations]
        for found in re.finditer(rf"([^.;:\n]{{0,80}})\b{APPLIES}", fold(" ".join(texts).replace("\n", " "))):
            for who in _people(found[1]) - _people(told):
                yield Candidate("applicants", entry.id, "applicant", f"điều được dẫn có {who}: …{found[0][-90:]}")


def _people(text: str) -> set[str]:
    return {who for who in PEOPLE if re.search(rf"\b{who}\b", text)}


def forms_not_told(entries: list[Entry], law: Law) -> Iterator[Candidate]:
    """A form that the clause cited by a step or a paper names, while the entry names it nowhere; a form to be issued
    of which no step makes use."""
    for entry in entries:
        parts = [entry.result, *(form.code for form in entry.forms), *(form.name for form in entry.forms)]
        parts += [text for step in entry.steps for text in (step.action, step.note, step.output, *step.forms)]
        parts += [text for paper in entry.dossier for text in (paper.name, paper.condition, paper.form)]
        told = fold(" ".join(part for part in parts if part)) + " "
        for where, citations in _parts(entry):
            text = fold(" ".join(law.text_of(c) or "" for c in citations).replace("\n", " "))
            named = {found[1].lstrip("0") for found in FORM.finditer(text)} if len(text) < WHOLE else set()
            for number in sorted(named):
                if not re.search(rf"\b0*{re.escape(number)}\b", told):
                    yield Candidate("forms-text", entry.id, where, f"điều được dẫn có mẫu {number}, mục không nói")
        used = {paper.form for paper in entry.dossier} | {form for step in entry.steps for form in step.forms}
        for form in entry.forms:
            if form.code not in used and entry.result and form.code in entry.result:
                yield Candidate("forms-text", entry.id, f"form {form.code}", "kết quả nói mẫu, không bước nào dùng")


def _parts(entry: Entry) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    yield from ((f"step {step.key}", step.citations) for step in entry.steps)
    yield from ((f"dossier {paper.key}", paper.citations) for paper in entry.dossier)


def originals_where_copies_do(entries: list[Entry], law: Law) -> Iterator[Candidate]:
    """A paper counted in originals that may be a copy, and a copy of which the text says more than the entry: that it
    is certified, or held against the original."""
    for entry in entries:
        for paper in entry.dossier:
            said = fold(f"{paper.name} {paper.condition or ''}")
            text = fold(" ".join(law.text_of(c) or "" for c in paper.citations))
            if paper.originals and "ban sao" in said:
                yield Candidate("originals", entry.id, f"dossier {paper.key}", "đếm bản chính, mà bản sao cũng được")
            if "ban chinh" in said and "chung thuc" in text and "chung thuc" not in said:
                yield Candidate("originals", entry.id, f"dossier {paper.key}", "điều được dẫn cho bản sao chứng thực")
            if paper.copies and text and "ban sao" not in said + text:
                yield Candidate(
                    "originals", entry.id, f"dossier {paper.key}", "đếm bản sao, điều được dẫn không nói bản sao"
                )
            for word in ("chung thuc", "doi chieu"):
                if "ban sao" in said and word in text and word not in said and "hop le" not in said:
                    yield Candidate("originals", entry.id, f"dossier {paper.key}", f"điều được dẫn nói “{word}”")


def spans_not_in_the_law(entries: list[Entry], law: Law) -> Iterator[Candidate]:
    """A number of days, months, years or hours in any statement that the cited text has not."""
    for entry in entries:
        for statement in every_statement(entry):
            texts = [law.text_of(citation) for citation in statement.citations]
            if not texts or None in texts:
                continue
            held = {number.lstrip("0") for number in re.findall(r"\d+", " ".join(text or "" for text in texts))}
            spans = {found[1].lstrip("0") for found in SPAN.finditer(fold(statement.text))}
            if missing := sorted(spans - held):
                yield Candidate("spans", entry.id, statement.where, f"điều được dẫn không có {', '.join(missing)}")
