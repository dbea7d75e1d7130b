"""``canang ho-so``: the register of cases: which there are, what is late, what comes next."""

from typing import Annotated

import typer

from canang.cases.standing import CaseStanding
from canang.catalog.calendar import Calendar
from canang.cli.terminal.help import command_group
from canang.cli.terminal.lazy import CommandTable, LazyGroup
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session

_HERE = "canang.cli.commands.ho_so"
COMMANDS: CommandTable = {
    "mo": (f"{_HERE}.mo", "Mở một hồ sơ mà không đi từng bước"),
    "lam": (f"{_HERE}.lam", "Làm tiếp một hồ sơ từ chỗ đã dừng"),
    "xem": (f"{_HERE}.xem", "Xem một hồ sơ: đã làm gì, còn gì, hạn nào; hoặc như nó đứng vào một ngày"),
    "tra-loi": (f"{_HERE}.tra_loi", "Trả lời một mục của hồ sơ mà không đi từng bước"),
    "ghi-chu": (f"{_HERE}.ghi_chu", "Ghi chú ở một mục; câu trả lời của mục giữ nguyên"),
    "rut-lai": (f"{_HERE}.rut_lai", "Rút lại việc ghi sau cùng; nhật ký vẫn giữ cả hai"),
    "nhan": (f"{_HERE}.nhan", "Ghi ngày nhận hồ sơ, từ đó tính hạn (lúc mở, lấy ngày mở)"),
    "tam-dung": (f"{_HERE}.tam_dung", "Dừng đếm ngày trong khi người nộp bổ sung hồ sơ"),
    "tiep-tuc": (f"{_HERE}.tiep_tuc", "Đếm ngày tiếp, kể từ ngày nhận đủ phần bổ sung"),
    "dong": (f"{_HERE}.dong", "Đóng một hồ sơ đã xong; mọi thứ đã ghi được giữ nguyên"),
    "mo-lai": (f"{_HERE}.mo_lai", "Mở lại một hồ sơ đã đóng"),
    "doi-ten": (f"{_HERE}.doi_ten", "Đổi tên một hồ sơ; nhật ký giữ tên cũ"),
    "chuyen": (
        f"{_HERE}.chuyen",
        "Ghi rằng người khác làm tiếp hồ sơ này; mọi việc đã ghi giữ nguyên tên người ghi",
    ),
    "lich-su": (f"{_HERE}.lich_su", "Xem từng việc đã ghi vào hồ sơ, theo thứ tự thời gian"),
    "nhap": (f"{_HERE}.nhap", "Mở nhiều hồ sơ từ một bảng Excel hoặc CSV; nói hàng nào chưa hiểu"),
    "xuat": (f"{_HERE}.xuat", "Xuất danh sách hồ sơ ra bảng (CSV, XLSX), hoặc các hạn ra tệp lịch (ICS)"),
    "bao-cao": (f"{_HERE}.bao_cao", "Báo cáo tháng gửi Sở: nhận, xong đúng hạn, trễ và vì sao"),
    "sao-luu": (f"{_HERE}.sao_luu", "Chép cả sổ hồ sơ sang một tệp, an toàn cả khi đang có người dùng"),
    "gui-goi": (
        f"{_HERE}.gui_goi",
        "Ghi hồ sơ, đủ nhật ký và tệp đính kèm, vào một gói có chữ ký để mang sang máy khác",
    ),
    "nhan-goi": (
        f"{_HERE}.nhan_goi",
        "Nhận hồ sơ từ máy khác: gộp vào sổ, việc đã có thì thôi, hai người ghi khác nhau thì giữ cả hai",
    ),
    "noi": (f"{_HERE}.noi", "Nối máy này với sổ của cơ quan trên máy chủ của tỉnh; một lần là đủ"),
    "dong-bo": (
        f"{_HERE}.dong_bo",
        "Gửi việc đã ghi lên máy chủ của tỉnh và lấy việc mới về; đứt mạng giữa chừng thì chạy lại",
    ),
    "cuu": (
        f"{_HERE}.cuu",
        "Cứu một sổ hồ sơ bị hỏng: lấy những gì còn đọc được sang sổ mới, giữ nguyên tệp hỏng",
    ),
}

