"""``canang van-ban SỐ --thay-bang``: a document replaced by another, told and recorded."""

from itertools import groupby
from pathlib import Path
from typing import Any

from canang.cli.terminal.output import may_replace
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.replacement import Replacement, replace_document
from canang.desk.reviewing import review_sheet
from canang.errors import Failure
from canang.files import write_whole
from canang.text.days import read_day, show_day


def replace(
    session: Session,
    old: str | None,
    new: str,
    start: str | None,
    *,
    layer: str | None,
    seed: Path | None,
    output: Path | None,
    overwrite: bool,
) -> None:
    """Tell what rests on the old document, write the sheet for the review, and record the replacement where asked to.

    Raises:
        Failure: the document is not known, or the day is missing.
    """
    if not old or not start:
        raise Failure(
            "Còn thiếu số văn bản cũ hoặc ngày áp dụng.",
            "Như: canang van-ban 73/2019/NĐ-CP --thay-bang 224/2026/NĐ-CP --tu 2026-07-01",
        )
    day = read_day(start)
    if output is not None:
        may_replace(session, output, overwrite)
    done = replace_document(session.desk, old, new, day, layer=layer, seed=seed)
    if output is not None:
        title = f"{done.old} được thay bằng {new} từ {show_day(day)}"
        write_whole(output, review_sheet(output, title, done.lines))
    if session.as_json:
        session.print_json({**_object(done), "recorded": done.recorded, "sheet": str(output) if output else None})
        return
    _show(session, done)
    if output is not None:
        session.environment.say(f"Đã ghi phiếu cần xem lại: {output}")


def _object(done: Replacement) -> dict[str, Any]:
    return {
        "document": done.old,
        "replaced_by": done.new,
        "from": done.day.isoformat(),
        "statements": [
            {
                "place": each.place,
                "entry": each.entry,
                "edition": each.edition.isoformat(),
                "statement": each.statement.key,
                "label": each.statement.label,
                "text": each.statement.text,
                "cited": each.statement.cited,
            }
            for each in done.resting
        ],
        "cases": [{"name": name, "entry": entry} for name, entry in done.cases],
    }


def _show(session: Session, done: Replacement) -> None:
    page, since = Page(session.environment), show_day(done.day)
    page.line(f"{done.old} được thay bằng {done.new} từ {since}", style="bold")
    entries = {each.entry for each in done.resting}
    page.line(f"{len(done.resting)} điều nêu của {len(entries)} mục dựa vào {done.old}, phải xem lại từng điều:")
    for place, group in groupby(done.resting, key=lambda each: each.place):
        page.gap()
        page.line(place, style="bold")
        for each in group:
            said = " ".join(each.statement.text.split())
            page.hanging(f"  {each.entry}  ", f"{each.statement.label}: {said[:160]}", head_style="cyan")
    page.section("Hồ sơ đang làm", done.cases)
    page.gap()
    if done.recorded:
        page.line(f"Đã ghi việc thay vào {done.recorded}; các mục trên báo đỏ từ {since}.")
    else:
        page.line("Chưa ghi gì. Ghi vào lớp: thêm --lop TÊN; vào dữ liệu gốc: --goc data/seed.", style="dim")
