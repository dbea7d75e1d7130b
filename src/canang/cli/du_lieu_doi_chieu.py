"""``canang du-lieu doi-chieu``: an entry as a sheet for a lawyer, and the filled-in sheet taken back."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from canang.catalog.entries import load_entry, resolve
from canang.catalog.labels import SHORT_VERIFICATION
from canang.catalog.model import Level
from canang.catalog.statements import Statement, editions_of, read_statements, statements_of
from canang.cli.errors import ExitCode, Failure
from canang.cli.help import VietnameseCommand
from canang.cli.layer_at_hand import layer_at_hand
from canang.cli.options import Day
from canang.cli.output import deliver, may_replace
from canang.cli.page import Page
from canang.cli.review_file import review_file
from canang.cli.session import Session
from canang.exchange.bounds import Unreadable
from canang.exchange.review_sheet import Line, read_sheet
from canang.seed.companions import ReviewSeed
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
    day = session.day(ngay)
    with session.catalog() as connection:
        entries = [load_entry(connection, resolve(connection, each), day) for each in ma or []]
    found = [(entry, statements_of(entry)) for entry in entries]
    if ra is not None:
        title = f"Phiếu duyệt: {', '.join(entry.id for entry in entries)}"
        lines = [Line(e.id, e.effective_from, s) for e, states in found for s in states]
        deliver(session, str(ra), review_file(ra, title, lines))
    elif session.as_json:
        session.print_json([_object(e.id, e.effective_from, s) for e, statements in found for s in statements])
    else:
        for entry, statements in found:
            _show(session, f"{entry.id}  {entry.name}", statements)


def _object(entry: str, edition: date, statement: Statement) -> dict[str, str]:
    return {
        "entry": entry,
        "edition": edition.isoformat(),
        "statement": statement.key,
        "label": statement.label,
        "text": statement.text,
        "cited": statement.cited,
        "level": statement.level.value,
        "digest": statement.digest,
    }


def _show(session: Session, title: str, statements: list[Statement]) -> None:
    page = Page(session.environment)
    page.line(title, style="bold")
    for statement in statements:
        page.gap()
        page.hanging("[ ] ", f"{statement.label}: {statement.text}")
        page.hanging("    Căn cứ: ", statement.cited or "theo căn cứ chung của mục", style="dim")
        page.hanging("    Mức: ", SHORT_VERIFICATION[statement.level], style="dim")
    page.gap()
    page.line("Người duyệt: ……………………………   Ngày: ……………………")
    page.line("Lấy phiếu để điền: thêm -o phieu-duyet.xlsx", style="dim")


def _take_back(session: Session, path: Path, layer: str | None, seed: Path | None) -> None:
    try:
        reviews = read_sheet(path)
    except Unreadable as error:
        raise Failure(str(error), error.hint) from error
    changes, stale = _held_against(session, reviews)
    if stale and not changes:
        raise Failure(
            f"{len(stale)} điều trong phiếu đã đổi hoặc không còn; không ghi gì.", stale[0], ExitCode.BAD_DATA
        )
    target = None
    if layer is not None:
        at_hand = layer_at_hand(session, layer)
        at_hand.layer.review(at_hand.known, at_hand.prefix, reviews)
        target = f"lớp {at_hand.layer.name}"
    if seed is not None:
        target = ", ".join(str(_write_review(seed, review)) for review in reviews)
    if session.as_json:
        session.print_json({"changes": changes, "stale": stale, "recorded": target})
        return
    page = Page(session.environment)
    for review in reviews:
        page.line(f"{review.entry}: {review.reviewer} duyệt ngày {show_day(review.day)}", style="bold")
        page.pairs(tuple((c["label"], f"{c['before']} → {c['after']}") for c in changes if c["entry"] == review.entry))
    for line in stale:
        page.hanging("! ", line, style="red")
    page.line(f"Đã ghi vào {target}." if target else "Chưa ghi gì. Ghi vào lớp: --lop TÊN; vào dữ liệu gốc: --goc.")


def _held_against(session: Session, reviews: list[ReviewSeed]) -> tuple[list[dict[str, str]], list[str]]:
    """What each verdict changes, and the verdicts on statements that are no longer what the reviewer saw."""
    changes: list[dict[str, str]] = []
    stale: list[str] = []
    with session.catalog() as connection:
        for review in reviews:
            entry = resolve(connection, review.entry)
            known = review.edition in editions_of(connection, entry)
            found = read_statements(connection, entry, review.edition) if known else []
            by_key = {statement.key: statement for statement in found}
            for verdict in review.verdicts:
                statement = by_key.get(verdict.statement)
                if statement is None or statement.digest != verdict.digest:
                    stale.append(f"{entry} “{verdict.statement}”: nội dung đã đổi từ khi làm phiếu; duyệt lại.")
                    continue
                names = (SHORT_VERIFICATION[statement.level], SHORT_VERIFICATION[Level(verdict.level)])
                told = {"entry": review.entry, "statement": verdict.statement, "label": statement.label}
                changes.append({**told, "before": names[0], "after": names[1], "note": verdict.note or ""})
    return changes, stale


def _write_review(seed: Path, review: ReviewSeed) -> Path:
    from canang.exchange.review_sheet import review_yaml  # noqa: PLC0415
    from canang.export.writing import write_whole  # noqa: PLC0415

    folder = seed / "reviews"
    if not seed.is_dir():
        raise Failure(f"Không thấy thư mục dữ liệu gốc: {seed}", "Chỉ đúng thư mục data/seed.")
    folder.mkdir(exist_ok=True)
    path = folder / f"{review.entry}--{review.edition}--{review.day}.yaml"
    write_whole(path, review_yaml(review))
    return path