EPILOG = """
canang ho-so
canang ho-so --trong 5
canang ho-so mo TDC-01.2 "Cửa hàng xăng dầu số 7" --nhan 2026-11-20
canang ho-so xem "Cửa hàng xăng dầu số 5"
canang ho-so tam-dung "Cửa hàng xăng dầu số 5" --ly-do "chờ bổ sung giấy kiểm định"
canang ho-so xuat -o ho-so.xlsx
"""


class CaseCommands(LazyGroup):
    """The commands of ``canang ho-so``."""

    table = COMMANDS


app = command_group(CaseCommands, EPILOG)


@app.callback()
def ho_so(
    context: typer.Context,
    tat_ca: Annotated[bool, typer.Option("--tat-ca", help="cả hồ sơ đã đóng")] = False,
    tre: Annotated[bool, typer.Option("--tre", help="chỉ hồ sơ trễ hạn")] = False,
    trong: Annotated[
        int | None,
        typer.Option("--trong", metavar="N", min=0, help="chỉ hồ sơ có hạn trong N ngày làm việc tới, hay đã trễ"),
    ] = None,
    tim: Annotated[str | None, typer.Option("--tim", metavar="CHỮ", help="chỉ hồ sơ có chữ này")] = None,
    nguoi: Annotated[str | None, typer.Option("--nguoi", metavar="TÊN", help="chỉ hồ sơ người này đã ghi")] = None,
) -> None:
    """Các hồ sơ đang làm: hạn, việc trễ, lịch sử, xuất ra bảng."""
    if context.invoked_subcommand is not None:
        return
    from canang.desk.cases import list_cases  # noqa: PLC0415  a subcommand pays for itself alone
    from canang.export.case_form import case_object  # noqa: PLC0415

    session = Session.of(context)
    found = list_cases(session.desk, closed=tat_ca, only_late=tre, containing=tim, within=trong, who=nguoi)
    if session.as_json:
        session.print_json([case_object(standing, session.desk.today) for standing in found.cases])
        return
    with session.paged() as paging:
        page = Page(paging.environment)
        for standing in found.cases:
            _show(paging, page, standing, found.calendar)
            if waiting := found.unsent.get(standing.case.id):
                page.hanging(" " * 10, f"chưa gửi lên máy chủ {waiting} việc: canang ho-so dong-bo", style="yellow")
        if not found.cases:
            page.line('Chưa có hồ sơ nào như vậy. Mở một hồ sơ: canang ho-so mo MÃ "TÊN"')


def _show(session: Session, page: Page, standing: CaseStanding, calendar: Calendar) -> None:
    """A case in a few lines: how far it is, when it is due, what holds it up, and what comes next."""
    from canang.export.due_words import due_text  # noqa: PLC0415
    from canang.text.days import show_day  # noqa: PLC0415

    case, progress, today = standing.case, standing.progress, session.desk.today
    page.hanging(f"{case.entry.ljust(10)}", case.name[:200], style="bold", head_style="cyan")
    done = f"{len(progress.settled)}/{standing.items} mục"
    failed = f" · {len(progress.not_met)} không đạt" if progress.not_met else ""
    indent = " " * 10
    if case.closed_on:
        page.hanging(indent, f"{done}{failed} · đã đóng {show_day(case.closed_on)}", style="dim")
        return
    whole = standing.schedule.whole
    last = f" · hạn {due_text(whole, today, calendar)}" if whole else ""
    page.hanging(indent, done + failed + last, style="red" if standing.is_late(today) else "dim")
    if of_step := standing.due_next():
        item, due = of_step
        late = due.day < today and not due.paused
        page.hanging(
            indent, f"hạn bước: {item.text[:50]} – {due_text(due, today, calendar)}", style="red" if late else "dim"
        )
    if case.handed_to:
        page.hanging(indent, f"chuyển cho {case.handed_to}", style="dim")
    if standing.waits_since:
        page.hanging(indent, f"tạm dừng từ {show_day(standing.waits_since)}", style="yellow")
    if standing.next:
        page.hanging(indent, f"tiếp: {standing.next.text[:100]}", style="dim")
