"""``canang san-sang``: has our office what a task needs; a short self-assessment that says what is missing."""

from datetime import date
from typing import Annotated, Any

import typer

from canang.cases.readiness import Have
from canang.catalog.companions import Need
from canang.catalog.labels import LEVELS, NEEDS, NO_LEVEL, UNKNOWN, cite_all, cite_source
from canang.cli.terminal.completion import complete_entry
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.keys import explained, short
from canang.cli.terminal.options import Day
from canang.cli.terminal.page import Page
from canang.cli.terminal.prompts import Prompts
from canang.cli.terminal.session import Session
from canang.desk.readiness import Readiness, list_readiness, readiness_of, say_have
from canang.errors import Failure
from canang.text.days import show_day

EPILOG = """
canang san-sang
canang san-sang TDC-01 --in
canang san-sang TDC-01 --co doan-kiem-tra --chua kinh-phi
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("san-sang", cls=VietnameseCommand, epilog=EPILOG)
def san_sang(
    context: typer.Context,
    ma: Annotated[
        str | None, typer.Argument(metavar="MÃ", help="mã nhiệm vụ, như TDC-01", autocompletion=complete_entry)
    ] = None,
    co: Annotated[list[str] | None, typer.Option("--co", metavar="KHÓA", help="đã có điều này")] = None,
    chua: Annotated[list[str] | None, typer.Option("--chua", metavar="KHÓA", help="chưa có điều này")] = None,
    in_ra: Annotated[bool, typer.Option("--in", help="in bảng hỏi và câu đã trả lời, không hỏi")] = False,
    ngay: Day = None,
) -> None:
    """Xã, Sở đã sẵn sàng làm việc này chưa: còn thiếu gì, ai giúp được.

    Trên cửa sổ lệnh thì hỏi từng điều; câu trả lời lưu ngay trên máy này, không gửi đi đâu. Không ghi mã thì liệt kê
    các việc có bảng hỏi.
    """
    session = Session.of(context)
    day, said = session.day(ngay), dict.fromkeys(co or [], True) | dict.fromkeys(chua or [], False)
    if ma is None:
        with session.paged() as paging:
            _list(paging, list_readiness(session.desk, day))
        return
    readiness = readiness_of(session.desk, ma, day)
    if both := set(co or []) & set(chua or []):
        raise Failure(f"“{min(both)}” vừa --co vừa --chua.", "Chọn một.")
    say_have(session.desk, readiness, said)
    if session.environment.interactive and not (in_ra or said or session.as_json):
        try:
            _ask(session, readiness, day)
        except KeyboardInterrupt:
            session.environment.say(f"\nMọi câu đã trả lời đều đã lưu. Làm tiếp: canang san-sang {readiness.id}")
            raise
    with session.paged() as paging:
        _tell(paging, readiness_of(session.desk, ma, day))


def _ask(session: Session, readiness: Readiness, day: date) -> None:
    """Each need in turn, with the keys of the walk; what follows a letter is a note."""
    page, prompts = Page(session.environment), Prompts(session.environment)
    page.line(f"{readiness.id} {readiness.name}", style="bold")
    page.line("Viết thêm ghi chú sau chữ cũng được, như: l hẹn tháng sau.", style="dim")
    needs, place = readiness.needs, 0
    while place < len(needs):
        need, before = needs[place]
        page.gap()
        page.hanging(f"{place + 1}/{len(needs)}  ", f"{NEEDS[need.kind]}: {need.text}")
        page.hanging("     ", cite_all(need.citations) or _where(need), style="dim")
        if before:
            page.hanging("     ", f"Lần trước: {_said(before)}", style="dim")
        typed = prompts.ask(short("đã có", "chưa có", " · s giữ nguyên"))
        if typed is None:
            return
        key, _, note = typed.partition(" ")
        match key.lower():
            case "t" | "q":
                return
            case "" | "x" | "l":
                say_have(session.desk, readiness, {need.key: key.lower() != "l"}, note.strip() or None)
                needs = readiness_of(session.desk, readiness.id, day).needs
                place += 1
            case "s":
                place += 1
            case "b":
                place = max(place - 1, 0)
            case "c":
                told = cite_all(need.citations) or (cite_source(need.source) if need.source else UNKNOWN)
                page.hanging("     ", told)
            case _:
                page.line(f"Không có phím “{key[:10]}”." if key != "?" else "Các phím:", style="yellow")
                page.pairs(explained("lscbt"))


def _tell(session: Session, readiness: Readiness) -> None:
    known = readiness.needs
    if session.as_json:
        needs = [_object(need, have) for need, have in known]
        session.print_json({"id": readiness.id, "name": readiness.name, "needs": needs})
        return
    page = Page(session.environment)
    page.gap()
    page.line(f"{readiness.id} {readiness.name}", style="bold")
    page.line(f"Đã có {readiness.there} trong {len(known)} điều.")
    for title, wanted, style in (
        ("Còn thiếu", False, "red"),
        ("Chưa trả lời", None, "yellow"),
        ("Đã có", True, "green"),
    ):
        group = [(need, have) for need, have in known if (have.there if have else None) is wanted]
        if not group:
            continue
        page.gap()
        page.line(title.upper(), style=f"bold {style}")
        for need, have in group:
            page.hanging("  [x] " if wanted else "  [ ] ", f"{NEEDS[need.kind]}: {need.text}")
            for label, text in _details(need, have, told=bool(wanted)):
                page.hanging(f"      {label}: ", text, head_style="cyan")


def _details(need: Need, have: Have | None, *, told: bool) -> list[tuple[str, str]]:
    details = [
        ("Ghi chú", have.note if have and have.note else ""),
        ("Ai giúp", "" if told else need.help or UNKNOWN),
        ("Căn cứ", cite_all(need.citations)),
        ("Nguồn", "" if need.citations else _where(need)),
        ("Khóa", "" if told else need.key),
    ]
    return [(label, text) for label, text in details if text]


def _list(session: Session, listed: list[Readiness]) -> None:
    if session.as_json:
        session.print_json(
            [{"id": each.id, "name": each.name, "needs": len(each.needs), "there": each.there} for each in listed]
        )
        return
    page = Page(session.environment)
    page.line("Các việc có bảng hỏi sẵn sàng; đang trả lời dở đứng trước, rồi tới việc của xã", style="bold")
    for each in listed:
        page.hanging(f"{each.id.ljust(9)}", each.name, head_style="cyan")
        level = LEVELS.get(each.level or "", NO_LEVEL)
        page.hanging(" " * 9, f"{level} · đã có {each.there} trong {len(each.needs)} điều", style="dim")
    page.gap()
    page.line("Trả lời một việc: canang san-sang MÃ", style="dim")


def _object(need: Need, have: Have | None) -> dict[str, Any]:
    return {
        "key": need.key,
        "kind": need.kind,
        "text": need.text,
        "help": need.help,
        "cited": cite_all(need.citations) or None,
        "there": have.there if have else None,
        "note": have.note if have else None,
        "who": have.who if have else None,
        "on": have.at.date().isoformat() if have else None,
    }


def _where(need: Need) -> str:
    return cite_source(need.source, address=False) if need.source else ""


def _said(have: Have) -> str:
    day: date = have.at.date()
    note = f", {have.note}" if have.note else ""
    return f"{'đã có' if have.there else 'chưa có'} (ngày {show_day(day)}{note})"
