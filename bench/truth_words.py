"""Candidates that the words of the cited text give: what a statement says and the text does not, and the other way."""

import re
from collections import defaultdict
from collections.abc import Iterator

from bench.law_texts import CLAUSE, Law, cut
from bench.truth_statements import Candidate, every_statement
from canang.catalog.model import Citation, Entry, Level
from canang.text.fold import fold

MOSTLY = 0.6
"""The part of a statement's words that the cited text may lack before a reader should look."""

COPIES = re.compile(r"\b(?:\d+|mot) (?:\([a-z ]+\) )?(?:bo|ban)\b|ban (?:chinh|sao|goc)")
DUTY = re.compile(
    r"trong (?:thoi han|vong) |cham nhat|tru truong hop|khong tinh vao|ban sao cho|phai (?:bao cao|thong bao|gui)"
    r"|co trach nhiem (?:bao cao|thong bao|gui|cong khai|cung cap)"
)
PLAIN = frozenset(
    "cua va cac cho co khi thi theo mot nhung duoc tai tu den trong ngay neu hoac voi ve de la khong phai do nay nguoi"
    " lam viec tinh uy ban nhan dan cap cau hoi bang van muc dieu khoan diem phu luc nghi quyet dinh thong luat".split()
)
"""Words that say nothing of what a statement is about, folded."""


def copies_without_a_number(entries: list[Entry], law: Law) -> Iterator[Candidate]:
    """A paper in so many copies where neither the text that it cites nor those of handing in and the steps say it."""
    for entry in entries:
        about = [c for c in entry.citations if c.statement == "submission"]
        about += [citation for step in entry.steps for citation in step.citations]
        said = fold(f"{entry.submission} {' '.join(law.text_of(citation) or '' for citation in about)} ")
        for paper in entry.dossier:
            own = _texts(law, paper.citations)
            if (paper.originals or paper.copies) and own and not COPIES.search(said + fold(" ".join(own))):
                yield Candidate("copies", entry.id, f"dossier {paper.key}", "điều được dẫn không nói số bản")


def inherited_doers(entries: list[Entry], _: Law) -> Iterator[Candidate]:
    """A procedure that somebody else decides than its task, while who does the work is the task's word for word."""
    tasks = {entry.id: entry for entry in entries if entry.type == "task"}
    for entry in entries:
        task = tasks.get(entry.task or "")
        if task and entry.authority != task.authority and entry.agency and entry.agency == task.agency:
            yield Candidate("doers", entry.id, "agency", f"{entry.authority} quyết định, “{entry.agency}” của nhiệm vụ")


def forms_of_no_step(entries: list[Entry], _: Law) -> Iterator[Candidate]:
    """A form that an entry lists and that none of its papers and steps names: nobody is told when to use it."""
    for entry in entries:
        used = {paper.form for paper in entry.dossier} | {form for step in entry.steps for form in step.forms}
        told = [entry.result, *(paper.name for paper in entry.dossier)]
        told += [text for step in entry.steps for text in (step.action, step.note, step.output)]
        for form in entry.forms:
            if form.code not in used and not any(form.code in text for text in told if text):
                yield Candidate("forms", entry.id, f"form {form.code}", "không giấy tờ, bước nào dùng mẫu này")


def words_not_in_the_law(entries: list[Entry], law: Law) -> Iterator[Candidate]:
    """A statement said to be read in the text, most of whose words the cited text has not."""
    for entry in entries:
        for statement in every_statement(entry):
            texts = _texts(law, statement.citations)
            if not texts or any(c.level is not Level.TEXT for c in statement.citations):
                continue
            held = set(re.findall(r"\w+", fold(" ".join(texts))))
            own = telling_words(statement.text)
            lacking = [word for word in own if word not in held]
            if len(own) > 3 and len(lacking) / len(own) >= MOSTLY:
                yield Candidate("words", entry.id, statement.where, f"không thấy ở điều được dẫn: {' '.join(lacking)}")


def clauses_not_told(entries: list[Entry], law: Law) -> Iterator[Candidate]:
    """A clause with a limit, an exception or a duty that no procedure of the task cites, of an article that they cite
    by its clauses."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.task or entry.id].append(entry)
    for task, members in groups.items():
        cited: dict[tuple[str, str], set[str | None]] = defaultdict(set)
        for citation in (c for member in members for c in member.every_citation if c.article):
            cited[citation.document, citation.article or ""].add(citation.clause)
        for (document, article), clauses in cited.items():
            text = law.articles.get((document, article), "")
            for number in (found[1] for line in text.splitlines() if (found := CLAUSE.match(line.strip()))):
                clause = cut(text, CLAUSE, number) or ""
                if None not in clauses and number not in clauses and DUTY.search(fold(clause)):
                    told = " ".join(clause.split())[:160]
                    yield Candidate("silent", task, f"{document} khoản {number} Điều {article}", told)


def telling_words(text: str) -> list[str]:
    """The words that say what a text is about, folded, in order."""
    return [word for word in re.findall(r"\w+", fold(text)) if len(word) > 1 and word not in PLAIN]


def _texts(law: Law, citations: tuple[Citation, ...]) -> list[str] | None:
    """The texts of the citations; None where one of them is not held."""
    texts = [law.text_of(citation) for citation in citations]
    return None if None in texts else [text for text in texts if text]
