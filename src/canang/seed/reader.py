"""YAML files to checked records; every fault with its file, its line and what is wrong, in Vietnamese."""

import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from canang.seed.companions import ContactSeed, QuestionSeed, ReadinessSeed, ReviewSeed
from canang.seed.families import BadFamily, Families
from canang.seed.format import (
    BlankSeed,
    CalendarSeed,
    CatalogueSeed,
    DocumentSeed,
    ElsewhereSeed,
    EntryId,
    PracticeSeed,
    ProcedureSeed,
    SourceSeed,
    TaskSeed,
    Text,
    WordSeed,
)
from canang.seed.pieces import BadPiece, Pieces
from canang.seed.plain_yaml import TooDeep, read_plain
from canang.seed.records import Edition, EntryFile, Fault, Seed, SeedFaulty
from canang.text.identifiers import is_entry_id

_SAYS = (
    (r"Object missing required field `(.+)`", "thiếu mục “{0}”"),
    (
        r"Object contains unknown field `(.+ .+)`",
        "không có mục nào tên “{0}”; trong {{…}}, chữ có dấu phẩy phải đặt trong ngoặc kép",
    ),
    (r"Object contains unknown field `(.+)`", "không có mục nào tên “{0}”"),
    (r"Invalid enum value '(.+)'", "giá trị “{0}” không có trong danh sách cho phép"),
    (r"Expected `str` of length >= 1", "để trống; bỏ hẳn mục này nếu chưa có nguồn"),
    (r"Expected `str` matching regex '(.+)'", "viết không đúng dạng {0}"),
    (r"Invalid RFC3339 encoded date|Expected `date`.*", "không phải một ngày có thật; viết như 2026-03-01"),
    (r"Expected `(.+?)`, got `(.+?)`", "cần kiểu {0}, lại gặp kiểu {1}"),
    (r"Expected `int` >= (\d+)", "phải từ {0} trở lên"),
)
Record = TypeVar("Record")
_PATH = re.compile(r" - at `(?:key in )?\$(.*)`$")
_LEANING = re.compile(r"([^\t]+)\t([\d.]+)\t((?:\d{1,4}:-?(?:1[01]\d|12[0-7]|\d\d?) ?)*)|()\t()\t([\w. -]+)")


class _WithMarks(RoundTripConstructor):
    """Keeps line numbers, and days as text."""


_WithMarks.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


