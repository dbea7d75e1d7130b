"""Where a statement of a procedure in force may not be what the law says: candidates for a reader, never a verdict.

    python -m bench.truth_candidates LAW_FOLDER [--loai KIND …] [--ma ID]

``LAW_FOLDER`` holds ``articles.jsonl.gz`` (``so_hieu``, ``dieu``, ``noi_dung``) and, in ``toan-van/``, whole texts as
``<number>.txt``. Each kind is one of the faults that readers found: see the function of its name.
"""

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from bench.law_texts import Law
from bench.truth_lists import lists_cut
from bench.truth_sides import (
    applicants_too_narrow,
    forms_not_told,
    originals_where_copies_do,
    spans_not_in_the_law,
)
from bench.truth_statements import Candidate, statements
from bench.truth_words import (
    clauses_not_told,
    copies_without_a_number,
    forms_of_no_step,
    inherited_doers,
    words_not_in_the_law,
)
from canang.catalog.database import bundled_path, open_catalog
from canang.catalog.entries import load_entry
from canang.catalog.model import GRANTING, Citation, Entry, Level, Status
from canang.catalog.validity import ENDS_SOON, Validity
from canang.text.fold import fold

EXCEPTION = re.compile(r"\btru (?:truong hop|khi|ngay|thiet bi|dai)\b|\bkeo dai\b|\bkhong tinh\b|\bvuot qua\b")
"""Words by which a clause takes something out of its rule or stretches its limit, folded."""

REFUSAL = re.compile(r"\btu choi\b|\bkhong (?:cap|chap thuan|dong y|chap nhan)\b")
ONLINE = re.compile(r"truc tuyen|dien tu|cong dich vu cong|moi truong mang|tren mang|truc tiep truc tuyen")


def headers_of_the_task(entries: list[Entry], _: Law) -> Iterator[Candidate]:
    """A procedure's basis is word for word its task's, the task has others, and no statement cites that article."""
    tasks = {entry.id: entry for entry in entries if entry.type == "task"}
    for entry in entries:
        task = tasks.get(entry.task or "")
        if not task or len(task.procedures) < 2:
            continue
        own, given = _basis(entry), _basis(task)
        places = {_place(c) for c in entry.every_citation if c.statement != "basis"}
        granting = {_place(c) for c in entry.citations if c.statement == "basis" and c.role == GRANTING}
        if own == given and places and not granting & places:
            cited = ", ".join(sorted({f"{document} {place}" for document, place in granting}))
            yield Candidate("headers", entry.id, "basis", f"của nhiệm vụ, không bước nào dẫn: {cited}")


def _basis(entry: Entry) -> set[tuple[str, ...]]:
    return {
        (c.document, c.article or "", c.clause or "", c.point or "", c.annex or "", c.role)
        for c in entry.citations
        if c.statement == "basis"
    }


def _place(citation: Citation) -> tuple[str, str]:
    return citation.document, citation.article or citation.annex or ""


