"""``canang ho-so bao-cao``."""

from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.output import deliver, form_of, may_replace
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.case_report import Counts, MonthReport, read_month, report_month
from canang.export.month_report import COUNTS, HEAD, LATE_HEAD, Table
from canang.export.office import read_office
from canang.export.tables import Cell
from canang.text.days import show_day

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    "bao-cao",
    cls=VietnameseCommand,
    epilog="canang ho-so bao-cao\ncanang ho-so bao-cao --thang 2026-11 -o bao-cao-thang-11.docx",
)
def bao_cao(
    context: typer.Context,
    thang: Annotated[
        str | None, typer.Option("--thang", metavar="THÁNG", help="như 2026-11 (mặc định: tháng này)")
    ] = None,
    ra: Annotated[str | None, typer.Option("-o", "--ra", metavar="TỆP", help="tệp .docx hoặc .xlsx")] = None,
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay tệp đã có mà không hỏi")] = False,
) -> None:
    """Báo cáo tháng gửi Sở: nhận, xong đúng hạn, trễ và vì sao."""
    session = Session.of(context)
    report = report_month(session.desk, read_month(thang, session.desk.today))
    title = f"Tình hình giải quyết hồ sơ tháng {report.first.month}/{report.first.year}"
    counts: list[list[Cell]] = [[id_, name, *_figures(of_entry)] for id_, name, of_entry in report.by_entry]
    counts.append(["", "Cộng", *_figures(report.total)])
    late: list[list[Cell]] = [
        [each.name, each.entry, each.due, each.closed_on, each.days, "; ".join(each.why) or "chưa ghi lý do"]
        for each in report.late
    ]
    if ra is not None:
        _write(session, ra, title, report.until, [("Số liệu", (HEAD, counts)), ("Trễ hạn", (LATE_HEAD, late))], ghi_de)
    elif session.as_json:
        session.print_json(msgspec.to_builtins(report))
    else:
        _show(session, title, report)


def _figures(counts: Counts) -> tuple[int, ...]:
    return msgspec.structs.astuple(counts)


def _write(
    session: Session, target: str, title: str, until: date, tables: list[tuple[str, Table]], overwrite: bool
) -> None:
    form = form_of(target, ("docx", "xlsx"))
    if target != "-":
        may_replace(session, Path(target), overwrite)
    if form == "docx":
        from canang.export.month_report import to_docx  # noqa: PLC0415  one format a run

        deliver(session, target, to_docx(title, until, read_office(session.desk.home), tables))
        return
    from canang.export.tables import sheets_to_xlsx  # noqa: PLC0415

    deliver(session, target, sheets_to_xlsx([(name, *table) for name, table in tables]))


def _show(session: Session, title: str, report: MonthReport) -> None:
    page = Page(session.environment)
    page.line(title, style="bold")
    page.line(f"Tính đến hết ngày {show_day(report.until)}.", style="dim")
    page.pairs(tuple((label, str(count)) for label, count in zip(COUNTS, _figures(report.total), strict=True)))
    for id_, name, counts in report.by_entry:
        page.gap()
        page.hanging(f"{id_.ljust(10)}", name, head_style="cyan")
        said = ", ".join(f"{label.lower()} {n}" for label, n in zip(COUNTS, _figures(counts), strict=True) if n)
        page.hanging(" " * 10, said or "không có gì", style="dim")
    if report.late:
        page.gap()
        page.line("Trễ hạn", style="bold red")
    for each in report.late:
        end = f", xong {show_day(each.closed_on)}" if each.closed_on else ", chưa xong"
        page.hanging(
            "  - ", f"{each.name} ({each.entry}): hạn {show_day(each.due)}{end}, trễ {each.days} ngày làm việc"
        )
        page.hanging("    ", f"vì: {'; '.join(each.why) or 'chưa ghi lý do'}", style="dim")
