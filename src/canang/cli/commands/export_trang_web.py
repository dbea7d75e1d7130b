"""``canang export --tat-ca --trang-web``: the handbook as a folder of pages."""

from datetime import date
from pathlib import Path

from canang.cli.terminal.progress import Progress
from canang.cli.terminal.session import Session
from canang.errors import Failure


def write_pages(session: Session, folder: str, ids: list[str], day: date, *, overwrite: bool) -> None:
    """Write the entries as pages, and say where to begin.

    Raises:
        Failure: what the templates need is not installed, or something else is in the way.
    """
    if not folder.strip():
        raise Failure("Chưa ghi tên thư mục.", "Ví dụ: canang export --tat-ca --trang-web cam-nang")
    try:
        from canang.web.site.writing import write_site  # noqa: PLC0415  jinja2 may be missing
    except ImportError as missing:
        raise Failure(
            f"Bản cài này chưa có phần trang web (thiếu {missing.name}).", 'Cài thêm: pip install "canang[web]"'
        ) from None
    written = write_site(session.desk, Path(folder), ids, day, overwrite=overwrite, progress=Progress(session))
    if session.as_json:
        session.print_json({"folder": folder, "files": written.files, "contents": str(written.contents)})
    else:
        session.environment.say(
            f"Đã ghi {written.files} tệp ({written.size / 1_000_000:.0f} MB) vào {folder}; mở {written.contents}."
        )
