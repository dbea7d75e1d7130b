"""``canang xem``: one entry: its first screen on a terminal, the whole elsewhere and where asked for."""

from typing import Annotated

import typer

from canang.catalog.public import public
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.options import Day, EntryArgument
from canang.cli.terminal.page import Page, show_sheet
from canang.cli.terminal.session import Session
from canang.desk.reading import Around, Reading, look_around, read_entry

EPILOG = """
canang xem TDC-01
canang xem TDC-01.2 --day-du
canang xem tdc1.1 --ngay 2025-11-13
canang xem TDC-01 --json
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("xem", cls=VietnameseCommand, epilog=EPILOG)
def xem(
    context: typer.Context,
    ma: EntryArgument,
    day_du: Annotated[bool, typer.Option("--day-du", help="cả trang: mọi giấy tờ, mọi bước, căn cứ từng dòng")] = False,
    nguon: Annotated[
        bool, typer.Option("--nguon", help="cả trang, kèm nguồn đã đọc và ghi chú của người soạn")
    ] = False,
    ngay: Day = None,
) -> None:
    """Xem một nhiệm vụ hoặc thủ tục: một màn hình gọn, hoặc trọn vẹn.

    Trên màn hình: ai quyết định, ai làm, hạn, phí, kết quả, giấy tờ, các bước, đã kiểm đến đâu. Với --day-du, hoặc khi
    chuyển sang tệp: cả trang, căn cứ từng điều khoản.
    """
    session = Session.of(context)
    show_entry(session, read_entry(session.desk, ma, session.day(ngay)), whole=day_du or nguon, sources=nguon)


def show_entry(session: Session, reading: Reading, *, whole: bool = False, sources: bool = False) -> None:
    """Show an entry that was read: as JSON where asked for, at one glance on a terminal, else whole.

    Args:
        whole: on a terminal too, a screenful at a time.
        sources: also where it was read, and what its editors noted.
    """
    if session.as_json:
        session.print_json(public(reading.entry))
        return
    there = look_around(session.desk, reading.entry)
    if session.environment.on_terminal and not whole:
        from canang.cli.terminal.glance import show_glance  # noqa: PLC0415  a pipe gets the whole

        show_glance(reading.summary, session.environment, _hints(reading, there))
        _remember(session, reading)
        return
    with session.paged() as paging:
        show_sheet(reading.sheet, paging.environment, tick=False, sources=sources)
        page = Page(paging.environment)
        if not sources:
            page.hanging("Nguồn, ghi chú: ", f"canang xem {reading.entry.id} --nguon", head_style="bold")
        for label, command, gives in _around(reading.entry.id, there):
            page.hanging(f"{label}: ", f"{command} ({gives})", head_style="bold")
    _remember(session, reading)


def _remember(session: Session, reading: Reading) -> None:
    if session.environment.interactive:
        from canang.desk.last import remember  # noqa: PLC0415  what a script reads is nobody's last

        remember(session.desk, reading.entry.id)


def _hints(reading: Reading, there: Around) -> list[tuple[str, str]]:
    """What one may type next: each command with what it gives."""
    id_ = reading.entry.id
    walk = [(f"canang checklist {id_}", "làm từng bước")] if reading.entry.steps else []
    first = next((procedure.id for procedure in reading.entry.procedures), None)
    walk += [(f"canang xem {first}", "xem một thủ tục của nhiệm vụ này")] if first else []
    whole = (f"canang xem {id_} --day-du", "mọi giấy tờ, mọi bước, căn cứ từng dòng")
    return [*walk, whole, *((command, gives) for _, command, gives in _around(id_, there))]


def _around(id_: str, there: Around) -> list[tuple[str, str, str]]:
    """What else there is on an entry: what it is, the command that shows it, and how much."""
    found = []
    if there.blanks:
        found.append(("Tờ để điền", f"canang export {id_} --mau", f"có: {', '.join(there.blanks)}"))
    if there.questions:
        found.append(("Hỏi và đáp", f"canang hoi-dap {id_}", f"có {there.questions} câu"))
    if there.needs:
        found.append(("Đã sẵn sàng chưa", f"canang san-sang {id_}", f"{there.needs} điều cần có"))
    return found
