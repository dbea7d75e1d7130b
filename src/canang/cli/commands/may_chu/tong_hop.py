"""``canang may-chu tong-hop``."""

from typing import Annotated

import msgspec
import typer

from canang.cli.commands.may_chu.shared import Address, opened
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.output import deliver, target_of
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.province import Place, oversee_province, oversight_book, places_of
from canang.server.oversight import Seen
from canang.text.days import show_day

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("tong-hop", cls=VietnameseCommand, epilog="canang may-chu tong-hop\ncanang may-chu tong-hop -o tinh.xlsx")
def tong_hop(
    context: typer.Context,
    csdl: Address = None,
    ra: Annotated[str | None, typer.Option("-o", "--ra", metavar="TỆP", help="ghi ra bảng Excel (.xlsx)")] = None,
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay tệp đã có mà không hỏi")] = False,
) -> None:
    """Cả tỉnh hôm nay: hồ sơ trễ, sắp hết hạn theo cơ quan và thủ tục; vướng mắc nhiều nơi gặp, đã trả lời chưa."""
    session = Session.of(context)
    if ra is not None:
        target_of(session, ra, ghi_de)
    seen = oversee_province(session.desk, opened(session, csdl))
    if ra is not None:
        deliver(session, ra, oversight_book(session.desk, seen))
        return
    if session.as_json:
        session.print_json(msgspec.to_builtins(seen))
        return
    with session.paged() as paging:
        _show(Page(paging.environment), seen, places_of(session.desk, seen))


def _show(page: Page, seen: Seen, places: list[Place]) -> None:
    page.line(
        f"{show_day(seen.day)}: {seen.offices} cơ quan, {sum(row.open for row in seen.rows)} hồ sơ đang làm.",
        style="bold",
    )
    late = sorted((row for row in seen.rows if row.late or row.soon), key=lambda row: (-row.late, -row.soon))
    for row in late:
        said = [f"{row.late} trễ hạn" if row.late else "", f"{row.soon} sắp hết hạn" if row.soon else ""]
        page.hanging(
            "  ", f"{row.office} · {row.entry}: {', '.join(filter(None, said))}", style="red" if row.late else "yellow"
        )
    if not late:
        page.line("Không hồ sơ nào trễ hoặc sắp hết hạn.")
    if seen.stumbles:
        page.line("Vướng mắc, nhiều nơi gặp trước:", style="bold")
    for stumble, place in list(zip(seen.stumbles, places, strict=True))[:15]:
        answered = f", đã trả lời {stumble.answered}" if stumble.answered else ", chưa trả lời"
        where = f"{stumble.entry}{f' bước {place.step[:60]}' if place.step else ''}"
        page.hanging("  ", f"{where} ({len(stumble.offices)} cơ quan{answered}): {stumble.texts[0]}")
    for office, device, first, last in seen.gaps[:10]:
        page.hanging("! ", f"{office}: máy {device[:8]} còn thiếu việc số {first}–{last}", style="yellow")
