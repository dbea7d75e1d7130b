"""``canang du-lieu lop``: the layers over the catalogue: which there are, what they hold, what they hide."""

from typing import Annotated, Any

import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.layers import drop_layer, hide_entry, layer_facts, layer_file, list_layers

EPILOG = """
canang du-lieu lop
canang du-lieu lop ha-giang --an TDC-01.2
canang du-lieu lop ha-giang --hien TDC-01.2
canang du-lieu lop ha-giang --bo
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("lop", cls=VietnameseCommand, epilog=EPILOG)
def lop(
    context: typer.Context,
    ten: Annotated[str | None, typer.Argument(metavar="TÊN", help="tên lớp, như ha-giang")] = None,
    an: Annotated[str | None, typer.Option("--an", metavar="MÃ", help="ẩn mục này của cẩm nang")] = None,
    hien: Annotated[str | None, typer.Option("--hien", metavar="MÃ", help="thôi ẩn mục này")] = None,
    bo: Annotated[bool, typer.Option("--bo", help="bỏ cả lớp; tệp của lớp được giữ lại bên cạnh")] = False,
) -> None:
    """Các lớp dữ liệu của địa phương phủ lên cẩm nang: thêm, thay hoặc ẩn mục.

    Dữ liệu đi kèm chương trình không bị sửa; bỏ lớp là trở lại như cũ. Thêm vào lớp: canang du-lieu nhap TỆP --lop TÊN.
    """
    session = Session.of(context)
    if ten is None:
        _list(session, list_layers(session.desk))
    elif an or hien:
        entry, layer = hide_entry(session.desk, ten, an or hien or "", hide=bool(an))
        session.tell(
            f"{'Đã ẩn' if an else 'Thôi ẩn'} {entry} ở lớp {layer}.", layer=layer, entry=entry, hidden=bool(an)
        )
    elif bo:
        layer, aside = drop_layer(session.desk, ten)
        session.tell(f"Đã bỏ lớp {layer}. Tệp còn ở {aside}", layer=layer, kept=str(aside))
    else:
        _show(session, layer_facts(layer_file(session.desk, ten)))


def _list(session: Session, facts: list[dict[str, Any]]) -> None:
    if session.as_json:
        session.print_json(facts)
        return
    page = Page(session.environment)
    if not facts:
        page.line("Chưa có lớp nào; cẩm nang đang dùng đúng dữ liệu đi kèm.")
        page.line("Thêm: canang du-lieu nhap TỆP --lop TÊN", style="dim")
    for fact in facts:
        page.hanging(f"{fact['name']}  ", fact.get("error") or _line(fact), head_style="cyan")


def _show(session: Session, facts: dict[str, Any]) -> None:
    if session.as_json:
        session.print_json(facts)
        return
    page = Page(session.environment)
    page.line(f"Lớp {facts['name']}", style="bold")
    page.line(facts.get("error") or _line(facts))
    page.section("Thay mục", tuple((entry, "của cẩm nang") for entry in facts.get("overrides", [])))
    page.section("Ẩn mục", tuple((entry, "của cẩm nang") for entry in facts.get("hidden", [])))
    page.line(f"Tệp: {facts['path']}", style="dim")


def _line(facts: dict[str, Any]) -> str:
    return (
        f"{facts['entries']} mục (mã {facts['prefix']}-…), thay {len(facts['overrides'])}, ẩn {len(facts['hidden'])},"
        f" {facts['words']} từ thường ngày"
    )
