"""``canang du-lieu mo``: the catalogue as open data."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from canang.catalog.entries import load_entry
from canang.catalog.open_tables import OPEN, open_rows, plain_copy
from canang.catalog.overview import entries_beginning, meta
from canang.catalog.public import entry_schema, public
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.options import Day
from canang.cli.terminal.session import Session
from canang.errors import Failure
from canang.export.tables import to_csv
from canang.files import replacing_folder

EPILOG = """
canang du-lieu mo du-lieu-mo
canang du-lieu mo du-lieu-mo --ghi-de
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("mo", cls=VietnameseCommand, epilog=EPILOG)
def mo(
    context: typer.Context,
    thu_muc: Annotated[Path, typer.Argument(metavar="THƯ-MỤC", help="thư mục sẽ ghi")],
    ngay: Day = None,
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay thư mục đã có")] = False,
) -> None:
    """Ghi dữ liệu mở: CSV, JSON kèm JSON Schema, và tệp cho Datasette.

    Thư mục có muc.json (mọi mục như xem --json), muc.schema.json, csv/ (mỗi bảng một tệp), canang.db và metadata.json.
    """
    session = Session.of(context)
    if thu_muc.exists() and not (thu_muc.is_dir() and (ghi_de or not any(thu_muc.iterdir()))):
        raise Failure(f"{thu_muc} đã có; giữ nguyên.", "Chọn tên khác, hoặc thêm --ghi-de để thay thư mục.")
    if thu_muc.is_dir() and any(thu_muc.iterdir()) and not (thu_muc / "muc.schema.json").exists():
        raise Failure(f"{thu_muc} có tệp không phải dữ liệu mở; giữ nguyên.", "Chọn thư mục khác.")
    with replacing_folder(thu_muc) as fresh:
        files = _fill(session, fresh, ngay)
    if session.as_json:
        session.print_json({"folder": str(thu_muc), "files": files})
    else:
        session.environment.say(f"Đã ghi {len(files)} tệp vào {thu_muc}. Cách dùng: docs/du-lieu-mo.md")


def _fill(session: Session, folder: Path, asked: str | None) -> list[str]:
    day = session.day(asked)
    (folder / "csv").mkdir()
    with session.catalog() as connection:
        about = meta(connection)
        objects = [public(load_entry(connection, id_, day)) for id_, _ in entries_beginning(connection, "")]
        for table in OPEN:
            head, rows = open_rows(connection, table)
            (folder / "csv" / f"{table}.csv").write_bytes(to_csv(head, rows))
    _write_json(folder / "muc.json", objects)
    _write_json(folder / "muc.schema.json", entry_schema())
    _write_json(folder / "metadata.json", _metadata(about, day.isoformat()))
    plain_copy(session.desk.catalog_path, folder / "canang.db")
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _metadata(about: dict[str, str], day: str) -> dict[str, Any]:
    """Datasette's metadata: titles and descriptions of the file and its tables."""
    tables: dict[str, dict[str, Any]] = {name: {"description": text} for name, text in OPEN.items()}
    tables["muc_hien_hanh"] = {"description": "Mỗi mục một hàng, theo bản mới nhất", "facets": ["field", "level"]}
    tables["citations"]["facets"] = ["document", "level", "role"]
    tables["documents"]["facets"] = ["type", "text_read"]
    return {
        "title": "canang: nhiệm vụ khoa học và công nghệ đã giao về tỉnh và xã",
        "description": f"Dữ liệu bản {about['version']}, tính đến ngày {about['as_of']}; ghi ra cho ngày {day}.",
        "license": "MIT",
        "databases": {"canang": {"tables": tables}},
    }


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
