"""Options that several commands share, and how their values are read and completed."""

from typing import Annotated

import typer

from canang.catalog.labels import KINDS, LEVELS, PROCEDURE_TYPES
from canang.cli.terminal.completion import complete_entry, complete_field
from canang.errors import Failure
from canang.text.fold import fold

Day = Annotated[
    str | None,
    typer.Option("--ngay", metavar="NGÀY", help="trả lời theo quy định của ngày này, như 2025-11-13"),
]
FieldOption = Annotated[
    str | None,
    typer.Option("--linh-vuc", metavar="MÃ", help="chỉ lĩnh vực này, như TDC", autocompletion=complete_field),
]
LevelOption = Annotated[str | None, typer.Option("--cap", metavar="CẤP", help="chỉ việc của cấp này: xa, tinh")]
KindOption = Annotated[
    str | None,
    typer.Option(
        "--loai",
        metavar="LOẠI",
        help="nhiem-vu, thu-tuc; phan-quyen, phan-cap, phan-dinh; tthc, kiem-tra, noi-bo",
    ),
]
EntryArgument = Annotated[
    str,
    typer.Argument(metavar="MÃ", help="mã nhiệm vụ hoặc thủ tục, như TDC-01", autocompletion=complete_entry),
]
TYPES = {"nhiem-vu": "task", "thu-tuc": "procedure"}


def read_level(text: str | None) -> str | None:
    """A level as the model writes it, read without regard to marks and case."""
    return _choice(text, {**{name: name for name in LEVELS}, "tỉnh": "tinh", "xã": "xa"}, "--cap")


def read_kind(text: str | None) -> str | None:
    """A kind of delegation, a type of procedure, or a type of entry, as the model writes it."""
    names = [*KINDS, *PROCEDURE_TYPES]
    return _choice(text, {**{name: name for name in names}, **TYPES}, "--loai")


def read_field(text: str | None, fields: dict[str, str]) -> str | None:
    """A field by its id or its name."""
    by_name = {name: id_ for id_, name in fields.items()}
    return _choice(text, {**{id_: id_ for id_ in fields}, **by_name}, "--linh-vuc")


def _choice(text: str | None, choices: dict[str, str], option: str) -> str | None:
    if text is None:
        return None
    folded = {fold(name).replace(" ", "-"): value for name, value in choices.items()}
    try:
        return folded[fold(text).strip().replace(" ", "-")]
    except KeyError:
        known = ", ".join(dict.fromkeys(choices.values()))
        raise Failure(f"{option} không nhận “{text}”.", f"Chọn trong: {known}.") from None
