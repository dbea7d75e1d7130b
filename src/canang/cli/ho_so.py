"""``canang ho-so``: the register of cases: which there are, what is late, what was done, by whom and when."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from canang.cases.record import KINDS, line_of
from canang.cases.salvage import salvage
from canang.catalog.calendar import Calendar
from canang.cli.case_view import (
    HEAD,
    Standing,
    all_standing,
    case_named,
    event_object,
    object_of,
    places_in,
    row_of,
    show_case,
    standing_of,
    text_of,
)
from canang.cli.due import due_text, is_late
from canang.cli.errors import Failure
from canang.cli.help import VietnameseCommand, VietnameseGroup
from canang.cli.output import deliver, may_replace
from canang.cli.page import Page
from canang.cli.registers import now, opened, who
from canang.cli.session import Session
from canang.text.days import read_day, show_day
from canang.text.fold import fold

EPILOG = """
canang ho-so
canang ho-so xem "Cửa hàng xăng dầu số 5"
canang ho-so tam-dung "Cửa hàng xăng dầu số 5" --ly-do "chờ bổ sung giấy kiểm định"
canang ho-so xuat -o ho-so.xlsx
"""

app = typer.Typer(
    cls=VietnameseGroup,
    help="Các hồ sơ đang làm: hạn, việc trễ, lịch sử, xuất ra bảng.",
    epilog=EPILOG,
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=False,
    invoke_without_command=True,
)

NameArgument = Annotated[str, typer.Argument(metavar="TÊN", help="tên hồ sơ, như đã đặt ở checklist --ho-so")]
DayOption = Annotated[str | None, typer.Option("--ngay", metavar="NGÀY", help="ngày xảy ra (mặc định: hôm nay)")]
Reason = Annotated[str, typer.Option("--ly-do", metavar="CHỮ", help="lý do")]


@app.callback()
def ho_so(
    context: typer.Context,
    tat_ca: Annotated[bool, typer.Option("--tat-ca", help="cả hồ sơ đã đóng")] = False,
    tre: Annotated[bool, typer.Option("--tre", help="chỉ hồ sơ trễ hạn")] = False,
    tim: Annotated[str | None, typer.Option("--tim", metavar="CHỮ", help="chỉ hồ sơ có chữ này")] = None,
) -> None:
    """Các hồ sơ đang làm: hạn, việc trễ, lịch sử, xuất ra bảng."""
    if context.invoked_subcommand is not None:
        return
    session = Session.of(context)
    found, calendar = all_standing(session)
    today = session.environment.today
    if not tat_ca:
        found = [standing for standing in found if not standing.case.closed]
    if tre:
        found = [standing for standing in found if is_late(standing.schedule.whole, today)]
    if tim:
        found = [standing for standing in found if fold(tim) in fold(text_of(standing))]
    found.sort(key=lambda s: (s.schedule.whole.day if s.schedule.whole else date.max, s.case.name))
    if session.as_json:
        session.print_json([object_of(standing, today) for standing in found])
        return
    page = Page(session.environment)
    for standing in found:
        case, late = standing.case, is_late(standing.schedule.whole, today)
        page.hanging(f"{standing.case.entry.ljust(10)}", case.name[:200], style="bold", head_style="cyan")
        done = f"{len(case.answers)}/{standing.items} mục" + (" · đã đóng" if case.closed else "")
        whole = standing.schedule.whole
        last = f" · hạn {due_text(whole, today, calendar)}" if whole and not case.closed else ""
        page.hanging(" " * 10, done + last, style="red" if late and not case.closed else "dim")
    if not found:
        page.line('Chưa có hồ sơ nào như vậy. Mở một hồ sơ: canang checklist MÃ --ho-so "TÊN"')


@app.command("xem", cls=VietnameseCommand, epilog='canang ho-so xem "Cửa hàng số 5" --ngay 2026-11-20')
def xem(context: typer.Context, ten: NameArgument, ngay: DayOption = None) -> None:
    """Xem một hồ sơ: đã làm gì, còn gì, hạn nào; hoặc như nó đứng vào một ngày."""
    session = Session.of(context)
    day = read_day(ngay) if ngay else None
    with opened(session.environment) as register:
        case = case_named(register, ten, day)
    standing, calendar = standing_of(session, case)
    if session.as_json:
        session.print_json(object_of(standing, session.environment.today, whole=True))
        return
    show_case(session, standing, calendar)


@app.command("lich-su", cls=VietnameseCommand, epilog='canang ho-so lich-su "Cửa hàng số 5"')
def lich_su(context: typer.Context, ten: NameArgument) -> None:
    """Xem từng việc đã ghi vào hồ sơ, theo thứ tự thời gian."""
    session = Session.of(context)
    with opened(session.environment) as register:
        case = case_named(register, ten, None)
        events = register.events(ten)
    if session.as_json:
        session.print_json([event_object(event) for event in events])
        return
    page, places = Page(session.environment), places_in(session, case)
    for event in events:
        page.hanging(f"{show_day(event.at.date())} {event.at:%H:%M}  ", line_of(event, places), head_style="dim")


@app.command("lam", cls=VietnameseCommand, epilog='canang ho-so lam "Cửa hàng số 5"')
def lam(context: typer.Context, ten: NameArgument) -> None:
    """Làm tiếp một hồ sơ từ chỗ đã dừng."""
    from canang.cli.checklist import go_on  # noqa: PLC0415  only going on needs the walk

    session = Session.of(context)
    with opened(session.environment) as register:
        case = case_named(register, ten, None)
    if case.closed:
        raise Failure(f"Hồ sơ “{ten[:80]}” đã đóng.", f'Mở lại: canang ho-so mo-lai "{ten[:80]}"')
    go_on(session, case.entry, ten)


@app.command("nhan", cls=VietnameseCommand, epilog='canang ho-so nhan "Cửa hàng số 5" --ngay 2026-11-20')
def nhan(context: typer.Context, ten: NameArgument, ngay: DayOption = None) -> None:
    """Ghi ngày nhận hồ sơ, từ đó tính hạn (lúc mở, lấy ngày mở)."""
    _record(Session.of(context), ten, "received", ngay, "")


@app.command("tam-dung", cls=VietnameseCommand, epilog='canang ho-so tam-dung "Cửa hàng số 5" --ly-do "chờ bổ sung"')
def tam_dung(context: typer.Context, ten: NameArgument, ly_do: Reason = "", ngay: DayOption = None) -> None:
    """Dừng đếm ngày trong khi người nộp bổ sung hồ sơ."""
    _record(Session.of(context), ten, "pause", ngay, ly_do)


@app.command("tiep-tuc", cls=VietnameseCommand, epilog='canang ho-so tiep-tuc "Cửa hàng số 5"')
def tiep_tuc(context: typer.Context, ten: NameArgument, ngay: DayOption = None) -> None:
    """Đếm ngày tiếp, kể từ ngày nhận đủ phần bổ sung."""
    _record(Session.of(context), ten, "resume", ngay, "")


@app.command("dong", cls=VietnameseCommand, epilog='canang ho-so dong "Cửa hàng số 5"')
def dong(context: typer.Context, ten: NameArgument, ly_do: Reason = "", ngay: DayOption = None) -> None:
    """Đóng một hồ sơ đã xong; mọi thứ đã ghi được giữ nguyên."""
    _record(Session.of(context), ten, "close", ngay, ly_do)


@app.command("mo-lai", cls=VietnameseCommand, epilog='canang ho-so mo-lai "Cửa hàng số 5"')
def mo_lai(context: typer.Context, ten: NameArgument, ngay: DayOption = None) -> None:
    """Mở lại một hồ sơ đã đóng."""
    _record(Session.of(context), ten, "reopen", ngay, "")


@app.command("xuat", cls=VietnameseCommand, epilog="canang ho-so xuat -o ho-so.xlsx\ncanang ho-so xuat -o han.ics")
def xuat(
    context: typer.Context,
    ra: Annotated[str, typer.Option("-o", "--ra", metavar="TỆP", help="tệp .csv, .xlsx hoặc .ics")] = "ho-so.xlsx",
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay tệp đã có mà không hỏi")] = False,
) -> None:
    """Xuất danh sách hồ sơ ra bảng (CSV, XLSX), hoặc các hạn ra tệp lịch (ICS)."""
    session = Session.of(context)
    form = Path(ra).suffix.lstrip(".").lower()
    if form not in {"csv", "xlsx", "ics"}:
        raise Failure(f"Chưa xuất được dạng “{form or ra}”.", "Đặt tên tệp kết thúc bằng .csv, .xlsx hoặc .ics.")
    may_replace(session, Path(ra), ghi_de)
    found, calendar = all_standing(session)
    deliver(session, ra, _exported(session, form, found, calendar))


@app.command("sao-luu", cls=VietnameseCommand, epilog="canang ho-so sao-luu -o E:/ho-so-du-phong.sqlite")
def sao_luu(
    context: typer.Context,
    ra: Annotated[str, typer.Option("-o", "--ra", metavar="TỆP", help="tệp bản sao")],
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay tệp đã có mà không hỏi")] = False,
) -> None:
    """Chép cả sổ hồ sơ sang một tệp, an toàn cả khi đang có người dùng."""
    session = Session.of(context)
    may_replace(session, Path(ra), ghi_de)
    with opened(session.environment) as register:
        register.back_up(Path(ra))
    session.environment.say(f"Đã chép sổ hồ sơ vào {ra}")


@app.command("cuu", cls=VietnameseCommand, epilog="canang ho-so cuu")
def cuu(context: typer.Context) -> None:
    """Cứu một sổ hồ sơ bị hỏng: lấy những gì còn đọc được sang sổ mới, giữ nguyên tệp hỏng."""
    session = Session.of(context)
    try:
        saved = salvage(session.environment.home, now(session.environment))
    except FileNotFoundError:
        raise Failure("Không có sổ hồ sơ nào để cứu.", f"Thư mục: {session.environment.home}") from None
    rows = saved.rows
    session.environment.say(f"Cứu được {rows['cases']} hồ sơ, {rows['events']} việc đã ghi.")
    session.environment.say(f"Tệp hỏng được giữ ở {saved.damaged}")


def _record(session: Session, name: str, kind: str, day: str | None, reason: str) -> None:
    on = read_day(day) if day else session.environment.today
    with opened(session.environment) as register:
        case = case_named(register, name, None)
        waiting = bool(case.pauses) and case.pauses[-1].end is None
        if kind == "pause" and waiting:
            raise Failure("Hồ sơ này đang tạm dừng sẵn.", "Đếm tiếp: canang ho-so tiep-tuc")
        if kind == "resume" and not waiting:
            raise Failure("Hồ sơ này không tạm dừng.", "Tạm dừng: canang ho-so tam-dung")
        register.record(
            name,
            kind,
            None,
            {"day": on.isoformat(), "reason": reason},
            now=now(session.environment),
            who=who(session.environment),
        )
    session.environment.say(f"Đã ghi: {KINDS[kind]}, ngày {show_day(on)}.")


def _exported(session: Session, form: str, found: list[Standing], calendar: Calendar) -> bytes:
    today = session.environment.today
    if form == "ics":
        from canang.export.ics import to_ics  # noqa: PLC0415

        dues = [
            (f"{s.case.entry}-{s.case.opened_at:%Y%m%d%H%M%S}", f"Hạn {s.case.entry}: {s.case.name}", whole.day)
            for s in found
            if (whole := s.schedule.whole) and not s.case.closed
        ]
        return to_ics(dues, now(session.environment))
    from canang.export.tables import to_csv, to_xlsx  # noqa: PLC0415

    rows = [row_of(standing, today, calendar) for standing in found]
    return to_csv(HEAD, rows) if form == "csv" else to_xlsx("Hồ sơ", HEAD, rows)
