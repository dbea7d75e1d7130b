"""What files of the seed say about each other: ids, documents, sources, forms, dates and levels must agree."""

from collections.abc import Iterator
from datetime import timedelta

from canang.catalog.model import GRANTING
from canang.seed.citing import BadCitation, Cited, read_citation, with_level
from canang.seed.companion_checks import companion_faults
from canang.seed.format import (
    BlankLineSeed,
    CitedText,
    DayOffSeed,
    DossierSeed,
    FormSeed,
    LimitSeed,
    ProcedureSeed,
    StepSeed,
    TaskSeed,
    WorkedDaySeed,
)
from canang.seed.records import AnyEntry, Fault, Seed

_RANK = {"van-ban": 0, "tom-tat": 1, "chua-doi-chieu": 2}

Statements = dict[str, list[Cited]]
"""The citations of an edition by the statement that they carry: ``basis``, ``step:KEY``, ``dossier:KEY`` …"""


def check_references(seed: Seed) -> list[Fault]:
    """Every fault between files: nothing may point to what is not there, or claim more than it rests on."""
    faults = list(_twice(seed))
    numbers = {document.number for _, document in seed.documents}
    for file, document in seed.documents:
        for change in document.changes:
            if change.by not in numbers:
                faults.append(
                    Fault(file, None, f"{document.number}: văn bản sửa đổi {change.by} chưa có trong documents/")
                )
            ends = change.from_ - timedelta(days=1) if change.from_ else None
            if change.change == "thay-the" and not change.articles and document.to != ends:
                faults.append(Fault(file, None, f"{document.number}: “to” phải là ngày trước khi {change.by} thay thế"))
    faults += [
        Fault("catalogue.yaml", None, f"delegated_by: văn bản {number} chưa có trong documents/")
        for number in seed.catalogue.delegated_by
        if number not in numbers
    ]
    ids = {entry.id for entry in seed.entries}
    levels = document_levels(seed)
    for entry in seed.entries:
        if entry.field not in seed.catalogue.fields:
            faults.append(Fault(entry.file, None, f"{entry.id}: không có lĩnh vực “{entry.field}”"))
        faults += _overlaps(entry)
        for edition in entry.editions:
            faults += _edition_faults(entry, edition, seed, levels, ids)
    faults += [*_calendar_faults(seed), *_practice_faults(seed), *_blank_faults(seed, numbers)]
    return [*faults, *companion_faults(seed, ids, numbers)]


def citations_of(edition: TaskSeed | ProcedureSeed, levels: dict[str, str]) -> Statements:
    """All citations of an edition, each at its own level or its document's.

    Args:
        levels: how far each document's text was read, by its number.

    Raises:
        BadCitation: a line cannot be read.
    """
    statements = {
        name: [
            with_level(cited, levels.get(cited.document, "chua-doi-chieu"))
            for line in lines
            for cited in read_citation(line, role)
        ]
        for name, lines, role in _lines(edition)
    }
    return {name: citations for name, citations in statements.items() if citations}


def document_levels(seed: Seed) -> dict[str, str]:
    """How far each document's text was read, by its number."""
    return {document.number: document.text_read for _, document in seed.documents}


_ROLES = {"submission": "trinh-tu", "fee": "phi", "result": "ket-qua", "result_validity": "ket-qua"}
"""What the provisions do that a statement of an edition cites, where the citation does not say."""


def _lines(edition: TaskSeed | ProcedureSeed) -> Iterator[tuple[str, list[str], str]]:
    yield "basis", _basis_lines(edition.basis), GRANTING
    if isinstance(edition, TaskSeed):
        return
    yield "law", edition.laws, "noi-dung"
    yield "time_limit", _split(edition.limit), "thoi-han"
    for name in edition.__struct_fields__:
        if isinstance(cited := getattr(edition, name), CitedText):
            yield name, _split(cited), _ROLES.get(name, "noi-dung")
    for position, condition in enumerate(edition.conditions, 1):
        yield f"condition:{position}", _split(condition), "dieu-kien"
    for position, note in enumerate(edition.notes, 1):
        yield f"note:{position}", _split(note), "noi-dung"
    for form in edition.forms:
        yield f"form:{form.code}", _split(form), "mau"
    for item in edition.dossier:
        yield f"dossier:{item.key}", _split(item), "ho-so"
    for step in edition.steps:
        yield f"step:{step.key}", [*_split(step), *_split(step.limit)], "trinh-tu"


def _basis_lines(basis: list[str | dict[str, str]]) -> list[str]:
    """``noi-dung: 28/2013/TT-BKHCN Điều 18`` reaches us from YAML as a mapping of the role to the citation."""
    return [
        line
        for item in basis
        for line in ([item] if isinstance(item, str) else [f"{role}: {cited}" for role, cited in item.items()])
    ]


def _split(cited: CitedText | LimitSeed | FormSeed | StepSeed | DossierSeed | BlankLineSeed | None) -> list[str]:
    return [line.strip() for line in cited.cite.split(";")] if cited and cited.cite else []


def _twice(seed: Seed) -> Iterator[Fault]:
    seen: set[str] = set()
    for entry in seed.entries:
        if entry.id in seen:
            yield Fault(entry.file, None, f"mã {entry.id} đã dùng ở tệp khác")
        seen.add(entry.id)
    numbers: set[str] = set()
    for file, document in seed.documents:
        if document.number in numbers:
            yield Fault(file, None, f"văn bản {document.number} được ghi hai lần")
        numbers.add(document.number)


