"""Drafts to a seed: ids, fields, documents and sources, each statement at the level ``tom-tat``.

A record of the portal or a decision is an official summary of the rules it names: nobody has read those rules' text.
"""

import hashlib
import re
from collections.abc import Callable, Iterable

import msgspec

from canang.catalog.model import UNKNOWN_START
from canang.exchange.draft import Draft, Law, Origin, Paper, Way, unpack
from canang.exchange.report import Report
from canang.seed.format import (
    CitedText,
    DocumentSeed,
    DossierSeed,
    FormSeed,
    LimitSeed,
    ProcedureSeed,
    SourceSeed,
    StepSeed,
    VerificationSeed,
)
from canang.seed.known import Known
from canang.seed.records import EntryFile, RawRecord, Seed
from canang.seed.replacing import stub
from canang.text.fold import fold, words

NO_FIELD = "Chưa rõ lĩnh vực"
_IF_ANY = re.compile(r"\((?:nếu có|nếu cần)[^)]*\)", re.IGNORECASE)
_NOTE = "Nhập từ {file}, {place}. Chưa ai đối chiếu với nguyên văn các văn bản được nêu."


class Compiler:
    """Makes the seed of an import, one draft at a time."""

    def __init__(self, origin: Origin, prefix: str, known: Known, layer: str | None) -> None:
        """Begin.

        Args:
            prefix: two to four capitals with which the ids of the import begin.
            known: the catalogue whose fields and documents need not be made again.
            layer: the layer that it is for; None for a catalogue that stands alone.
        """
        self._origin = origin
        self._prefix = prefix
        self._known = known
        self._fields = {fold(name): id_ for id_, name in known.catalogue.fields.items()}
        self._used = dict(known.catalogue.fields)
        self._documents: dict[str, DocumentSeed] = {}
        self._ids: dict[str, str] = {}
        self._records: set[bytes] = set()
        self.report = Report(origin.file)
        self.seed = known.empty_seed(layer)

    def take(self, drafts: Iterable[Draft]) -> None:
        """Add drafts; what holds no name stays in the report, and in the raw records of no entry."""
        for draft in drafts:
            self.report.count(draft, self._add(draft))

    def finish(self) -> Seed:
        """The seed, with the fields and documents that its entries refer to."""
        used = {procedure.field for procedure in self.seed.procedures}
        fields = {id_: name for id_, name in self._used.items() if id_ in used}
        self.seed.catalogue = type(self.seed.catalogue)(
            version=f"{self._origin.read_on:%Y.%m.%d}",
            as_of=self._origin.read_on,
            fields=fields,
            reported={},
            hotline=self._known.catalogue.hotline,
        )
        self.seed.documents = [(self._origin.file, document) for document in self._documents.values()]
        return self.seed

    def _add(self, draft: Draft) -> str | None:
        if draft.name is None:
            return None
        if draft.packed in self._records:
            draft.miss("record", "trùng hệt một bản ghi ở trên; bỏ qua")
            return None
        self._records.add(draft.packed)
        entry_id = self._id(draft)
        source = f"{self._prefix.lower()}-{re.sub(r'[^a-z0-9]+', '-', entry_id.split('-', 1)[1].lower())}"
        self.seed.sources[source] = SourceSeed(
            title=self._origin.title + (f" ({draft.decision})" if draft.decision else ""),
            publisher=draft.issuer or self._origin.publisher,
            read_on=self._origin.read_on,
            url=draft.url,
        )
        edition = self._edition(draft, source)
        self.seed.procedures.append(
            EntryFile(entry_id, self._origin.file, self._field(draft), None, draft.code, [edition])
        )
        self.seed.raw.append(RawRecord(entry_id, self._origin.file, draft.format, draft.packed))
        return entry_id

    def _id(self, draft: Draft) -> str:
        """The code of the national database behind the prefix, else nine digits drawn from the folded name."""
        assert draft.name is not None
        if draft.code:
            by_code = f"{self._prefix}-{draft.code}"
            if by_code not in self._ids:
                self._ids[by_code] = draft.name
                return by_code
            draft.miss("code", f"mã {draft.code} đã có ở bản ghi khác (“{self._ids[by_code][:60]}”); giữ cả hai")
        basis = " ".join(words(draft.name)) + (f"\n{unpack(draft.packed)}" if draft.code else f"\n{draft.field or ''}")
        number = int.from_bytes(hashlib.sha256(basis.encode()).digest()[:8]) % 900_000_000 + 100_000_000
        while f"{self._prefix}-{number}" in self._ids:
            number += 1
        self._ids[f"{self._prefix}-{number}"] = draft.name
        return f"{self._prefix}-{number}"

    def _field(self, draft: Draft) -> str:
        name = draft.field or NO_FIELD
        folded = fold(name).strip()
        if folded not in self._fields:
            initials = "".join(word[0] for word in words(name) if word[0].isalpha()).upper()[:6] or "K"
            id_, number = initials, 1
            while id_ in self._used:
                number += 1
                id_ = f"{initials}{number}"
            self._fields[folded], self._used[id_] = id_, name
        return self._fields[folded]

    def _edition(self, draft: Draft, source: str) -> ProcedureSeed:
        assert draft.name is not None
        forms = _forms(draft)
        return ProcedureSeed(
            name=draft.name,
            from_=UNKNOWN_START,
            type="tthc",
            level=draft.level,  # type: ignore[arg-type]  # the readers give only levels of the model
            authority=draft.authority or msgspec.UNSET,
            agency=draft.agency or msgspec.UNSET,
            applicant=draft.applicant,
            submission=_cited("; ".join(_submission(draft))),
            limit=_limit(draft),
            fee=_cited(_by_way(draft, lambda way: way.fee)),
            result=_cited("; ".join(draft.results)),
            conditions=[CitedText(text=text) for text in draft.conditions],
            forms=[FormSeed(code=form, name=form) for form in forms],
            dossier=[_item(number, paper) for number, paper in enumerate(draft.dossier, 1)],
            steps=[StepSeed(key=f"b-{number}", action=step) for number, step in enumerate(draft.steps, 1)],
            laws=[f"noi-dung: {self._law(law)}" for law in draft.laws],
            sources=[source],
            verification=VerificationSeed(
                level="tom-tat",
                on=self._origin.read_on,
                note=_NOTE.format(file=self._origin.file, place=draft.place),
            ),
        )

    def _law(self, law: Law) -> str:
        """The document's number as a citation; the document is made where nobody knows it."""
        if law.number not in self._documents:
            known = self._known.documents.get(law.number)
            self._documents[law.number] = known or stub(law.number, None, law.title)
        return f"{law.number} ~tom-tat"


