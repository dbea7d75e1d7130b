"""``canang du-lieu so-sanh``: what changed from one catalogue to another."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.output import deliver, may_replace
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.comparing import compare_files
from canang.errors import Failure
from canang.export.comparison_html import comparison_page
from canang.sheet.comparing import Change, Comparison, EntryChange
from canang.text.days import show_day

EPILOG = """
canang du-lieu so-sanh cu.sqlite moi.sqlite
canang du-lieu so-sanh cu.sqlite moi.sqlite -o so-sanh.html
"""
_KINDS = {"added": "THÊM", "removed": "BỎ", "changed": "ĐỔI"}
_STYLES = {"added": "green", "removed": "red", "changed": "yellow"}

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("so-sanh", cls=VietnameseCommand, epilog=EPILOG)
def so_sanh(
    context: typer.Context,
    cu: Annotated[Path, typer.Argument(metavar="CŨ", help="tệp dữ liệu trước")],
    moi: Annotated[Path | None, typer.Argument(metavar="MỚI", help="tệp dữ liệu sau (mặc định: tệp đang dùng)")] = None,
    ra: Annotated[Path | None, typer.Option("-o", metavar="TỆP", help="ghi trang .html để luật sư đọc")] = None,
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay tệp đã có")] = False,
) -> None:
    """So sánh hai tệp dữ liệu: thêm, bỏ, đổi gì, từng điều một.

    Văn bản, mục, bước, giấy tờ, căn cứ, mức kiểm chứng và ngày áp dụng đều được so.
    """
    session = Session.of(context)
    if ra is not None:
        if ra.suffix.lower() not in {".html", ".htm"}:
            raise Failure(f"Không rõ cách ghi {ra.name}.", "Đặt tên tệp kết thúc bằng .html, hoặc dùng --json.")
        may_replace(session, ra, ghi_de)
    comparison = compare_files(session.desk, cu, moi)
    if ra is not None:
        days = {each.edition.isoformat(): show_day(each.edition) for each in comparison.entries if each.edition}
        deliver(session, str(ra), comparison_page(comparison.as_object(), days))
    elif session.as_json:
        session.print_json(comparison.as_object())
    else:
        _show(session, comparison)


def _show(session: Session, comparison: Comparison) -> None:
    page = Page(session.environment)
    old, new = comparison.old, comparison.new
    page.line(f"Dữ liệu {old.get('version', '?')} → {new.get('version', '?')}", style="bold")
    counts = comparison.counts()
    page.line(f"Thêm {counts['added']}, bỏ {counts['removed']}, đổi {counts['changed']}.")
    for entry in comparison.entries:
        page.gap()
        _entry(page, entry)


def _entry(page: Page, entry: EntryChange) -> None:
    edition = f" (bản từ {_day(entry.edition)})" if entry.edition else ""
    page.hanging(
        f"{_KINDS[entry.kind].ljust(4)} {entry.id}  ", f"{entry.name}{edition}", head_style=_STYLES[entry.kind]
    )
    for change in entry.changes:
        _change(page, change)


def _change(page: Page, change: Change) -> None:
    page.line(f"  {change.label}", style="bold")
    if change.before is not None:
        page.hanging("    - ", change.before, style="red")
    if change.after is not None:
        page.hanging("    + ", change.after, style="green")


def _day(day: date) -> str:
    return show_day(day) if day != date.min else "…"
