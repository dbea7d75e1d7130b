"""Printing: entries, the whole handbook, the record of a case, and forms to fill in, each as the bytes of a file."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from canang.catalog.blanks import Blank, blanks_of, choose_blank
from canang.catalog.entries import load_entry
from canang.catalog.overview import Filters, everyday_words, fields, list_entries, meta
from canang.desk.desk import Desk
from canang.desk.formats import Extent, sheet_of
from canang.desk.reading import Reading, find_id, read_entries, read_entry, read_from
from canang.errors import Code, Failure
from canang.export import OFFICE_FILE
from canang.export.office import Office, read_office
from canang.sheet.page import shown
from canang.text.days import show_day
from canang.text.file_names import file_name, untaken

Item = TypeVar("Item")


class Progress(Protocol):
    """How whoever prints is told how far it is; what shows nothing does as well."""

    def counted(self, items: Sequence[Item], what: str) -> Iterator[Item]:
        """The items, one after another."""

    def working(self, what: str) -> AbstractContextManager[None]:
        """Around one long step."""


class _Silent:
    def counted(self, items: Sequence[Item], what: str) -> Iterator[Item]:
        yield from items

    def working(self, what: str) -> AbstractContextManager[None]:
        return nullcontext()


SILENT: Progress = _Silent()


class FilledBlank(msgspec.Struct, frozen=True):
    """A form to fill in: which, and its DOCX with what a case knows filled in."""

    blank: Blank
    content: bytes


def office_of(desk: Desk) -> Office:
    """The office's own head.

    Raises:
        Failure: there is none, or it cannot be read.
    """
    found = read_office(desk.register_home)
    if found is None:
        raise Failure(
            f"Chưa có đầu trang của cơ quan: {desk.register_home / OFFICE_FILE}",
            'Tạo tệp ấy với: co_quan = "ỦY BAN NHÂN DÂN XÃ …", cap_tren = "…", noi = "…", logo = "logo.png", trang = "https://…"',
        )
    return found


def select_ids(desk: Desk, filters: Filters, types: Sequence[str], day: date) -> list[str]:
    """The ids of the entries of these types that pass the filters, in their order.

    Raises:
        Failure: none does.
    """
    with desk.catalog() as connection:
        ids = sorted(item.id for type_ in types for item in list_entries(connection, filters, day, type_))
    if not ids:
        raise Failure("Không có mục nào khớp với bộ lọc.", "Bỏ bớt điều kiện.", Code.NOT_FOUND)
    return ids


def field_names(desk: Desk) -> dict[str, str]:
    """The fields by their id."""
    with desk.catalog() as connection:
        return fields(connection)


def print_entries(
    desk: Desk,
    ids: list[str],
    day: date,
    form: str,
    *,
    as_array: bool = False,
    office: Office | None = None,
    extent: Extent = Extent.SHEET,
) -> bytes:
    """Entries in a format of ``formats.FORMATS``.

    Args:
        as_array: JSON of one entry is still an array.
    """
    return content_of(form, read_entries(desk, ids, day), as_array=as_array, office=office, extent=extent)


def print_handbook(
    desk: Desk, ids: list[str], day: date, progress: Progress = SILENT, extent: Extent = Extent.SHEET
) -> bytes:
    """Entries as one PDF with title, contents and indexes."""
    from canang.export.handbook import bind  # noqa: PLC0415  only the book has them
    from canang.export.pdf import to_handbook  # noqa: PLC0415

    read = read_entries(desk, ids, day)
    with desk.catalog() as connection:
        everyday, version = everyday_words(connection), meta(connection)["version"]
    edition = f"Dữ liệu {version}, theo quy định ngày {show_day(day)}"
    with progress.working(f"Đang dàn {len(read)} mục"):
        return to_handbook(
            [shown(sheet_of(each, extent)) for each in read], bind([each.entry for each in read], everyday, edition)
        )


def print_folder(
    desk: Desk,
    folder: Path,
    ids: list[str],
    day: date,
    form: str,
    *,
    overwrite: bool,
    office: Office | None,
    extent: Extent = Extent.SHEET,
    progress: Progress = SILENT,
) -> tuple[int, Path]:
    """Write a file for each entry and ``muc-luc.html`` beside them.

    Returns:
        How many entries were written, and the page that lists them.

    Raises:
        Failure: files of these names are there already and may not be replaced; nothing is written then.
    """
    from canang.export.contents import contents_page  # noqa: PLC0415  only a folder has one
    from canang.files import write_whole  # noqa: PLC0415

    read = read_entries(desk, ids, day)
    names = _names_of([each.entry.id for each in read], form)
    contents = folder / "muc-luc.html"
    there = [name for name in [*names, contents.name] if (folder / name).exists()]
    if there and not overwrite:
        more = f" và {len(there) - 1} tệp khác" if len(there) > 1 else ""
        raise Failure(f"Trong {folder} đã có {there[0]}{more}; giữ nguyên.", "Thêm --ghi-de để thay.", Code.EXISTS)
    folder.mkdir(parents=True, exist_ok=True)
    for name, each in progress.counted(list(zip(names, read, strict=True)), "Đang ghi"):
        write_whole(folder / name, content_of(form, [each], office=office, extent=extent))
    write_whole(contents, contents_page([each.entry for each in read], names))
    return len(names), contents


def _names_of(ids: Sequence[str], form: str) -> list[str]:
    """A name of its own for the file of each entry, whatever a catalogue from elsewhere calls them."""
    taken: set[str] = set()
    return [untaken(file_name(f"{id_}.{form}").removesuffix(f".{form}"), form, taken) for id_ in ids]


def print_case(desk: Desk, name: str, form: str, office: Office | None = None) -> bytes:
    """The record of a case: what was to do, with what was said, by whom and when, and a short log.

    Raises:
        Failure: there is no such case, or the catalogue no longer has what it follows.
    """
    from canang.desk.cases import find_case, log_of  # noqa: PLC0415  only a case needs the register
    from canang.export.case_form import case_object  # noqa: PLC0415
    from canang.export.due_words import due_text  # noqa: PLC0415
    from canang.export.record import record_of  # noqa: PLC0415

    found = find_case(desk, name)
    standing = found.cases[0]
    if standing.entry is None:
        raise Failure(
            f"Dữ liệu không còn {standing.case.entry} mà hồ sơ này làm theo.",
            "Dùng lại bản dữ liệu cũ bằng --db.",
            Code.NOT_FOUND,
        )
    if form == "json":
        from canang.catalog.public import as_file  # noqa: PLC0415  one format a run

        return as_file(case_object(standing, desk.today, whole=True))
    with desk.catalog() as connection:
        reading = read_from(connection, standing.entry.id, desk.today)
    whole = standing.schedule.whole
    last = due_text(whole, desk.today, found.calendar) if whole else None
    record = record_of(reading.sheet, standing, log_of(desk, name)[1], last)
    return content_of(form, [msgspec.structs.replace(reading, sheet=record)], office=office)


def fill_blank(
    desk: Desk, asked: str, reference: str | None, case_name: str | None, *, notes: bool = False, dated: bool = True
) -> FilledBlank:
    """A form to fill in, of an entry or of a case, with what the case knows.

    Args:
        notes: also the official's own working notes, which are no part of minutes unless asked for.
        dated: with today's day; without it where the form is kept and filled in on another day.

    Raises:
        Failure: the form cannot be told from what was asked; names those that there are.
    """
    from canang.desk.papers import known_of_case  # noqa: PLC0415  only a form is filled in
    from canang.export.blank_docx import to_docx  # noqa: PLC0415  only a form needs Word's library
    from canang.export.filling import Known  # noqa: PLC0415

    known = Known(show_day(desk.today) if dated else None)
    if case_name is not None:
        reference, known = known_of_case(desk, case_name, notes=notes)
    entry_id = find_id(desk, reference or "")
    with desk.catalog() as connection:
        reading = read_from(connection, entry_id, desk.today)
        blanks = blanks_of(connection, reading.entry)
    blank = choose_blank(blanks, asked)
    if blank is None:
        raise Failure(f"{entry_id} không có tờ điền nào là “{asked[:60]}”.", _choices(blanks), Code.NOT_FOUND)
    foot = f"{entry_id} · dữ liệu {reading.version}"
    return FilledBlank(blank, to_docx(blank, reading.entry, read_office(desk.register_home), known, foot))


def fillable(desk: Desk, reference: str | None, case: str | None) -> tuple[str, list[tuple[str, Blank]]]:
    """The id of an entry, or of the one that a case follows, and the forms of it that can be filled in, each with the
    id of its procedure: that entry, or one of the task's.

    Raises:
        UnknownEntry: nothing has the reference.
        Failure: there is no case of this name.
    """
    if case is not None:
        from canang.desk.cases import find_case  # noqa: PLC0415  only a case needs the register

        reference = find_case(desk, case).cases[0].case.entry
    entry = read_entry(desk, reference or "").entry
    with desk.catalog() as connection:
        entries = [entry, *(load_entry(connection, procedure.id, desk.today) for procedure in entry.procedures)]
        return entry.id, [(each.id, blank) for each in entries for blank in blanks_of(connection, each)]


def content_of(
    form: str,
    read: list[Reading],
    *,
    as_array: bool = False,
    office: Office | None = None,
    extent: Extent = Extent.SHEET,
) -> bytes:
    """Pages (for JSON, entries, always whole) in a format."""
    if form == "json":
        from canang.catalog.public import as_file, public  # noqa: PLC0415  one format a run

        objects = [public(each.entry) for each in read]
        return as_file(objects if as_array else objects[0])
    sheets = [shown(sheet_of(each, extent)) for each in read]
    if form == "md":
        from canang.export.markdown import to_markdown  # noqa: PLC0415

        return "\n".join(to_markdown(sheet) for sheet in sheets).encode()
    if form == "docx":
        from canang.export.docx import to_docx  # noqa: PLC0415

        return to_docx(sheets, office)
    if form == "html":
        from canang.export.html import to_html  # noqa: PLC0415

        return to_html(sheets, office)
    from canang.export.pdf import to_pdf  # noqa: PLC0415

    return to_pdf(sheets, office)


def _choices(blanks: list[Blank]) -> str:
    if not blanks:
        return "Mục này chưa có tờ điền. Xem các mẫu được nêu tên: canang xem MÃ"
    lines = [f"  {blank.form.removeprefix('Mẫu ')}  {blank.title}: {blank.about}" for blank in blanks]
    return "\n".join(["Có:", *lines])
