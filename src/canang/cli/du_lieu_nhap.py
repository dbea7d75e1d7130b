"""``canang du-lieu nhap``: somebody else's procedures to a catalogue of their own."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from canang.cli.errors import ExitCode, Failure
from canang.cli.help import VietnameseCommand
from canang.cli.output import may_replace
from canang.cli.page import Page
from canang.cli.session import Session
from canang.exchange.bounds import Unreadable
from canang.exchange.compiling import Compiler
from canang.exchange.draft import PARTS, Origin
from canang.exchange.known import read_known
from canang.exchange.reading import read_drafts
from canang.exchange.report import Report
from canang.seed.build import write_catalog
from canang.text.days import read_day

EPILOG = """
canang du-lieu nhap danh-sach.xlsx --thu
canang du-lieu nhap tthc.jsonl.gz --ra tthc.sqlite
canang --db tthc.sqlite tim "hộ chiếu"
"""
_SHOWN = 12

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("nhap", cls=VietnameseCommand, epilog=EPILOG)
def nhap(
    context: typer.Context,
    tep: Annotated[Path, typer.Argument(metavar="TỆP", help="tệp của Cổng dịch vụ công, hoặc quyết định công bố")],
    ra: Annotated[Path | None, typer.Option("--ra", metavar="TỆP", help="tệp dữ liệu mới sẽ ghi")] = None,
    thu: Annotated[bool, typer.Option("--thu", help="chỉ đọc và báo cáo, không ghi gì")] = False,
    ngay_doc: Annotated[str | None, typer.Option("--ngay-doc", metavar="NGÀY", help="ngày tải tệp về")] = None,
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay tệp đã có")] = False,
) -> None:
    """Nhập thủ tục từ tệp của Cổng dịch vụ công hoặc quyết định công bố (DOCX, PDF).

    Chỗ nào không hiểu được thì báo cáo theo từng bản ghi; bản ghi luôn giữ nguyên văn gốc.
    """
    session = Session.of(context)
    if ra is None and not thu:
        raise Failure("Chưa nói ghi vào đâu.", "Thêm --ra moi.sqlite, hoặc --thu để chỉ xem trước.")
    if ra is not None and not thu:
        may_replace(session, ra, ghi_de)
    read_on = read_day(ngay_doc) if ngay_doc else session.environment.today
    with session.catalog() as connection:
        known = read_known(connection)
    try:
        compiler = Compiler(_origin(tep, read_on), "DVC", known, None)
        compiler.take(read_drafts(tep))
    except Unreadable as error:
        raise Failure(str(error), error.hint) from error
    if compiler.report.entries == 0:
        raise Failure(f"Không có thủ tục nào trong {tep.name}.", "Xem lại tệp.", ExitCode.NOTHING_FOUND)
    if ra is not None and not thu:
        write_catalog(compiler.finish(), ra)
    _tell(session, compiler.report, None if thu else ra)


def _origin(path: Path, read_on: date) -> Origin:
    decision = path.suffix.lower() in {".docx", ".pdf"}
    title = f"Quyết định công bố thủ tục hành chính, tệp {path.name}" if decision else f"Tệp {path.name}"
    publisher = "cơ quan công bố" if decision else "Cổng Dịch vụ công quốc gia"
    return Origin(path.name, title, publisher, read_on)


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
    page.line(f"Đã ghi {target}" if target else "Chỉ đọc thử; chưa ghi gì.")
