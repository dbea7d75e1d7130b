"""``canang du-lieu sap-het-han``: documents and entries that end soon, and what rests on them."""

from itertools import groupby
from typing import Annotated

import msgspec
import typer

from canang.catalog.validity import ENDS_SOON
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.options import Day
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.law import ends_within
from canang.errors import Failure
from canang.sheet.resting import Ending
from canang.text.days import show_day

EPILOG = """
canang du-lieu sap-het-han
canang du-lieu sap-het-han --trong 30 --json
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("sap-het-han", cls=VietnameseCommand, epilog=EPILOG)
def sap_het_han(
    context: typer.Context,
    trong: Annotated[int, typer.Option("--trong", metavar="NGÀY", help="trong bao nhiêu ngày tới")] = ENDS_SOON.days,
    ngay: Day = None,
) -> None:
    """Liệt kê văn bản và mục sắp hết hiệu lực, việc nào dựa vào chúng.

    Mặc định xem 180 ngày tới.
    """
    session = Session.of(context)
    if not 0 <= trong <= 36_500:
        raise Failure("--trong phải từ 0 đến 36500 ngày.")
    day = session.day(ngay)
    endings = ends_within(session.desk, day, trong)
    if session.as_json:
        session.print_json([msgspec.to_builtins(ending) for ending in endings])
        return
    with session.paged() as paging:
        page = Page(paging.environment)
        if not endings:
            page.line(f"Không có gì hết hiệu lực trong {trong} ngày tới.")
        for end, group in groupby(endings, key=lambda ending: ending.day):
            page.line(f"Hết {show_day(end)} (còn {(end - day).days} ngày)", style="bold yellow")
            _group(page, list(group))
            page.gap()


def _group(page: Page, endings: list[Ending]) -> None:
    for ending in endings:
        if ending.kind == "entry":
            continue
        articles = f" Điều {', '.join(ending.articles)}" if ending.articles else ""
        page.hanging(f"  {ending.what}{articles}  ", ending.name, head_style="cyan")
        resting = ", ".join(ending.entries) or "không mục nào"
        page.hanging("      ", f"{len(ending.entries)} mục dựa vào: {resting}", style="dim")
    entries = [ending for ending in endings if ending.kind == "entry"]
    if entries:
        page.hanging("  Mục hết áp dụng  ", ", ".join(ending.what for ending in entries), head_style="cyan")
