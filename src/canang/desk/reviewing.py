"""Reviews: the statements of entries as a sheet for a reviewer, and a filled-in sheet taken back."""

import sqlite3
from collections.abc import Iterable
from datetime import date
from itertools import count
from pathlib import Path

import msgspec

from canang.catalog.entries import load_entry, resolve
from canang.catalog.model import Entry, Level
from canang.catalog.readings import readers_of_statements
from canang.desk.desk import Desk
from canang.desk.layers import open_layer
from canang.errors import Code, Failure
from canang.files import replacing
from canang.reviews.sheet import Line, read_sheet, review_yaml, sheet_xlsx, sheet_yaml
from canang.seed.companions import ReviewSeed
from canang.sheet.statements import editions_of, read_statements, statements_of

_FORMS = {".xlsx": sheet_xlsx, ".yaml": sheet_yaml, ".yml": sheet_yaml}


class Verdict(msgspec.Struct, frozen=True):
    """What a review changes of one statement."""

    entry: str
    statement: str
    label: str
    before: Level
    after: Level
    note: str


class TakenBack(msgspec.Struct, frozen=True):
    """What a filled-in sheet brings: its reviews, what each changes, the verdicts that no longer hold (a Vietnamese
    line each), and where it was recorded."""

    reviews: tuple[ReviewSeed, ...]
    changes: tuple[Verdict, ...]
    stale: tuple[str, ...]
    recorded: str | None


def to_review(desk: Desk, references: Iterable[str], day: date) -> list[tuple[Entry, list[Line]]]:
    """Entries with what each states and who read it before, as they stand on the day.

    Raises:
        UnknownEntry: there is no such entry.
    """
    with desk.catalog() as connection:
        entries = [load_entry(connection, resolve(connection, each), day) for each in references]
        return [(entry, _lines(connection, entry)) for entry in entries]


def _lines(connection: sqlite3.Connection, entry: Entry) -> list[Line]:
    read = readers_of_statements(connection, entry.id, entry.effective_from)
    return [Line(entry.id, entry.effective_from, each, read.get(each.key, ())) for each in statements_of(entry)]


def review_sheet(path: Path, title: str, lines: list[Line]) -> bytes:
    """A sheet to fill in, in the form that a file's name asks for.

    Raises:
        Failure: it asks for no form that there is.
    """
    made = _FORMS.get(path.suffix.lower())
    if made is None:
        raise Failure(f"Không rõ loại phiếu của {path.name}.", "Đặt tên tệp kết thúc bằng .xlsx hoặc .yaml")
    return made(title, lines)


def take_back(desk: Desk, sheet: Path, *, layer: str | None, seed: Path | None) -> TakenBack:
    """Read a filled-in sheet and, where asked to, keep it in a layer or in the seed.

    Raises:
        Unreadable: it is no review sheet, or not filled in right.
        Failure: none of its verdicts holds any more.
    """
    reviews = tuple(read_sheet(sheet))
    changes, stale = _held_against(desk, reviews)
    if stale and not changes:
        raise Failure(
            f"{len(stale)} điều trong phiếu đã đổi hoặc không còn; không ghi gì.", stale[0], Code.DATA_DAMAGED
        )
    recorded = None
    if layer is not None:
        opened = open_layer(desk, layer)
        opened.layer.review(opened.known, opened.prefix, reviews)
        recorded = f"lớp {opened.layer.name}"
    if seed is not None:
        recorded = ", ".join(str(_write_review(seed, review)) for review in reviews)
    return TakenBack(reviews, changes, stale, recorded)


def _held_against(desk: Desk, reviews: Iterable[ReviewSeed]) -> tuple[tuple[Verdict, ...], tuple[str, ...]]:
    """What each verdict changes, and the verdicts on statements that are no longer what the reviewer saw."""
    changes: list[Verdict] = []
    stale: list[str] = []
    with desk.catalog() as connection:
        for review in reviews:
            entry = resolve(connection, review.entry)
            known = review.edition in editions_of(connection, entry)
            found = read_statements(connection, entry, review.edition) if known else []
            by_key = {statement.key: statement for statement in found}
            for said in review.verdicts:
                statement = by_key.get(said.statement)
                if statement is None or not statement.is_what_was_seen(said.digest):
                    stale.append(f"{entry} “{said.statement}”: nội dung đã đổi từ khi làm phiếu; duyệt lại.")
                    continue
                after = Level(said.level)
                changes.append(
                    Verdict(review.entry, said.statement, statement.label, statement.level, after, said.note or "")
                )
    return tuple(changes), tuple(stale)


def _write_review(seed: Path, review: ReviewSeed) -> Path:
    folder = seed / "reviews"
    if not seed.is_dir():
        raise Failure(f"Không thấy thư mục dữ liệu gốc: {seed}", "Chỉ đúng thư mục data/seed.", Code.CANNOT_READ)
    folder.mkdir(exist_ok=True)
    path, before = _place_of(folder, review)
    with replacing(path) as temporary:
        temporary.write_bytes(review_yaml(_joined(before, review) if before else review))
    return path


def _place_of(folder: Path, review: ReviewSeed) -> tuple[Path, ReviewSeed | None]:
    """The file of a review, with what the same reviewer said of that edition on that day before; somebody else's stays
    as it is."""
    for turn in count(1):
        path = folder / f"{review.entry}--{review.edition}--{review.day}{f'--{turn}' if turn > 1 else ''}.yaml"
        if not path.exists():
            return path, None
        before = next(iter(read_sheet(path)))
        if before.reviewer == review.reviewer:
            return path, before
    raise AssertionError("there is always a next number")


def _joined(before: ReviewSeed, review: ReviewSeed) -> ReviewSeed:
    """Both of one reviewer's sheets: what was said last of a statement holds."""
    verdicts = {verdict.statement: verdict for verdict in (*before.verdicts, *review.verdicts)}
    return msgspec.structs.replace(review, verdicts=list(verdicts.values()))