class SeedReader:
    """Reads a seed folder, collecting faults so that all of them are told at once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._pieces = Pieces({})
        self._families = Families({})
        self.faults: list[Fault] = []

    def read(self) -> Seed:
        """Read everything.

        Raises:
            SeedFaulty: at least one file is missing, is no YAML, or has another shape.
        """
        catalogue = self._record(self._root / "catalogue.yaml", CatalogueSeed)
        calendar = self._record(self._root / "calendar.yaml", CalendarSeed)
        sources = self._record(self._root / "sources.yaml", dict[str, SourceSeed])
        words = self._record(self._root / "words.yaml", list[WordSeed])
        documents = self._lists("documents", DocumentSeed)
        if catalogue is None or calendar is None or sources is None or words is None:
            raise SeedFaulty(self.faults)
        seed = Seed(catalogue, calendar, sources, documents, words=words, blanks=self._lists("blanks", BlankSeed))
        self._read_families()
        seed.practice = self._each("practice", PracticeSeed)
        seed.questions = self._lists("faq", QuestionSeed)
        seed.readiness = self._each("readiness", ReadinessSeed)
        seed.reviews = self._each("reviews", ReviewSeed)
        seed.utterances = self._each("utterances", dict[EntryId, list[Text]])
        if (self._root / "ranking.yaml").exists():
            seed.ranking = self._record(self._root / "ranking.yaml", dict[str, dict[str, float]]) or {}
        seed.leanings = self._leanings(self._root / "leanings.tsv")
        if (self._root / "elsewhere.yaml").exists():
            seed.elsewhere = self._record(self._root / "elsewhere.yaml", list[ElsewhereSeed]) or []
        if (self._root / "contacts.yaml").exists():
            seed.contacts = self._record(self._root / "contacts.yaml", list[ContactSeed]) or []
        for file in sorted((self._root / "tasks").glob("*/*.yaml")):
            self._task_file(file, seed)
        if not self.faults:
            self._check_taken()
        if self.faults:
            raise SeedFaulty(self.faults)
        return seed

    def _lists(self, folder: str, kind: type[Record]) -> list[tuple[str, Record]]:
        """The records of every file of a folder, each file a list, with the file's name."""
        return [
            (self._name(file), record)
            for file in sorted((self._root / folder).glob("*.yaml"))
            for record in self._record(file, list[kind]) or []  # type: ignore[valid-type]
        ]

    def _leanings(self, file: Path) -> list[tuple[str, float, str]]:
        """The lines of what was fitted: a word or two, how rare, and the weights as they are written there."""
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        found = []
        for number, line in enumerate(lines, 1):
            match = _LEANING.fullmatch(line)
            if match is None:
                self.faults.append(Fault(self._name(file), number, "không phải dòng mà bench/fit_leanings.py ghi"))
                return []
            found.append((match[1] or "", float(match[2] or 0), match[3] or match[6] or ""))
        return found

    def _each(self, folder: str, kind: type[Record]) -> list[tuple[str, Record]]:
        """The record of every file of a folder, each with its file's name."""
        read = [(self._name(file), self._record(file, kind)) for file in sorted((self._root / folder).glob("*.yaml"))]
        return [(name, record) for name, record in read if record is not None]

    def _read_families(self) -> None:
        files = {file: self._load(file) or {} for file in sorted((self._root / "families").glob("*.yaml"))}
        for file, raw in files.items():
            if not _is_family(raw):
                told = "tệp của họ, và “pieces” của nó, phải là các cặp “mục: giá trị”"
                self.faults.append(Fault(self._name(file), self._line(file, ".pieces"), told))
                files[file] = {}
        self._pieces = Pieces({file.stem: raw for file, raw in files.items()})
        self._families = Families({file.stem: self._with_pieces(file, raw) or {} for file, raw in files.items()})

    def _with_pieces(self, file: Path, raw: Any) -> Any:
        """What a file holds, every piece in its place; ``None`` where one cannot be put in."""
        try:
            return self._pieces.put_in(raw)
        except BadPiece as error:
            self.faults.append(Fault(self._name(file), self._line(file, error.path), str(error)))
            return None

    def _check_taken(self) -> None:
        for family, piece in self._pieces.untaken:
            file = self._root / "families" / f"{family}.yaml"
            line = self._line(file, f".pieces.{piece}")
            self.faults.append(Fault(self._name(file), line, f"mảnh “{family}/{piece}” không mục nào lấy"))

    def _task_file(self, file: Path, seed: Seed) -> None:
        raw = self._load(file)
        if not isinstance(raw, dict) or "piece" in raw:
            self.faults.append(Fault(self._name(file), 1, "tệp phải là một nhiệm vụ (các cặp “mục: giá trị”)"))
            return
        raw = self._with_pieces(file, raw)
        if raw is None:
            return
        name, procedures = self._name(file), raw.pop("procedures", None) or []
        task_id, field_id = str(raw.pop("id", "")), str(raw.pop("field", ""))
        if not task_id or not field_id:
            self.faults.append(Fault(name, 1, "thiếu mục “id” hoặc “field”"))
            return
        if not is_entry_id(task_id):
            self.faults.append(Fault(name, 1, f"mã “{task_id[:60]}” không dùng được; viết như TDC-01"))
            return
        if file.stem != task_id:
            self.faults.append(Fault(name, 1, f"tên tệp phải là {task_id}.yaml, như mã nhiệm vụ"))
        family, words = raw.pop("family", None), raw.pop("with", None) or {}
        editions = self._of_family(file, "task", family, words, raw, "", TaskSeed)
        seed.tasks.append(EntryFile(task_id, name, field_id, None, None, editions))
        for index, procedure in enumerate(procedures):
            procedure_id, code = str(procedure.pop("id", "")), procedure.pop("code", None)
            if not procedure_id.startswith(f"{task_id}.") or not is_entry_id(procedure_id):
                self.faults.append(Fault(name, 1, f"thủ tục thứ {index + 1}: mã phải bắt đầu bằng {task_id}."))
                continue
            own_family = procedure.pop("family", family)
            own_words = {**words, **(procedure.pop("with", None) or {})}
            path = f".procedures[{index}]"
            found = self._of_family(file, "procedure", own_family, own_words, procedure, path, ProcedureSeed)
            seed.procedures.append(EntryFile(procedure_id, name, field_id, task_id, code, found))

    def _of_family(
        self,
        file: Path,
        part: str,
        family: str | None,
        words: dict[str, Any],
        own: dict[str, Any],
        path: str,
        kind: type[Edition],
    ) -> list[Edition]:
        """The editions of an entry with what its family gives it."""
        try:
            raw = self._families.apply(part, family, {key: str(value) for key, value in words.items()}, own)
        except BadFamily as error:
            self.faults.append(Fault(self._name(file), self._line(file, path), str(error)))
            return []
        return self._editions(file, raw, kind, path, inherits=family is not None)

    def _editions(
        self, file: Path, raw: dict[str, Any], kind: type[Edition], path: str, *, inherits: bool
    ) -> list[Edition]:
        """The entry itself and its earlier editions, each of which repeats only what was different then."""
        earlier = raw.pop("earlier", None) or []
        versions = [(raw, path)] + [
            ({**_carried(raw), **version}, f"{path}.earlier[{index}]") for index, version in enumerate(earlier)
        ]
        editions = [self._convert(file, version, kind, where, inherits=inherits) for version, where in versions]
        return sorted((edition for edition in editions if edition), key=lambda edition: edition.from_)

    def _record(self, file: Path, kind: type[Record]) -> Record | None:
        raw = self._load(file)
        return None if raw is None else self._convert(file, raw, kind, "")

    def _load(self, file: Path) -> Any:
        try:
            return read_plain(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.faults.append(Fault(self._name(file), None, "không có tệp này"))
        except UnicodeDecodeError:
            self.faults.append(Fault(self._name(file), None, "tệp không phải UTF-8"))
        except TooDeep as error:
            self.faults.append(Fault(self._name(file), error.line, str(error)))
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            twice = "duplicate key" in str(error.problem)
            message = "một mục được ghi hai lần" if twice else f"YAML viết sai: {error.problem}"
            self.faults.append(Fault(self._name(file), mark.line + 1 if mark else None, message))
        except ReaderError:
            self.faults.append(Fault(self._name(file), None, "có ký tự điều khiển mà YAML không nhận"))
        return None

    def _convert(self, file: Path, raw: Any, kind: type[Record], path: str, *, inherits: bool = False) -> Record | None:
        try:
            return msgspec.convert(raw, kind)
        except msgspec.ValidationError as error:
            message, where = in_vietnamese(str(error))
            unknown = re.search(r"unknown field `(.+?)`", str(error))
            exact = where + (f".{unknown[1]}" if unknown else "")
            if piece := self._pieces.behind(raw, exact):
                self._tell_of_piece(*piece, message)
                return None
            # What a family gives an entry stands on no line of the entry's own file: its head is named instead.
            line = self._line(file, path + ("" if inherits else exact))
            self.faults.append(Fault(self._name(file), line, f"{message} (ở {path + where or 'đầu tệp'})"))
            return None

    def _tell_of_piece(self, family: str, path: str, message: str) -> None:
        """A fault within a piece, told once however many take it."""
        file = self._root / "families" / f"{family}.yaml"
        fault = Fault(self._name(file), self._line(file, path), f"{message} (ở {path})")
        if fault not in self.faults:
            self.faults.append(fault)

    def _line(self, file: Path, path: str) -> int | None:
        """The line of a path such as ``.procedures[0].steps[2].actor``, by reading the file again with its marks."""
        reader = YAML(typ="rt")
        reader.Constructor = _WithMarks
        node = reader.load(file.read_text(encoding="utf-8"))
        line = 1
        for name, index in re.findall(r"\.([\w-]+)|\[(\d+|\.\.\.)\]", path):
            try:
                key: Any = name or int(index)
                line = (node.lc.key(key) if name else node.lc.item(key))[0] + 1
                node = node[key]
            except (AttributeError, KeyError, IndexError, TypeError, ValueError):
                break
        return line

    def _name(self, file: Path) -> str:
        return file.relative_to(self._root).as_posix()


def _is_family(raw: Any) -> bool:
    """Whether it can be what a family's file holds: a mapping, its pieces too."""
    return isinstance(raw, dict) and "piece" not in raw and isinstance(raw.get("pieces") or {}, dict)


def _carried(raw: dict[str, Any]) -> dict[str, Any]:
    """What an earlier edition takes over unless it says otherwise: all but what belongs to one edition only."""
    return {key: value for key, value in raw.items() if key not in {"from", "to", "change_note", "replaced_by"}}


def in_vietnamese(message: str) -> tuple[str, str]:
    """What msgspec says of a record, in Vietnamese, and the path at which it is wrong (empty: the record itself)."""
    found = _PATH.search(message)
    where = found[1] if found else ""
    says = _PATH.sub("", message)
    for pattern, vietnamese in _SAYS:
        if match := re.fullmatch(pattern, says):
            return vietnamese.format(*match.groups()), where
    return says, where
