"""The handbook as one book, and entries as a folder with a file each and a page that lists them."""

import os
from collections.abc import Sequence
from pathlib import Path

from canang.catalog.model import Entry
from canang.catalog.overview import everyday_words
from canang.cli.errors import Failure
from canang.cli.exporting import content_of, typeset
from canang.cli.progress import counted, working
from canang.cli.session import Session
from canang.export.contents import contents_page
from canang.export.handbook import bind
from canang.export.office import Office
from canang.export.paper import Paper
from canang.export.pdf import to_handbook
from canang.export.writing import write_whole
from canang.text.days import show_day


def is_folder(output: str | None) -> bool:
    """Whether what was asked for is a folder: one that is there, or a name that ends like one."""
    return bool(output) and (str(output).endswith(("/", os.sep)) or Path(str(output)).is_dir())


def handbook(session: Session, entries: list[Entry], papers: list[Paper], version: str) -> bytes:
    """All entries as one PDF with title, contents and indexes."""
    with session.catalog() as connection:
        everyday = everyday_words(connection)
    edition = f"Dữ liệu {version}, theo quy định ngày {show_day(entries[0].as_of)}"
    with typeset(), working(session, f"Đang dàn {len(papers)} mục"):
        return to_handbook(papers, bind(entries, everyday, edition))


def fill_folder(
    session: Session,
    folder: Path,
    form: str,
    entries: Sequence[Entry],
    papers: Sequence[Paper],
    *,
    overwrite: bool,
    office: Office | None,
) -> None:
    """Write a file for each entry and ``muc-luc.html`` beside them.

    Raises:
        Failure: files of these names are there already and may not be replaced; nothing is written then.
    """
    names = [f"{entry.id}.{form}" for entry in entries]
    contents = folder / "muc-luc.html"
    there = [name for name in [*names, contents.name] if (folder / name).exists()]
    if there and not overwrite:
        more = f" và {len(there) - 1} tệp khác" if len(there) > 1 else ""
        raise Failure(f"Trong {folder} đã có {there[0]}{more}; giữ nguyên.", "Thêm --ghi-de để thay.")
    folder.mkdir(parents=True, exist_ok=True)
    for place, entry, paper in counted(session, list(zip(names, entries, papers, strict=True)), "Đang ghi"):
        write_whole(folder / place, content_of(form, [entry], [paper], office=office))
    write_whole(contents, contents_page(entries, names))
    if session.as_json:
        session.print_json({"folder": str(folder), "files": len(names), "contents": str(contents)})
    else:
        session.environment.say(f"Đã ghi {len(names)} tệp vào {folder}; mở {contents} để xem mục lục.")
