"""``canang san-sang``: has our office what a task needs; a short self-assessment that says what is missing."""

from datetime import date
from typing import Annotated, Any

import typer

from canang.cases.readiness import Answers, AnswersUnusable, Have
from canang.catalog.companions import Need, entries_with_needs, load_needs
from canang.catalog.entries import load_entry, resolve
from canang.catalog.labels import NEEDS, UNKNOWN, cite_all, cite_source
from canang.cli.completion import complete_entry
from canang.cli.errors import ExitCode, Failure
from canang.cli.help import VietnameseCommand
from canang.cli.options import Day
from canang.cli.page import Page
from canang.cli.registers import now, who
from canang.cli.session import Session
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
    try:
        _san_sang(session, Answers(session.environment.home), ma, ngay, co or [], chua or [], in_ra=in_ra)
    except AnswersUnusable as error:
        told = f"Không đọc, ghi được câu trả lời: {error}. Tệp được giữ nguyên."
        hint = "Sửa quyền ghi, hoặc đổi tên tệp ấy rồi chạy lại để trả lời từ đầu."
        raise Failure(told, hint, ExitCode.BAD_DATA) from error


def _san_sang(
    session: Session, answers: Answers, ma: str | None, ngay: str | None, co: list[str], chua: list[str], *, in_ra: bool
) -> None:
    with session.catalog() as connection:
        day = session.day(ngay)
        if ma is None:
            listed = [(id_, name, load_needs(connection, id_, day)) for id_, name in entries_with_needs(connection)]
            _list(session, listed, answers)
            return
        entry = load_entry(connection, resolve(connection, ma), day)
        needs = load_needs(connection, entry.id, day)
    if not needs:
        told = f"Chưa có bảng hỏi cho {entry.id} {entry.name}."
        raise Failure(told, "Xem các việc có bảng hỏi: canang san-sang", ExitCode.NOTHING_FOUND)
    if both := set(co) & set(chua):
        raise Failure(f"“{min(both)}” vừa --co vừa --chua.", "Chọn một.")
    _keep(session, needs, answers, dict.fromkeys(co, True) | dict.fromkeys(chua, False))
    asks = session.environment.interactive and not (in_ra or co or chua or session.as_json)
    if asks:
        _ask(session, f"{entry.id} {entry.name}", needs, answers)
    _tell(session, entry.id, entry.name, needs, answers)


def _keep(session: Session, needs: list[Need], answers: Answers, said: dict[str, bool]) -> None:
    by_key = {need.key: need for need in needs}
    unknown = next((key for key in said if key not in by_key), None)
    if unknown is not None:
        raise Failure(f"Không có điều nào mang khóa “{unknown}”.", f"Chọn trong: {', '.join(by_key)}.")
    for key, there in said.items():
        answers.say(by_key[key].entry, key, _have(session, there, None))


def _have(session: Session, there: bool, note: str | None) -> Have:
    return Have(there, note, who(session.environment), now(session.environment))


def _ask(session: Session, title: str, needs: list[Need], answers: Answers) -> None:
    environment = session.environment
    page = Page(environment)
    page.line(title, style="bold")
    page.line("Gõ c nếu đã có, k nếu chưa, Enter để giữ nguyên; viết thêm ghi chú sau chữ ấy cũng được. q để dừng.")
    for number, need in enumerate(needs, 1):
        before = answers.of(need.entry).get(need.key)
        page.gap()
        page.hanging(f"{number}/{len(needs)}  ", f"{NEEDS[need.kind]}: {need.text}")
        page.hanging("     ", cite_all(need.citations) or _where(need), style="dim")
        if before:
            page.hanging("     ", f"Lần trước: {_said(before)}", style="dim")
        while True:
            environment.stdout.write("     [c/k] ")
            environment.stdout.flush()
            line = environment.stdin.readline()
            typed, _, note = line.strip().partition(" ")
            if not line or typed.lower() == "q":
                return
            if typed.lower() in {"c", "co", "có", "k", "khong", "không"}:
                answers.say(need.entry, need.key, _have(session, typed.lower()[0] == "c", note.strip() or None))
            elif typed:
                environment.say("     Gõ c, k, q hoặc Enter.")
                continue
            break


def _tell(session: Session, id_: str, name: str, needs: list[Need], answers: Answers) -> None:
    known = [(need, answers.of(need.entry).get(need.key)) for need in needs]
    if session.as_json:
        session.print_json({"id": id_, "name": name, "needs": [_object(need, have) for need, have in known]})
        return
    page = Page(session.environment)
    page.gap()
    page.line(f"{id_} {name}", style="bold")
    there = sum(have is not None and have.there for _, have in known)
    page.line(f"Đã có {there} trong {len(known)} điều.")
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


def _list(session: Session, listed: list[tuple[str, str, list[Need]]], answers: Answers) -> None:
    counted = [
        (id_, name, len(needs), sum(bool(h and h.there) for h in (answers.of(n.entry).get(n.key) for n in needs)))
        for id_, name, needs in listed
    ]
    if session.as_json:
        session.print_json([{"id": i, "name": name, "needs": n, "there": there} for i, name, n, there in counted])
        return
    page = Page(session.environment)
    page.line("Các việc có bảng hỏi sẵn sàng", style="bold")
    for id_, name, number, there in counted:
        page.hanging(f"{id_.ljust(9)}", name, head_style="cyan")
        page.hanging(" " * 9, f"đã có {there} trong {number} điều · canang san-sang {id_}", style="dim")


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
