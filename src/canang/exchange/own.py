"""A filled-in template to a seed: the same records that people write by hand, checked in the same way."""

from collections.abc import Iterable
from typing import Any

import msgspec

from canang.catalog.model import UNKNOWN_START
from canang.exchange.draft import Origin, pack
from canang.exchange.list_codes import read_spoiled_code
from canang.exchange.template_file import Tree
from canang.seed.citing import BadCitation
from canang.seed.format import ProcedureSeed, SourceSeed, WordSeed
from canang.seed.known import Known
from canang.seed.reader import in_vietnamese
from canang.seed.records import EntryFile, Fault, RawRecord, Seed, SeedFaulty
from canang.seed.references import citations_of
from canang.seed.replacing import stub
from canang.text.fold import fold, words
from canang.text.identifiers import is_entry_id

_OF_ENTRY = ("id", "field", "task", "code", "place")


class OwnWork(msgspec.Struct, frozen=True):
    """A seed, and which entries of the catalogue below it takes the place of."""

    seed: Seed
    overrides: tuple[str, ...]


def compile_template(tree: Tree, origin: Origin, known: Known, layer: str | None, prefix: str | None) -> OwnWork:
    """Check a template and make its seed. An entry that names no source has the file as its source.

    Args:
        prefix: the capitals that new ids must begin with; None where the seed stands alone.

    Raises:
        SeedFaulty: anything in it is wrong; every fault is told.
    """
    file = origin.file
    faults = [Fault(file, None, f"{place}: mã không có ở trang “Thủ tục”") for place in tree.get("strays", [])]
    faults += [Fault(file, None, told) for told in tree.get("unknown", [])]
    seed = known.empty_seed(layer)
    seed.sources |= _records(tree.get("sources") or {}, SourceSeed, file, "nguồn", faults)
    own_source = f"tep-{'-'.join(words(file))}"
    seed.sources[own_source] = SourceSeed(title=origin.title, publisher=origin.publisher, read_on=origin.read_on)
    seed.words = list(_records(_numbered(tree.get("words")), WordSeed, file, "từ", faults).values())
    overrides = []
    for raw in tree["procedures"]:
        place = str(raw.get("place", ""))
        stated = {key: value for key, value in raw.items() if value is not None}
        stated.setdefault("sources", [own_source])
        _set_verification(stated, origin)
        entry = _procedure(stated, file, known, faults)
        if entry is None:
            continue
        if prefix and entry.id in known.entries and not entry.id.startswith(f"{prefix}-"):
            overrides.append(entry.id)
        elif prefix and not entry.id.startswith(f"{prefix}-"):
            faults.append(Fault(file, None, f"{place}: mã mới phải bắt đầu bằng {prefix}-, không phải {entry.id}"))
            continue
        seed.procedures.append(entry)
        seed.raw.append(RawRecord(entry.id, file, "mau", pack(msgspec.json.encode(raw).decode())))
    for hidden in tree.get("hidden") or []:
        if str(hidden).upper() in known.entries:
            seed.hidden.append(str(hidden).upper())
        else:
            faults.append(Fault(file, None, f"ẩn {hidden}: không có mục này"))
    if not faults:
        _add_documents(seed, file, known, faults)
    if faults:
        raise SeedFaulty(faults)
    return OwnWork(seed, tuple(overrides))


def _set_verification(stated: Tree, origin: Origin) -> None:
    """Whoever says nothing of it has not checked it."""
    said = stated.get("verification")
    if said is None or isinstance(said, dict):
        stated["verification"] = {"level": "chua-doi-chieu", "on": origin.read_on, **(said or {})}


def _numbered(rows: Any) -> dict[str, Any]:
    return {str(number): row for number, row in enumerate(rows if isinstance(rows, list) else [], 1)}


def _records(raw: Any, kind: Any, file: str, what: str, faults: list[Fault]) -> dict[str, Any]:
    found = {}
    for key, value in (raw if isinstance(raw, dict) else {}).items():
        try:
            found[str(key)] = msgspec.convert(_dated(value), kind)
        except msgspec.ValidationError as error:
            faults.append(Fault(file, None, f"{what} “{key}”: {' '.join(in_vietnamese(str(error)))}"))
    return found


def _procedure(raw: Tree, file: str, known: Known, faults: list[Fault]) -> EntryFile[ProcedureSeed] | None:
    place, id_ = raw.get("place", ""), str(raw.get("id", "")).upper()
    if not id_:
        faults.append(Fault(file, None, f"{place}: thiếu mã"))
        return None
    if not is_entry_id(id_):
        faults.append(Fault(file, None, f"{place}: mã “{id_[:60]}” không dùng được; viết như HG-01 hoặc HG-01.2"))
        return None
    stated = {key: value for key, value in raw.items() if key not in _OF_ENTRY}
    for part, start in (("steps", "b"), ("dossier", "gt")):
        stated[part] = _keyed(stated.get(part) or [], start)
    standing = {name: value for name, value in known.standing.get(id_, {}).items() if value is not None}
    defaults = {"type": "noi-bo", "from": UNKNOWN_START, **standing}
    try:
        edition = msgspec.convert(_dated({**defaults, **stated}), ProcedureSeed)
    except msgspec.ValidationError as error:
        message, where = in_vietnamese(str(error))
        faults.append(Fault(file, None, f"{place} ({id_}): {message}{f' (ở {where})' if where else ''}"))
        return None
    by_name = {fold(name): key for key, name in known.catalogue.fields.items()}
    field = str(raw.get("field", "")) or known.entries.get(id_, "")
    field = field.upper() if field.upper() in known.catalogue.fields else by_name.get(fold(field), field)
    task = str(raw.get("task") or id_.partition(".")[0])
    written = str(raw.get("code") or "")
    # A code without quotes is a number to YAML and to Excel.
    code = (read_spoiled_code(written)[0] or written) if written else None
    return EntryFile(
        id_,
        file,
        field,
        task if task != id_ and task in known.entries else None,
        code,
        [edition],
    )


def _keyed(items: Any, start: str) -> Any:
    """Steps or papers, each under a key: its own, else its place."""
    if not isinstance(items, list):
        return items
    return [
        {"key": f"{start}-{number}", **item} if isinstance(item, dict) else item for number, item in enumerate(items, 1)
    ]


def _dated(value: Any) -> Any:
    """The same with days as text, as the seed's own reader has them."""
    if isinstance(value, dict):
        return {str(key): _dated(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_dated(each) for each in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _add_documents(seed: Seed, file: str, known: Known, faults: list[Fault]) -> None:
    """The documents that are cited: as the catalogue knows them, or by their number alone."""
    numbers: dict[str, None] = {}
    for entry in seed.procedures:
        for edition in entry.editions:
            try:
                numbers |= _cited(citations_of(edition, {}).values())
            except BadCitation as error:
                faults.append(Fault(file, None, f"{entry.id}: {error}"))
    seed.documents += [(file, known.documents.get(number) or stub(number, None)) for number in numbers]


def _cited(statements: Iterable[Any]) -> dict[str, None]:
    return {cited.document: None for citations in statements for cited in citations}
