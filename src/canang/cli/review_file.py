"""The file of a review sheet, in the form that its name asks for."""

from pathlib import Path

from canang.cli.errors import Failure
from canang.exchange.review_sheet import Line, sheet_xlsx, sheet_yaml

_FORMS = {".xlsx": sheet_xlsx, ".yaml": sheet_yaml, ".yml": sheet_yaml}


def review_file(path: Path, title: str, lines: list[Line]) -> bytes:
    """What goes into the file.

    Raises:
        Failure: its name asks for no form that there is.
    """
    made = _FORMS.get(path.suffix.lower())
    if made is None:
        raise Failure(f"Không rõ loại phiếu của {path.name}.", "Đặt tên tệp kết thúc bằng .xlsx hoặc .yaml")
    return made(title, lines)
