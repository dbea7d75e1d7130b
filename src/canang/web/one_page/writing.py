"""Making the page: the index to read at once, the program, its data and Python, all in one file."""

import json
from base64 import b64encode
from datetime import date
from hashlib import sha256
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
from markupsafe import Markup

from canang.desk.desk import Desk
from canang.desk.formats import Extent, sheet_of
from canang.desk.printing import Progress
from canang.errors import Code, Failure
from canang.files import write_whole
from canang.sheet.page import Sheet
from canang.web.one_page.packing import as_text, catalog_of, library_of, program, squeezed
from canang.web.one_page.parts import Runtime, read_parts
from canang.web.site.gathered import Gathered, gather
from canang.web.site.index import alphabet
from canang.web.templating import templates

FORMAT = "canang-mot-trang"
_BEFORE = "self.importScripts = () => { throw new Error(); };\n"
"""Python's starter refuses a worker that is no module. Chromium starts no module from a disk; and what a module would
be needed for, fetching the machine, is given in its place."""

_NO_MODULE = (
    ("import.meta.url", '"https://canang.invalid/"'),
    ("export default _createPyodideModule;", "self.createPyodideModule = _createPyodideModule;"),
)


class WrittenPage(msgspec.Struct, frozen=True):
    """A page as one file: where it is, and of how many bytes."""

    path: Path
    size: int


def write_page(
    desk: Desk, target: Path, parts: Path, ids: list[str], day: date, *, overwrite: bool, progress: Progress
) -> WrittenPage:
    """Write the handbook as one page.

    Args:
        parts: the folder with the parts of others.
        ids: the entries of the index that is read before the program has started; the program knows all.
        day: of the index.
        overwrite: replace a page that is there.

    Raises:
        Failure: something else is there, or a part is missing.
        OSError: the place cannot be written.
    """
    _check_place(target, overwrite=overwrite)
    runtime, models = read_parts(parts)
    with progress.working("Đang đọc cẩm nang"):
        gathered = gather(desk, ids, day)
    with progress.working("Đang gói chương trình"):
        packed = {
            "wasm": runtime.wasm,
            "library": library_of(runtime),
            "program": program(models),
            "catalog": catalog_of(desk.catalog_path),
            "loader": runtime.loader,
            "machine": _machine(runtime),
        }
        coded = {name: as_text(squeezed(content)) for name, content in packed.items()}
    plain = {
        "before": _BEFORE,
        "worker": _text("unpack.js") + _text("worker.js"),
        "info": json.dumps(json.loads(runtime.lock)["info"]),
    }
    content = _page(gathered, coded | plain)
    write_whole(target, content)
    return WrittenPage(target, len(content))


def _page(gathered: Gathered, parts: dict[str, str]) -> bytes:
    static = files("canang.web") / "static"
    style = (static / "style.css").read_text(encoding="utf-8") + _text("page.css")
    front = "\n".join(
        [_text("store.js"), _text("unpack.js"), (static / "search.js").read_text(encoding="utf-8"), _text("front.js")]
    )
    gate = _text("gate.js")
    icon = b64encode((static / "icon.svg").read_bytes()).decode("ascii")
    known: dict[str, Any] = {
        "policy": _policy(style, gate, front),
        "style": Markup(style),
        "gate": Markup(gate),
        "front": Markup(front),
        "icon": f"data:image/svg+xml;base64,{icon}",
        "parts": [(name, Markup(content)) for name, content in parts.items()],
        "day": gathered.day,
        "data": gathered.data,
        "letters": alphabet(gathered),
        "fields": _by_field(gathered),
    }
    return templates("one/base.html", over="one").get_template("shell.html").render(known).encode()


def _by_field(gathered: Gathered) -> list[tuple[str, str, list[Sheet]]]:
    ordered = sorted(gathered.read, key=lambda read: list(gathered.known.fields).index(read.entry.field))
    return [
        (id_, gathered.known.fields[id_], [sheet_of(read, Extent.BRIEF) for read in group])
        for id_, group in groupby(ordered, key=lambda read: read.entry.field)
    ]


def _policy(style: str, *scripts: str) -> str:
    """What the page may do: run its own scripts and show its own style; ask nothing of any network."""
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {allowed} 'wasm-unsafe-eval' blob:; "
        "worker-src blob:; img-src data: blob:; connect-src 'none'; form-action 'none'; base-uri 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}'"


def _machine(runtime: Runtime) -> bytes:
    text = runtime.machine.decode()
    for module, script in _NO_MODULE:
        assert module in text
        text = text.replace(module, script)
    return text.encode()


def _text(name: str) -> str:
    return (files("canang.web") / "one_page" / name).read_text(encoding="utf-8")


def _check_place(target: Path, *, overwrite: bool) -> None:
    if target.is_dir():
        raise Failure(f"{target} là một thư mục.", f"Ghi tên một tệp trong đó, như {target / 'cam-nang.html'}")
    if target.suffix.lower() not in {".html", ".htm"}:
        raise Failure(f"{target.name} không kết thúc bằng .html.", f"Ghi: --mot-trang {target.with_suffix('.html')}")
    if target.exists() and not overwrite:
        raise Failure(f"{target} đã có; giữ nguyên.", "Thêm --ghi-de để thay.", Code.EXISTS)
