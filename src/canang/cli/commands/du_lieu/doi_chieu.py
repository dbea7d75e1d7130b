"""``canang du-lieu doi-chieu``: an entry as a sheet for a lawyer, and the filled-in sheet taken back."""

from pathlib import Path
from typing import Annotated, Any

import typer

from canang.catalog.labels import SHORT_VERIFICATION, read_by
from canang.catalog.public import public
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.options import Day
from canang.cli.terminal.output import deliver, may_replace
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.reviewing import Verdict, review_sheet, take_back, to_review
from canang.errors import Failure
from canang.reviews.sheet import Line
from canang.text.days import show_day

EPILOG = """
canang du-lieu doi-chieu TDC-01.2
canang du-lieu doi-chieu TDC-01.2 -o phieu-duyet.xlsx
canang du-lieu doi-chieu --nhan phieu-duyet.xlsx
canang du-lieu doi-chieu --nhan phieu-duyet.xlsx --lop duyet
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("doi-chieu", cls=VietnameseCommand, epilog=EPILOG)
def doi_chieu(
    context: typer.Context,
    ma: Annotated[list[str] | None, typer.Argument(metavar="MÃ...", help="mã mục cần duyệt, như TDC-01.2")] = None,
    ngay: Day = None,
    ra: Annotated[Path | None, typer.Option("-o", metavar="TỆP", help="phiếu để điền, .xlsx hoặc .yaml")] = None,
    nhan: Annotated[Path | None, typer.Option("--nhan", metavar="TỆP", help="nhận phiếu đã điền")] = None,
    lop: Annotated[str | None, typer.Option("--lop", metavar="TÊN", help="ghi kết quả duyệt vào lớp này")] = None,
    goc: Annotated[
        Path | None, typer.Option("--goc", metavar="THƯ-MỤC", help="ghi kết quả duyệt vào dữ liệu gốc (data/seed)")
    ] = None,
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay tệp đã có")] = False,
) -> None:
    """Làm phiếu để luật sư duyệt từng điều của một mục, hoặc nhận phiếu đã duyệt.

    Mỗi điều nêu đứng cạnh căn cứ và mức kiểm chứng. Phiếu nhận về nâng hoặc hạ mức, kèm tên người duyệt và ngày; điều
    nào đã đổi từ khi duyệt thì không tính.
    """
    session = Session.of(context)
    if (nhan is None) == (not ma):
        raise Failure("Ghi mã mục cần duyệt, hoặc --nhan với phiếu đã điền.", "Xem: canang du-lieu doi-chieu --help")
    if nhan is not None:
        _take_back(session, nhan, lop, goc)
        return
    if ra is not None:
        may_replace(session, ra, ghi_de)
    found = to_review(session.desk, ma or [], session.day(ngay))
    if ra is not None:
        title = f"Phiếu duyệt: {', '.join(entry.id for entry, _ in found)}"
        lines = [line for _, lines in found for line in lines]
        deliver(session, str(ra), review_sheet(ra, title, lines))
    elif session.as_json:
        session.print_json([_object(line) for _, lines in found for line in lines])
    else:
        for entry, lines in found:
            _show(session, f"{entry.id}  {entry.name}", lines)


def _object(line: Line) -> dict[str, Any]:
    statement = line.statement
    return {
        "entry": line.entry,
        "edition": line.edition.isoformat(),
        "statement": statement.key,
        "label": statement.label,
        "text": statement.text,
        "cited": statement.cited,
        "level": statement.level.value,
        "digest": statement.digest,
        "readings": [public(reading) for reading in line.readings],
    }


def _show(session: Session, title: str, lines: list[Line]) -> None:
    page = Page(session.environment)
    page.line(title, style="bold")
    for line in lines:
        statement = line.statement
        page.gap()
        page.hanging("[ ] ", f"{statement.label}: {statement.text}")
        page.hanging("    Căn cứ: ", statement.cited or "theo căn cứ chung của mục", style="dim")
        page.hanging("    Mức: ", SHORT_VERIFICATION[statement.level], style="dim")
        for reading in line.readings:
            page.hanging("    Đã đọc lại: ", read_by(reading), style="dim")
    page.gap()
    page.line("Người duyệt: ……………………………   Ngày: ……………………")
    page.line("Lấy phiếu để điền: thêm -o phieu-duyet.xlsx", style="dim")


def _take_back(session: Session, path: Path, layer: str | None, seed: Path | None) -> None:
    taken = take_back(session.desk, path, layer=layer, seed=seed)
    if session.as_json:
        changes = [_verdict_object(verdict) for verdict in taken.changes]
        session.print_json({"changes": changes, "stale": list(taken.stale), "recorded": taken.recorded})
        return
    page = Page(session.environment)
    for review in taken.reviews:
        page.line(f"{review.entry}: {review.reviewer}, {show_day(review.day)}", style="bold")
        page.pairs(tuple(_told(verdict) for verdict in taken.changes if verdict.entry == review.entry))
    for line in taken.stale:
        page.hanging("! ", line, style="red")
    nowhere = "Chưa ghi gì. Ghi vào lớp: --lop TÊN; vào dữ liệu gốc: --goc."
    page.line(f"Đã ghi vào {taken.recorded}." if taken.recorded else nowhere)


def _told(verdict: Verdict) -> tuple[str, str]:
    after = SHORT_VERIFICATION[verdict.after]
    if verdict.before is verdict.after:
        return verdict.label, f"vẫn {after}"
    return verdict.label, f"{SHORT_VERIFICATION[verdict.before]} → {after}"


def _verdict_object(verdict: Verdict) -> dict[str, str]:
    return {
        "entry": verdict.entry,
        "statement": verdict.statement,
        "label": verdict.label,
        "before": SHORT_VERIFICATION[verdict.before],
        "after": SHORT_VERIFICATION[verdict.after],
        "note": verdict.note,
    }
