"""``canang du-lieu phien-ban``: which catalogue answers, as of which day, and what it holds."""

import typer

from canang.catalog.overview import Filters, count_documents, list_entries, meta
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("phien-ban", cls=VietnameseCommand, epilog="canang du-lieu phien-ban")
def phien_ban(context: typer.Context) -> None:
    """Xem dữ liệu là bản nào, tính đến ngày nào, có bao nhiêu mục."""
    session = Session.of(context)
    with session.catalog() as connection:
        known = meta(connection)
        tasks = len(list_entries(connection, Filters(), session.environment.today, "task"))
        procedures = len(list_entries(connection, Filters(), session.environment.today, "procedure"))
        documents = count_documents(connection)
    facts = {
        "version": known["version"],
        "as_of": known["as_of"],
        "tasks": tasks,
        "procedures": procedures,
        "documents": documents,
        "content_hash": known["content_hash"],
        "path": str(session.desk.catalog_path),
    }
    if session.as_json:
        session.print_json(facts)
        return
    labels = ("Phiên bản", "Tính đến ngày", "Nhiệm vụ", "Thủ tục", "Văn bản", "Mã băm", "Tệp")
    Page(session.environment).pairs(tuple(zip(labels, map(str, facts.values()), strict=True)))
