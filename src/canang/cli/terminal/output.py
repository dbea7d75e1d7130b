"""Where a file that a command makes goes, and how a name is typed behind a command."""

import sys
from collections.abc import Sequence
from pathlib import Path

from canang.cli.terminal.session import Session
from canang.errors import Failure
from canang.text.file_names import is_reserved


def form_of(target: str, forms: Sequence[str]) -> str:
    """The form that a file's name asks for by its ending.

    Raises:
        Failure: it is none of these.
    """
    form = Path(target).suffix.lstrip(".").lower()
    if form not in forms:
        endings = ", ".join(f".{each}" for each in forms[:-1])
        raise Failure(
            f"Chưa xuất được dạng “{form or target}”.", f"Đặt tên tệp kết thúc bằng {endings} hoặc .{forms[-1]}."
        )
    return form


def may_replace(session: Session, path: Path, overwrite: bool) -> None:
    """Go on only where no file is in the way, or leave was given: by the option, or by the person asked.

    Raises:
        Failure: the file stays.
    """
    if sys.platform == "win32" and is_reserved(path.name):
        raise Failure(f"Windows giữ tên {path.name} cho thiết bị của máy.", "Đặt tên khác, như -o phieu.pdf")
    if path.is_dir():
        raise Failure(f"{path} là thư mục, không phải tệp.", "Ghi thêm tên tệp, như -o phieu.pdf")
    if not path.is_file() or overwrite:
        return
    if not session.environment.interactive:
        raise Failure(f"Tệp {path} đã có; giữ nguyên.", "Thêm --ghi-de để thay, hoặc chọn tên khác bằng -o.")
    session.environment.ask(f"Tệp {path} đã có. Thay bằng bản mới? [c/K] ")
    if session.environment.stdin.readline().strip().lower() not in {"c", "co", "có"}:
        raise Failure(f"Tệp {path} được giữ nguyên.", "Chọn tên khác bằng -o.")


def target_of(session: Session, target: str, overwrite: bool) -> str:
    """The place to write to, once no file is in the way; the output (``-``) always is one.

    Raises:
        Failure: the file that is there stays.
    """
    if target != "-":
        may_replace(session, Path(target), overwrite)
    return target


def deliver(session: Session, target: str, content: bytes) -> None:
    """Put the content where it was asked for: a file, whole or not at all, or the output for ``-``."""
    if target == "-":
        stdout = session.environment.stdout
        stdout.flush()
        stdout.buffer.write(content)
        stdout.buffer.flush()
        return
    from canang.files import write_whole  # noqa: PLC0415

    write_whole(Path(target), content)
    if not session.as_json:
        session.environment.say(f"Đã ghi {target}")
    else:
        session.print_json({"file": target, "bytes": len(content)})


def quoted(name: str) -> str:
    """A name as it can be typed behind a command."""
    return f"'{name}'" if '"' in name else f'"{name}"'
