"""``canang vuong-mac``: difficulties noted at a task or a step, to be sent to the ministry's hotline."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from canang.cases.difficulties import KINDS
from canang.cli.terminal.help import VietnameseCommand, VietnameseGroup, command_group
from canang.cli.terminal.options import EntryArgument
from canang.cli.terminal.output import deliver, form_of, may_replace
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.difficulties import (
    SEVERITIES,
    answer_difficulty,
    list_difficulties,
    note_difficulty,
    print_difficulties,
)
from canang.text.days import show_day

EPILOG = """
canang vuong-mac
canang vuong-mac ghi TDC-01.2 "xã chưa có người có chứng chỉ kiểm tra" --nhom nguon-luc --muc 3
canang vuong-mac xuat -o vuong-mac.docx
"""

app = command_group(VietnameseGroup, EPILOG)


@app.callback()
def vuong_mac(
    context: typer.Context,
    chua_tra_loi: Annotated[bool, typer.Option("--chua-tra-loi", help="chỉ vướng mắc chưa được trả lời")] = False,
) -> None:
    """Ghi vướng mắc để gửi đường dây nóng của Bộ, đánh dấu khi đã được trả lời."""
    if context.invoked_subcommand is not None:
        return
    session = Session.of(context)
    found = list_difficulties(session.desk, only_open=chua_tra_loi)
    if session.as_json:
        session.print_json([msgspec.to_builtins(one) for one in found])
        return
    page = Page(session.environment)
    for one in found:
        page.hanging(f"{one.id:>3}. ", one.text, style="bold")
        step = f" · bước {one.step}" if one.step else ""
        facts = f"{show_day(one.at.date())} · {one.entry}{step} · {KINDS[one.kind]} · {SEVERITIES[one.severity]}"
        page.hanging("     ", facts, style="dim")
        if one.answer:
            page.hanging("     Trả lời: ", one.answer, style="green")
    if not found:
        page.line('Chưa có vướng mắc nào. Ghi một vướng mắc: canang vuong-mac ghi MÃ "…"')


@app.command("ghi", cls=VietnameseCommand, epilog='canang vuong-mac ghi TDC-01.2 "thiếu bình chuẩn" --nhom nguon-luc')
def ghi(
    context: typer.Context,
    ma: EntryArgument,
    chu: Annotated[str, typer.Argument(metavar="CHỮ", help="vướng ở đâu, cần gì")],
    nhom: Annotated[str, typer.Option("--nhom", metavar="NHÓM", help="quy-dinh hoặc nguon-luc")] = "quy-dinh",
    buoc: Annotated[int | None, typer.Option("--buoc", metavar="SỐ", help="vướng ở bước số mấy")] = None,
    muc: Annotated[
        int, typer.Option("--muc", metavar="1-3", help="1 có thể chờ, 2 gây chậm, 3 không làm tiếp được")
    ] = 2,
) -> None:
    """Ghi một vướng mắc ở một nhiệm vụ, thủ tục hoặc bước."""
    session = Session.of(context)
    number = note_difficulty(session.desk, ma, chu, kind=nhom, severity=muc, step=buoc)
    session.tell(f"Đã ghi vướng mắc số {number}.", number=number)


@app.command("tra-loi", cls=VietnameseCommand, epilog='canang vuong-mac tra-loi 3 "Sở cho mượn bình chuẩn"')
def tra_loi(
    context: typer.Context,
    so: Annotated[int, typer.Argument(metavar="SỐ", help="số của vướng mắc")],
    chu: Annotated[str, typer.Argument(metavar="CHỮ", help="câu trả lời, ai trả lời")],
) -> None:
    """Đánh dấu một vướng mắc đã được trả lời."""
    session = Session.of(context)
    answer_difficulty(session.desk, so, chu)
    session.tell(f"Đã ghi câu trả lời cho vướng mắc số {so}.", number=so)


@app.command("xuat", cls=VietnameseCommand, epilog="canang vuong-mac xuat -o vuong-mac.docx")
def xuat(
    context: typer.Context,
    ra: Annotated[str, typer.Option("-o", "--ra", metavar="TỆP", help="tệp .docx hoặc .csv")] = "vuong-mac.docx",
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay tệp đã có mà không hỏi")] = False,
) -> None:
    """Xuất các vướng mắc thành văn bản gửi đi (DOCX) hoặc bảng (CSV), kèm căn cứ và bản dữ liệu."""
    session = Session.of(context)
    form = form_of(ra, ("docx", "csv"))
    content = print_difficulties(session.desk, form)
    may_replace(session, Path(ra), ghi_de)
    deliver(session, ra, content)
