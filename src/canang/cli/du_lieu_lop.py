"""``canang du-lieu lop``: the layers over the catalogue: which there are, what they hold, what they hide."""

from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer

from canang.catalog.database import CatalogUnusable, bundled_path, open_catalog
from canang.catalog.entries import resolve
from canang.catalog.holdings import Holdings
from canang.catalog.overview import hidden_entries, layer_counts, meta
from canang.cli.environment import HOLDINGS
from canang.cli.help import VietnameseCommand
from canang.cli.layer_at_hand import layer_at_hand, layer_file
from canang.cli.page import Page
from canang.cli.session import Session

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
    holdings = Holdings(session.environment.home / HOLDINGS)
    if ten is None:
        _list(session, holdings)
        return
    if an or hien:
        _hide(session, holdings, ten, an, hien)
        return
    path = layer_file(session, ten)
    if bo:
        aside = path.with_suffix(".sqlite.bo")
        path.replace(aside)
        session.environment.say(f"Đã bỏ lớp {path.stem}. Tệp còn ở {aside}")
    else:
        _show(session, path)


def _hide(session: Session, holdings: Holdings, name: str, hide: str | None, unhide: str | None) -> None:
    at_hand = layer_at_hand(session, name)
    with closing(open_catalog(holdings.base(bundled_path()))) as connection:
        entry = resolve(connection, hide or unhide or "")
    change = at_hand.layer.hide if hide else at_hand.layer.unhide
    change(at_hand.known, at_hand.prefix, entry)
    session.environment.say(f"{'Đã ẩn' if hide else 'Thôi ẩn'} {entry} ở lớp {at_hand.layer.name}.")


def facts_of(path: Path) -> dict[str, Any]:
    """What a layer is and holds, or why it cannot be read."""
    try:
        with closing(open_catalog(path)) as connection:
            about = meta(connection)
            return {
                "name": path.stem,
                "prefix": about.get("prefix"),
                "overrides": about.get("overrides", "").split(),
                "hidden": hidden_entries(connection),
                **layer_counts(connection),
                "path": str(path),
            }
    except CatalogUnusable as error:
        return {"name": path.stem, "error": str(error), "path": str(path)}


def _list(session: Session, holdings: Holdings) -> None:
    facts = [facts_of(path) for path in holdings.layers()]
    if session.as_json:
        session.print_json(facts)
        return
    page = Page(session.environment)
    if not facts:
        page.line("Chưa có lớp nào; cẩm nang đang dùng đúng dữ liệu đi kèm.")
        page.line("Thêm: canang du-lieu nhap TỆP --lop TÊN", style="dim")
    for fact in facts:
        page.hanging(f"{fact['name']}  ", fact.get("error") or _line(fact), head_style="cyan")


def _show(session: Session, path: Path) -> None:
    facts = facts_of(path)
    if session.as_json:
        session.print_json(facts)
        return
    page = Page(session.environment)
    page.line(f"Lớp {facts['name']}", style="bold")
    page.line(facts.get("error") or _line(facts))
    page.section("Thay mục", tuple((entry, "của cẩm nang") for entry in facts.get("overrides", [])))
    page.section("Ẩn mục", tuple((entry, "của cẩm nang") for entry in facts.get("hidden", [])))
    page.line(f"Tệp: {path}", style="dim")


def _line(facts: dict[str, Any]) -> str:
    return (
        f"{facts['entries']} mục (mã {facts['prefix']}-…), thay {len(facts['overrides'])}, ẩn {len(facts['hidden'])},"
        f" {facts['words']} từ thường ngày"
    )
