"""``canang ho-so lich-su``."""

import typer

from canang.cli.commands.ho_so.shared import NameArgument
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.cases import log_of
from canang.export.case_form import event_object
from canang.export.record import line_of
from canang.sheet.lay_out import lay_out
from canang.sheet.page import places_of
from canang.text.days import show_day

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("lich-su", cls=VietnameseCommand, epilog='canang ho-so lich-su "Cửa hàng số 5"')
def lich_su(context: typer.Context, ten: NameArgument) -> None:
    """Xem từng việc đã ghi vào hồ sơ, theo thứ tự thời gian."""
    session = Session.of(context)
    standing, events = log_of(session.desk, ten)
    if session.as_json:
        session.print_json([event_object(event) for event in events])
        return
    places = places_of(lay_out(standing.entry, [], "")) if standing.entry else {}
    with session.paged() as paging:
        page = Page(paging.environment)
        for event in events:
            page.hanging(f"{show_day(event.at.date())} {event.at:%H:%M}  ", line_of(event, places), head_style="dim")