def _calendar_faults(seed: Seed) -> Iterator[Fault]:
    days: list[DayOffSeed | WorkedDaySeed] = [*seed.calendar.off, *seed.calendar.worked]
    for each in days:
        if each.source not in seed.sources:
            yield Fault("calendar.yaml", None, f"{each.day}: nguồn “{each.source}” không có trong sources.yaml")
        if sum(other.day == each.day for other in days) > 1:
            yield Fault("calendar.yaml", None, f"ngày {each.day} được ghi hai lần")


def _practice_faults(seed: Seed) -> Iterator[Fault]:
    procedures = {procedure.id: procedure.editions[-1] for procedure in seed.procedures if procedure.editions}
    for file, case in seed.practice:
        edition = procedures.get(case.entry)
        if edition is None:
            yield Fault(file, None, f"không có thủ tục {case.entry}")
            continue
        items = {f"dossier:{item.key}" for item in edition.dossier} | {f"step:{step.key}" for step in edition.steps}
        yield from (
            Fault(file, None, f"{case.entry} không có mục “{paper.item}”")
            for paper in case.papers
            if paper.item not in items
        )


def _blank_faults(seed: Seed, numbers: set[str]) -> Iterator[Fault]:
    named = {
        (form.code, cited.document)
        for procedure in seed.procedures
        for edition in procedure.editions
        for form in edition.forms
        for line in _split(form)
        for cited in read_citation(line, "mau")
    }
    for file, blank in seed.blanks:
        if (blank.form, blank.document) not in named:
            yield Fault(file, None, f"{blank.id}: không thủ tục nào có “{blank.form}” của {blank.document}")
        for line in blank.lines:
            if fault := _fill_fault(line):
                yield Fault(file, None, f"{blank.id}: {fault}")
            try:
                cited = citations_of_line(line)
            except BadCitation as error:
                yield Fault(file, None, f"{blank.id}: {error}")
                continue
            yield from (
                Fault(file, None, f"{blank.id} dẫn {one.document}, văn bản chưa có trong documents/")
                for one in cited
                if one.document not in numbers
            )


_LEAST_COLUMNS = 3
"""Of a table that findings fill: the running number, what was looked at, and what was found."""


def _fill_fault(line: BlankLineSeed) -> str | None:
    """What is wrong with what fills a line of a form; None where nothing is."""
    if line.fill is None:
        return None
    if line.kind == "table":
        if line.fill != "findings" or len(line.columns) < _LEAST_COLUMNS or line.columns[0] != "TT":
            return "bảng chỉ điền được “findings”, cột đầu là “TT” và có ít nhất ba cột"
        return None
    return None if line.kind == "ask" else f"“fill” chỉ dùng ở dòng “ask” hoặc bảng, không ở dòng “{line.kind}”"


def citations_of_line(line: BlankLineSeed) -> list[Cited]:
    """The citations of a line of a form to fill in."""
    return [cited for part in _split(line) for cited in read_citation(part, "mau")]


def _overlaps(entry: AnyEntry) -> Iterator[Fault]:
    for before, after in zip(entry.editions, entry.editions[1:], strict=False):
        if before.to is None or before.to >= after.from_:
            yield Fault(entry.file, None, f"{entry.id}: hai bản cùng áp dụng vào ngày {after.from_}")


def _edition_faults(
    entry: AnyEntry,
    edition: TaskSeed | ProcedureSeed,
    seed: Seed,
    levels: dict[str, str],
    ids: set[str],
) -> Iterator[Fault]:
    def fault(message: str) -> Fault:
        return Fault(entry.file, None, f"{entry.id} (từ {edition.from_}): {message}")

    if edition.to is not None and edition.to < edition.from_:
        yield fault("ngày hết áp dụng đứng trước ngày bắt đầu")
    if edition.replaced_by and edition.replaced_by not in ids:
        yield fault(f"mục thay thế {edition.replaced_by} không có")
    for source in edition.sources:
        if source not in seed.sources:
            yield fault(f"nguồn “{source}” không có trong sources.yaml")
    try:
        statements = citations_of(edition, levels)
    except BadCitation as error:
        yield fault(str(error))
        return
    for name, citations in statements.items():
        for cited in citations:
            if cited.document not in levels:
                yield fault(f"{name} dẫn {cited.document}, văn bản chưa có trong documents/")
    if not edition.basis and not edition.sources:
        yield fault("không có “basis”, cũng không có “sources” của riêng nó: ghi nơi đã đọc vào “sources”")
    lowest = max(
        (_RANK[str(cited.level)] for cited in statements.get("basis", []) if cited.role == GRANTING),
        default=0,
    )
    if _RANK[edition.verification.level] < lowest:
        yield fault("mức kiểm chứng ghi cao hơn mức của căn cứ trao quyền")
    if isinstance(edition, ProcedureSeed):
        yield from (fault(message) for message in _procedure_faults(edition))


def _procedure_faults(edition: ProcedureSeed) -> Iterator[str]:
    codes = {form.code for form in edition.forms}
    named = [form for step in edition.steps for form in step.forms] + [
        item.form for item in edition.dossier if item.form
    ]
    yield from (f"mẫu “{form}” không có trong “forms”" for form in named if form not in codes)
    for kind, keys in (
        ("bước", [s.key for s in edition.steps]),
        ("giấy tờ", [d.key for d in edition.dossier]),
    ):
        yield from (f"hai {kind} cùng khóa “{key}”" for key in {key for key in keys if keys.count(key) > 1})
    steps = {step.key for step in edition.steps}
    for item in edition.dossier:
        named = [key for key in (item.made_at, item.shown_at) if key]
        yield from (f"giấy tờ “{item.key}” trỏ tới bước “{key}” không có" for key in named if key not in steps)
        if len(named) > 1:
            yield f"giấy tờ “{item.key}” vừa “made_at” vừa “shown_at”: chỉ giữ một"