def _cited(text: str | None) -> CitedText | None:
    return CitedText(text=text) if text else None


def _submission(draft: Draft) -> list[str]:
    ways = [f"{way.how}: {way.note}" if way.note and way.how else way.how or way.note or "" for way in draft.ways]
    sets = f"Số lượng hồ sơ: {draft.sets}" if draft.sets and draft.sets[0].isdigit() else draft.sets or ""
    return [part for part in dict.fromkeys((*ways, sets)) if part]


def _limit(draft: Draft) -> LimitSeed | None:
    """The limit of all ways; a start that one of them tells is that of all, where none tells another."""
    limits = [way.limit for way in draft.ways if way.limit]
    if not limits:
        return None
    starts = {limit.start for limit in limits if limit.start}
    start = starts.pop() if len(starts) == 1 else None
    if len({(limit.text, limit.amount, limit.unit) for limit in limits}) == 1:
        only = limits[0]
        return LimitSeed(text=only.text, amount=only.amount, unit=only.unit, start=start)  # type: ignore[arg-type]
    told = _by_way(draft, lambda way: way.limit.text if way.limit else None)
    assert told is not None
    return LimitSeed(text=told, start=start)


def _by_way(draft: Draft, told_of: Callable[[Way], str | None]) -> str | None:
    """What is told of each way, once where all ways agree."""
    told = {way.how: text for way in draft.ways if (text := told_of(way))}
    if len(set(told.values())) <= 1:
        return next(iter(told.values()), None)
    return "; ".join(f"{how}: {text}" if how else text for how, text in told.items())


def _forms(draft: Draft) -> list[str]:
    return list(dict.fromkeys([*draft.forms, *(form for paper in draft.dossier for form in paper.forms)]))


def _item(number: int, paper: Paper) -> DossierSeed:
    optional = bool(_IF_ANY.search(paper.name))
    return DossierSeed(
        key=f"gt-{number}",
        name=paper.name,
        originals=paper.originals if paper.originals or paper.copies else None,
        copies=paper.copies,
        required=not optional and paper.group is None,
        condition=paper.group or ("nếu có" if optional else None),
        form=paper.forms[0] if paper.forms else None,
    )