def siblings_that_differ(entries: list[Entry], _: Law) -> Iterator[Candidate]:
    """What most procedures of one task, or the same act of two tasks, say and one of them does not: an exclusion in
    the name, the copy for another ministry, a validity, a refusal, a condition word for word."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.type == "procedure":
            groups[f"{entry.task}"].append(entry)
            groups[f"{entry.field} {_act(entry.name)}"].append(entry)
    for group, members in groups.items():
        if len(members) < 2:
            continue
        said: dict[str, set[str]] = {entry.id: set(_marks(entry)) for entry in members}
        for mark, count in Counter(mark for marks in said.values() for mark in marks).items():
            lacking = [member for member, marks in said.items() if mark not in marks]
            if lacking and count * 2 >= len(members) and count >= 2:
                for lacker in lacking:
                    yield Candidate("siblings", lacker, group, f"{count}/{len(members)} mục nói: {mark}")


def _act(name: str) -> str:
    return " ".join(fold(name).split()[:2])


def _marks(entry: Entry) -> Iterator[str]:
    if re.search(r"\(trừ |, trừ ", entry.name):
        yield "chữ “trừ” ở tên"
    for step in entry.steps:
        for body in ("Bộ Công an", "Bộ Khoa học và Công nghệ", "Cục Sở hữu trí tuệ", "hải quan"):
            if body in step.action and re.search("gửi|Gửi|báo|Báo", step.action):
                yield f"gửi, báo {body}"
        if REFUSAL.search(fold(step.action)):
            yield "bước từ chối"
    if entry.result_validity:
        yield "hiệu lực của kết quả"
    if entry.fee:
        yield "phí"
    if entry.submission:
        yield "cách nộp"
    for condition in entry.conditions:
        yield f"điều kiện “{condition.text}”"


def limits_against_clauses(entries: list[Entry], law: Law) -> Iterator[Candidate]:
    """A limit whose cited clause lacks its number, or has an exception that neither limit nor entry tells."""
    for entry in entries:
        told = fold(" ".join([entry.name, *(f"{s.action} {s.condition} {s.note}" for s in entry.steps)]))
        for statement in statements(entry):
            if "limit" not in statement.where:
                continue
            texts = [text for c in statement.citations if (text := law.text_of(c))]
            if not texts:
                continue
            joined, said = fold(" ".join(texts)), fold(statement.text)
            numbers = {number.lstrip("0") for number in re.findall(r"\b\d+\b", said)} - {""}
            held = {number.lstrip("0") for number in re.findall(r"\b\d+\b", joined)}
            if missing := sorted(numbers - held):
                yield Candidate("limits", entry.id, statement.where, f"điều được dẫn không có số {', '.join(missing)}")
            if (found := EXCEPTION.search(joined)) and not EXCEPTION.search(said) and "tru" not in told.split():
                around = joined[max(0, found.start() - 40) : found.end() + 80]
                yield Candidate("limits", entry.id, statement.where, f"ngoại lệ: …{around}…")


def fees_and_ways(entries: list[Entry], law: Law) -> Iterator[Candidate]:
    """A fee cited to an article without a fee or its amount; handing in on line cited to one that lacks it."""
    for entry in entries:
        for statement in statements(entry):
            texts = [law.text_of(c) for c in statement.citations]
            if statement.where not in {"fee", "submission"} or not texts or None in texts:
                continue
            joined, said = fold(" ".join(text or "" for text in texts)), fold(statement.text)
            if statement.where == "fee" and not re.search(r"\bphi\b|kinh phi", joined):
                yield Candidate("fees", entry.id, "fee", "điều được dẫn không có chữ phí")
            amounts = set(re.findall(r"\d[\d.]*\d", statement.text)) - set(re.findall(r"\d[\d.]*\d", " ".join(texts)))  # type: ignore[arg-type]
            if statement.where == "fee" and re.search(r"\d\.\d{3}", statement.text) and amounts:
                yield Candidate("fees", entry.id, "fee", f"điều được dẫn không có {', '.join(sorted(amounts))}")
            if statement.where == "submission" and ONLINE.search(said) and not ONLINE.search(joined):
                yield Candidate("fees", entry.id, "submission", "điều được dẫn không nói nộp trực tuyến")


def refusals_without_limit(entries: list[Entry], law: Law) -> Iterator[Candidate]:
    """A step that refuses and has no limit; told apart where the text it cites speaks of days."""
    for entry in entries:
        for step in entry.steps:
            refuses = step.key.startswith("tu-choi") or re.match(
                r"(?:bao|thong bao|tra loi|ra).* tu choi", fold(step.action)
            )
            if refuses and step.time_limit is None:
                texts = fold(" ".join(law.text_of(c) or "" for c in step.citations))
                days = "điều được dẫn có ngày" if re.search(r"\d+ ngay", texts) else "không thấy ngày ở điều được dẫn"
                yield Candidate("refusals", entry.id, f"step {step.key}", days)


def alarms_of_other_grounds(entries: list[Entry], _: Law) -> Iterator[Candidate]:
    """A document that is out of force, or ends soon while the entry does not end with it, and that grants no power:
    it raises the alarm above an entry which stands on something else."""
    with closing(open_catalog(bundled_path())) as connection:
        validity = Validity(connection)
    for entry in entries:
        granting = {c.document for c in entry.citations if c.role == GRANTING}
        for document in sorted({c.document for c in entry.every_citation} - granting):
            end = validity.end_of(document)
            lasts = entry.effective_to is None or (end is not None and entry.effective_to > end)
            if end is not None and lasts and end <= entry.as_of + ENDS_SOON:
                yield Candidate("alarms", entry.id, document, f"hết hiệu lực {end}, không phải căn cứ trao quyền")


def levels_over_steps(entries: list[Entry], _: Law) -> Iterator[Candidate]:
    """An entry that is called read in the text while half of its statements or more are not."""
    for entry in entries:
        levels = [step.level for step in entry.steps] + [item.level for item in entry.dossier]
        weak = sum(level is not Level.TEXT for level in levels)
        if entry.verification.level is Level.TEXT and levels and weak * 2 >= len(levels):
            yield Candidate("levels", entry.id, "verification", f"{weak}/{len(levels)} bước, giấy tờ yếu hơn")


KINDS: dict[str, Callable[[list[Entry], Law], Iterator[Candidate]]] = {
    "headers": headers_of_the_task,
    "siblings": siblings_that_differ,
    "limits": limits_against_clauses,
    "fees": fees_and_ways,
    "refusals": refusals_without_limit,
    "alarms": alarms_of_other_grounds,
    "levels": levels_over_steps,
    "copies": copies_without_a_number,
    "doers": inherited_doers,
    "forms": forms_of_no_step,
    "words": words_not_in_the_law,
    "silent": clauses_not_told,
    "applicants": applicants_too_narrow,
    "forms-text": forms_not_told,
    "originals": originals_where_copies_do,
    "spans": spans_not_in_the_law,
    "lists": lists_cut,
}


def entries_in_force(catalog: Path, day: date) -> list[Entry]:
    """Every task and procedure that stands on the day."""
    with closing(open_catalog(catalog)) as connection:
        ids = [row["id"] for row in connection.execute("SELECT DISTINCT id FROM entries ORDER BY id")]
        loaded = [load_entry(connection, entry, day) for entry in ids]
    return [entry for entry in loaded if entry.status is Status.IN_FORCE]


def candidates(entries: list[Entry], law: Law, kinds: list[str]) -> list[Candidate]:
    """All candidates of these kinds, each once."""
    return list(dict.fromkeys(found for kind in kinds for found in KINDS[kind](entries, law)))


def main() -> None:
    """Print the candidates and their counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("law", type=Path)
    parser.add_argument("--loai", nargs="*", choices=list(KINDS), default=list(KINDS))
    parser.add_argument("--ma", default="")
    parser.add_argument("--ngay", type=date.fromisoformat, default=date(2026, 11, 29))
    wanted = parser.parse_args()
    found = candidates(entries_in_force(bundled_path(), wanted.ngay), Law(wanted.law), wanted.loai)
    for each in found:
        if each.entry.startswith(wanted.ma):
            print(f"{each.kind}\t{each.entry}\t{each.where}\t{each.why}")
    for kind, count in Counter(each.kind for each in found).items():
        print(f"{count:5d}  {kind}")


if __name__ == "__main__":
    main()
