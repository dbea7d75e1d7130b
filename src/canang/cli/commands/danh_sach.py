"""``canang danh-sach``: the tasks, with filters."""

from typing import Annotated

import msgspec
import typer

from canang.catalog.labels import KINDS, LEVELS, NO_LEVEL, PROCEDURE_TYPES, SHORT_VERIFICATION
from canang.catalog.model import Level
from canang.catalog.overview import Filters, Listed
from canang.catalog.validity import standing
from canang.cli.terminal.errors import ExitCode
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.options import Day, FieldOption, KindOption, LevelOption, read_field, read_kind, read_level
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.overview import field_names, list_of

EPILOG = """
canang danh-sach
canang danh-sach --linh-vuc TDC --cap xa
canang danh-sach --thu-tuc --json
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("danh-sach", cls=VietnameseCommand, epilog=EPILOG)
def danh_sach(
    context: typer.Context,
    linh_vuc: FieldOption = None,
    cap: LevelOption = None,
    loai: KindOption = None,
    thu_tuc: Annotated[bool, typer.Option("--thu-tuc", help="liệt kê thủ tục thay cho nhiệm vụ")] = False,
    ngay: Day = None,
) -> None:
    """Liệt kê các nhiệm vụ đã giao về địa phương.

    Lọc được theo lĩnh vực, cấp và loại; thêm --thu-tuc để liệt kê từng thủ tục.
    """
    session = Session.of(context)
    kind = read_kind(loai)
    names = field_names(session.desk)
    of_procedures = thu_tuc or kind in PROCEDURE_TYPES
    wanted_type = kind if kind in {"task", "procedure"} else "procedure" if of_procedures else "task"
    filters = Filters(
        field=read_field(linh_vuc, names),
        level=read_level(cap),
        kind=None if kind in {"task", "procedure"} else kind,
    )
    listed = list_of(session.desk, filters, session.day(ngay), wanted_type)
    if session.as_json:
        session.print_json([msgspec.to_builtins(item) for item in listed])
    else:
        with session.paged() as paging:
            _show(paging, listed, names)
    if not listed:
        raise typer.Exit(ExitCode.NOTHING_FOUND)


def _show(session: Session, listed: list[Listed], names: dict[str, str]) -> None:
    page = Page(session.environment)
    field = ""
    for item in listed:
        if item.field != field:
            if field:
                page.gap()
            field = item.field
            page.line(f"{names[field].upper()} ({field})", style="bold")
        page.hanging(f"{item.id.ljust(9)}", item.name, head_style="cyan")
        kind = (KINDS[item.kind],) if item.kind else ()
        facts = (*kind, LEVELS.get(item.level or "", NO_LEVEL), SHORT_VERIFICATION[Level(item.verification)])
        facts += (f"lớp {item.layer}",) if item.layer else ()
        page.hanging(" " * 9, " · ".join(facts), style="dim")
        if note := standing(item.status, item.effective_from, item.effective_to):
            page.hanging(" " * 9, note, style="red")
    if not listed:
        page.line("Không có mục nào khớp với bộ lọc. Bỏ bớt điều kiện, hoặc xem: canang thong-ke")
