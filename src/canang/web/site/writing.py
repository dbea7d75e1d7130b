"""Writing the folder: built beside its place, then put there whole; nobody's own file is ever replaced."""

import json
import os
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import msgspec

from canang.catalog.public import as_file
from canang.desk.desk import Desk
from canang.desk.formats import Extent
from canang.desk.printing import Progress, content_of, fill_blank
from canang.errors import Code, Failure
from canang.export.pdf import TypesettingFailed
from canang.files import replacing_folder
from canang.web.site.gathered import Gathered, gather
from canang.web.site.index import NAME_OF_INDEX, search_words
from canang.web.site.links import HOME, Links
from canang.web.site.pages import Pages

LABEL = "canang.json"
"""The file by which a folder of pages is known: what it is, from which data, and the names of its files."""

FORMAT = "canang-trang-web"
_LOOK = ("style.css", "search.js", "site.js", "icon.svg")
_OF_SYSTEMS = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
"""What systems leave in a folder that is looked at."""


class Written(msgspec.Struct, frozen=True):
    """A folder of pages: how many files of how many bytes, and the page to begin with."""

    folder: Path
    files: int
    size: int
    contents: Path


def write_site(desk: Desk, folder: Path, ids: list[str], day: date, *, overwrite: bool, progress: Progress) -> Written:
    """Write the entries, and what belongs to them, as a folder of pages.

    Args:
        day: for which the entries are told.
        overwrite: replace such a folder that is there.

    Raises:
        Failure: something else is there, or such a folder that may not be replaced; nothing is written then.
        OSError: the place cannot be written.
    """
    place = _place(folder, overwrite=overwrite)
    with progress.working("Đang đọc cẩm nang"):
        gathered = gather(desk, ids, day)
        links = Links(
            ids=[each.entry.id for each in gathered.read],
            forms=[(id_, form) for id_, forms in gathered.blanks.items() for form in forms],
            numbers=[each.document.number for each in gathered.documents],
            fields=gathered.known.fields,
        )
    written: dict[str, int] = {}
    with replacing_folder(place) as new:
        for name, content in _contents(desk, gathered, links, progress):
            file = new / name
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(content)
            written[name] = len(content)
        label = _label(gathered, desk.today, sorted(written))
        (new / LABEL).write_bytes(label)
    return Written(folder, len(written) + 1, sum(written.values()) + len(label), folder / HOME)


def _contents(desk: Desk, gathered: Gathered, links: Links, progress: Progress) -> Iterator[tuple[str, bytes]]:
    look = files("canang.web") / "static"
    for name in _LOOK:
        yield f"tinh/{name}", (look / name).read_bytes()
    yield NAME_OF_INDEX, search_words(gathered, links.file)
    for id_, forms in gathered.blanks.items():
        for form in forms:
            blank = fill_blank(msgspec.structs.replace(desk, today=gathered.day), form, id_, None, dated=False)
            yield links.file("thu-tuc", id_, "mau", form), blank.content
    unset = []
    for reading in progress.counted(gathered.read, "Đang ghi tờ phiếu PDF"):
        address = ("thu-tuc", reading.entry.id, "in", "pdf")
        try:
            yield links.file(*address), content_of("pdf", [reading], extent=Extent.SHEET)
        except TypesettingFailed:
            links.leave_out(*address)
            unset.append(reading.entry.id)
    if len(unset) == len(gathered.read):
        desk.remark("Bản canang này không làm được PDF; in các trang ấy từ trình duyệt.")
    elif unset:
        desk.remark(f"Không dàn được tờ PDF của {', '.join(unset)}; in các trang ấy từ trình duyệt.")
    pages = Pages(gathered, links, desk.today)
    for page in progress.counted(pages.every(), "Đang ghi trang"):
        yield page.file, pages.render(page)


def _label(gathered: Gathered, made: date, names: list[str]) -> bytes:
    held = {
        "format": FORMAT,
        "version": 1,
        "made": made.isoformat(),
        "day": gathered.day.isoformat(),
        "data": {"version": gathered.data["version"], "hash": gathered.data["hash"]},
        "files": names,
    }
    return as_file(held)


def _place(folder: Path, *, overwrite: bool) -> Path:
    """Where the folder goes, links followed.

    Raises:
        Failure: what is there stays.
    """
    place = folder.resolve()
    if place.parent == place or os.path.ismount(place):
        raise Failure(f"{folder} là cả một ổ.", f"Ghi tên một thư mục trong đó, như {folder / 'cam-nang'}")
    if not place.exists():
        return place
    if not place.is_dir():
        raise Failure(f"{folder} là một tệp; giữ nguyên.", "Ghi tên một thư mục khác.", Code.EXISTS)
    there = [path for path in place.rglob("*") if not path.is_dir() and path.name.lower() not in _OF_SYSTEMS]
    if not there:
        return place
    names = _known_files(place)
    if names is None:
        raise Failure(
            f"{folder} đã có tệp khác, không phải trang web của cẩm nang; giữ nguyên.",
            "Ghi tên một thư mục khác, chưa có gì.",
            Code.EXISTS,
        )
    others = sorted(name for path in there if (name := path.relative_to(place).as_posix()) not in names)
    if others:
        more = f" và {len(others) - 1} tệp khác" if len(others) > 1 else ""
        raise Failure(
            f"Trong {folder} có {others[0]}{more} không phải của cẩm nang; giữ nguyên.",
            "Chuyển ra chỗ khác, hoặc ghi tên một thư mục mới.",
            Code.EXISTS,
        )
    if not overwrite:
        raise Failure(f"{folder} đã có trang web của cẩm nang; giữ nguyên.", "Thêm --ghi-de để thay.", Code.EXISTS)
    return place


def _known_files(place: Path) -> set[str] | None:
    """The files that an export wrote into a folder; None where it is none of ours."""
    try:
        label = json.loads((place / LABEL).read_bytes())
        return {LABEL, *map(str, label["files"])} if label["format"] == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
