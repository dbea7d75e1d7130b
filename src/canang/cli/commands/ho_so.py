"""``canang ho-so``: the register of cases: which there are, what is late, what was done, by whom and when."""

from pathlib import Path
from typing import Annotated

import typer

from canang.cases.standing import CaseStanding
from canang.cases.state import Attachment
from canang.cases.walk import items_of
from canang.catalog.calendar import Calendar
from canang.cli.commands.checklist import go_on
from canang.cli.terminal.help import VietnameseCommand, VietnameseGroup
from canang.cli.terminal.output import deliver, form_of, may_replace
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.cases import CaseList, all_cases, find_case, list_cases, log_of, note_day, rescue, what_became_of
from canang.errors import Code, Failure
from canang.export.case_form import HEAD, case_object, case_row, event_object
from canang.export.due_words import due_text
from canang.export.record import KINDS, STATES, line_of
from canang.sheet.lay_out import lay_out
from canang.sheet.page import places_of
from canang.text.days import read_day, show_day

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
    found = list_cases(session.desk, closed=tat_ca, only_late=tre, containing=tim)
    if session.as_json:
        today = session.desk.today
        session.print_json([case_object(standing, today) for standing in found.cases])
        return
    with session.paged() as paging:
        _list(paging, found)


def _list(session: Session, found: CaseList) -> None:
    """The cases, those due first in front."""
    page, today = Page(session.environment), session.desk.today
    for standing in found.cases:
        case, late = standing.case, standing.is_late(today)
        page.hanging(f"{case.entry.ljust(10)}", case.name[:200], style="bold", head_style="cyan")
        done = f"{len(case.answers)}/{standing.items} mục" + (" · đã đóng" if case.closed else "")
        whole = standing.schedule.whole
        last = f" · hạn {due_text(whole, today, found.calendar)}" if whole and not case.closed else ""
        page.hanging(" " * 10, done + last, style="red" if late else "dim")
    if not found.cases:
        page.line('Chưa có hồ sơ nào như vậy. Mở một hồ sơ: canang checklist MÃ --ho-so "TÊN"')


@app.command("xem", cls=VietnameseCommand, epilog='canang ho-so xem "Cửa hàng số 5" --ngay 2026-11-20')
def xem(context: typer.Context, ten: NameArgument, ngay: DayOption = None) -> None:
    """Xem một hồ sơ: đã làm gì, còn gì, hạn nào; hoặc như nó đứng vào một ngày."""
    session = Session.of(context)
    found = find_case(session.desk, ten, read_day(ngay) if ngay else None)
    if session.as_json:
        session.print_json(case_object(found.cases[0], session.desk.today, whole=True))
        return
    with session.paged() as paging:
        show_case(paging, found.cases[0], found.calendar)


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


@app.command("lam", cls=VietnameseCommand, epilog='canang ho-so lam "Cửa hàng số 5"')
def lam(context: typer.Context, ten: NameArgument) -> None:
    """Làm tiếp một hồ sơ từ chỗ đã dừng."""

    session = Session.of(context)
    if find_case(session.desk, ten).cases[0].case.closed:
        raise Failure(f"Hồ sơ “{ten[:80]}” đã đóng.", f'Mở lại: canang ho-so mo-lai "{ten[:80]}"', Code.CLOSED)
    go_on(session, ten)


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
    form = form_of(ra, ("csv", "xlsx", "ics"))
    may_replace(session, Path(ra), ghi_de)
    deliver(session, ra, _exported(session, form, all_cases(session.desk)))


@app.command("sao-luu", cls=VietnameseCommand, epilog="canang ho-so sao-luu -o E:/ho-so-du-phong.sqlite")
def sao_luu(
    context: typer.Context,
    ra: Annotated[str, typer.Option("-o", "--ra", metavar="TỆP", help="tệp bản sao")],
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay tệp đã có mà không hỏi")] = False,
) -> None:
    """Chép cả sổ hồ sơ sang một tệp, an toàn cả khi đang có người dùng."""
    session = Session.of(context)
    may_replace(session, Path(ra), ghi_de)
    with session.desk.register() as register:
        register.back_up(Path(ra))
    session.tell(f"Đã chép sổ hồ sơ vào {ra}", file=ra)


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


def _record(session: Session, name: str, kind: str, day: str | None, reason: str) -> None:
    on = session.day(day)
    note_day(session.desk, name, kind, on, reason)
    session.tell(f"Đã ghi: {KINDS[kind]}, ngày {show_day(on)}.", case=name, kind=kind, day=on.isoformat())


_BECAME = {"gone": ": tệp không còn ở chỗ này", "changed": ": nội dung tệp đã đổi từ khi đính kèm"}


def show_case(session: Session, standing: CaseStanding, calendar: Calendar) -> None:
    """A case whole: its facts, then each paper and step with its answer and attachments."""
    page, case, today = Page(session.environment), standing.case, session.desk.today
    page.line(case.name, style="bold")
    whole = standing.schedule.whole
    facts = [
        ("Thủ tục", f"{case.entry} {standing.entry.name if standing.entry else '(không còn trong dữ liệu)'}"),
        ("Mở", f"{show_day(case.opened_at.date())}, theo dữ liệu {case.data_version}"),
        ("Nhận", show_day(case.received)),
        ("Hạn", due_text(whole, today, calendar) if whole else "không tính được từ ngày nhận"),
        ("Tình trạng", "đã đóng" if case.closed else f"đã trả lời {len(case.answers)}/{standing.items} mục"),
    ]
    page.pairs(tuple(facts))
    page.gap()
    items = [(item.id, item.text) for item in items_of(standing.entry)] if standing.entry else []
    for item, text in items or [(item, item) for item in case.answers]:
        answer = case.answers.get(item)
        said = f" ({STATES[answer.state]}{': ' + answer.note if answer.note else ''})" if answer else ""
        page.hanging(f"[{'x' if answer else ' '}] ", text + said)
        for attachment in case.attachments:
            if attachment.item == item:
                page.hanging("      ", _attached(attachment), style="dim")


def _attached(attachment: Attachment) -> str:
    became = what_became_of(attachment)
    return f"{attachment.path} (SHA-256 {attachment.sha256}){_BECAME[became] if became else ''}"


def _exported(session: Session, form: str, found: CaseList) -> bytes:
    if form == "ics":
        from canang.export.ics import to_ics  # noqa: PLC0415  one format a run

        dues = [
            (f"{s.case.entry}-{s.case.opened_at:%Y%m%d%H%M%S}", f"Hạn {s.case.entry}: {s.case.name}", whole.day)
            for s in found.cases
            if (whole := s.schedule.whole) and not s.case.closed
        ]
        return to_ics(dues, session.desk.now())
    from canang.export.tables import to_csv, to_xlsx  # noqa: PLC0415

    rows = [case_row(standing, session.desk.today, found.calendar) for standing in found.cases]
    return to_csv(HEAD, rows) if form == "csv" else to_xlsx("Hồ sơ", HEAD, rows)
