"""``canang du-lieu nhap``: somebody else's procedures to a catalogue of their own, or to a layer over ours."""

from pathlib import Path
from typing import Annotated

import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.output import may_replace
from canang.cli.terminal.page import Page
from canang.cli.terminal.progress import streamed
from canang.cli.terminal.session import Session
from canang.desk.importing import import_file
from canang.errors import Failure
from canang.exchange.draft import PARTS
from canang.exchange.report import Report
from canang.seed.records import SeedFaulty
from canang.text.days import read_day

EPILOG = """
canang du-lieu nhap danh-sach.xlsx --thu
canang du-lieu nhap tthc.jsonl.gz --ra tthc.sqlite
canang --db tthc.sqlite tim "hộ chiếu"
canang du-lieu nhap danh-sach.xlsx --lop ha-giang
"""
_SHOWN = 12
_MOST_FAULTS = 40

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("nhap", cls=VietnameseCommand, epilog=EPILOG)
def nhap(
    context: typer.Context,
    tep: Annotated[Path, typer.Argument(metavar="TỆP", help="tệp của Cổng dịch vụ công, quyết định công bố, hoặc mẫu")],
    ra: Annotated[Path | None, typer.Option("--ra", metavar="TỆP", help="tệp dữ liệu mới sẽ ghi")] = None,
    lop: Annotated[
        str | None, typer.Option("--lop", metavar="TÊN", help="nhập vào lớp này, phủ lên cẩm nang đang dùng")
    ] = None,
    ma: Annotated[
        str | None, typer.Option("--ma", metavar="CHỮ", help="mã của lớp bắt đầu bằng chữ này, như HG")
    ] = None,
    thu: Annotated[bool, typer.Option("--thu", help="chỉ đọc và báo cáo, không ghi gì")] = False,
    ngay_doc: Annotated[str | None, typer.Option("--ngay-doc", metavar="NGÀY", help="ngày tải tệp về")] = None,
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay tệp đã có")] = False,
) -> None:
    """Nhập thủ tục từ Cổng dịch vụ công, quyết định công bố (DOCX, PDF) hoặc mẫu của cẩm nang.

    Chỗ nào không hiểu được thì báo cáo theo từng bản ghi; bản ghi luôn giữ nguyên văn gốc. Mẫu để điền: canang du-lieu
    mau.
    """
    session = Session.of(context)
    if (ra is None) == (lop is None) and not (thu and ra is None):
        raise Failure("Chưa nói ghi vào đâu.", "Thêm --ra moi.sqlite, --lop ten-lop, hoặc --thu để chỉ xem trước.")
    if ra is not None and not thu:
        may_replace(session, ra, ghi_de)
    try:
        imported = import_file(
            session.desk,
            tep,
            layer=lop,
            prefix=ma,
            target=ra,
            read_on=read_day(ngay_doc) if ngay_doc else None,
            dry=thu,
            watch=lambda drafts: streamed(session, drafts, "Đang đọc bản ghi"),
        )
    except SeedFaulty as faulty:
        for fault in faulty.faults[:_MOST_FAULTS]:
            session.environment.complain(str(fault))
        raise Failure(f"{len(faulty.faults)} lỗi trong {tep.name}; chưa nhập gì.", "Sửa rồi chạy lại lệnh.") from None
    _tell(session, imported.report, imported.target)


def _tell(session: Session, report: Report, target: Path | None) -> None:
    if session.as_json:
        session.print_json({**report.as_object(), "output": str(target) if target else None})
        return
    page = Page(session.environment)
    page.line(f"{report.file}: {report.records} bản ghi, {report.entries} thủ tục", style="bold")
    page.pairs(
        tuple(
            (PARTS[name], f"hiểu {counted.recovered}/{counted.stated}, không vướng gì {counted.clean}")
            for name, counted in report.parts.items()
        )
    )
    kinds = report.by_message()
    page.section("Cần xem lại", tuple((f"{PARTS.get(p, 'bản ghi')}: {n}", m) for p, m, n in kinds[:_SHOWN]))
    if report.troubles:
        page.line("Từng bản ghi: thêm --json.", style="dim")
    if report.added or report.changed or report.same:
        page.line(f"So với lớp trước đó: thêm {report.added}, đổi {report.changed}, như cũ {report.same}.")
    page.line(f"Đã ghi {target}" if target else "Chỉ đọc thử; chưa ghi gì.")
