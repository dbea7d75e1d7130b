"""``canang du-lieu phien-ban``: which catalogue answers, as of which day, and what it holds."""

import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.statistics import count_held

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("phien-ban", cls=VietnameseCommand, epilog="canang du-lieu phien-ban")
def phien_ban(context: typer.Context) -> None:
    """Xem dữ liệu là bản nào, tính đến ngày nào, có bao nhiêu mục."""
    session = Session.of(context)
    facts = count_held(session.desk)
    if session.as_json:
        session.print_json(facts)
        return
    labels = ("Phiên bản", "Tính đến ngày", "Nhiệm vụ", "Thủ tục", "Văn bản", "Mã băm", "Tệp")
    Page(session.environment).pairs(tuple(zip(labels, map(str, facts.values()), strict=True)))
