"""``canang export --tat-ca --mot-trang``: the handbook as one HTML file with the program inside."""

from datetime import date
from pathlib import Path

from canang.cli.terminal.progress import Progress
from canang.cli.terminal.session import Session
from canang.errors import Failure

USUAL_PARTS = "linh-kien"
"""The folder in which the parts are looked for where no other is named."""


def write_one_page(
    session: Session, target: str, parts: str | None, ids: list[str], day: date, *, overwrite: bool
) -> None:
    """Write the page, and say how large it is.

    Raises:
        Failure: a part is missing, what the templates need is not installed, or something else is in the way.
    """
    if not target.strip():
        raise Failure("Chưa ghi tên tệp.", "Ví dụ: canang export --tat-ca --mot-trang cam-nang.html")
    try:
        from canang.web.one_page.writing import write_page  # noqa: PLC0415  jinja2 may be missing
    except ImportError as missing:
        raise Failure(
            f"Bản cài này chưa có phần trang web (thiếu {missing.name}).", 'Cài thêm: pip install "canang[web]"'
        ) from None
    folder = Path(parts or USUAL_PARTS)
    written = write_page(session.desk, Path(target), folder, ids, day, overwrite=overwrite, progress=Progress(session))
    if session.as_json:
        session.print_json({"file": str(written.path), "size": written.size})
    else:
        size = f"{written.size / 1_000_000:.1f}".replace(".", ",")
        session.environment.say(f"Đã ghi {written.path} ({size} MB); chép tệp ấy đi đâu cũng mở được bằng trình duyệt.")
