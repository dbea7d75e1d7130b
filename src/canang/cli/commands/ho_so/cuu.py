"""``canang ho-so cuu``."""

import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session
from canang.desk.cases import rescue

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("cuu", cls=VietnameseCommand, epilog="canang ho-so cuu")
def cuu(context: typer.Context) -> None:
    """Cứu một sổ hồ sơ bị hỏng: lấy những gì còn đọc được sang sổ mới, giữ nguyên tệp hỏng."""
    session = Session.of(context)
    saved = rescue(session.desk)
    counted = f"{saved.rows['cases']} hồ sơ, {saved.rows['events']} việc đã ghi"
    if saved.damaged is None:
        session.tell(f"Sổ hồ sơ còn nguyên ({counted}); không phải cứu gì.", rows=saved.rows, damaged=None)
        return
    told = f"Cứu được {counted}.\nBản hỏng được giữ ở {saved.damaged}"
    session.tell(told, rows=saved.rows, damaged=str(saved.damaged))
