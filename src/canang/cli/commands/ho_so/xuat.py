"""``canang ho-so xuat``."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.output import deliver, form_of, may_replace
from canang.cli.terminal.session import Session
from canang.desk.cases import CaseList, all_cases
from canang.export.case_form import HEAD, case_row
from canang.text.fold import natural

app = typer.Typer(add_completion=False, rich_markup_mode=None)


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


def _exported(session: Session, form: str, found: CaseList) -> bytes:
    if form == "ics":
        from canang.export.ics import to_ics  # noqa: PLC0415  one format a run

        return to_ics(_dues(found), session.desk.now())
    from canang.export.tables import to_csv, to_xlsx  # noqa: PLC0415

    cases = sorted(found.cases, key=lambda standing: natural(standing.case.name))
    rows = [case_row(standing, session.desk.today, found.calendar) for standing in cases]
    return to_csv(HEAD, rows) if form == "csv" else to_xlsx("Hồ sơ", HEAD, rows)


def _dues(found: CaseList) -> list[tuple[str, str, date]]:
    """The last days of open cases, of the whole and of the steps that are still to do."""
    dues = []
    for standing in found.cases:
        case, whole = standing.case, standing.schedule.whole
        identity = f"{case.entry}-{case.opened_at:%Y%m%d%H%M%S}"
        if whole and not case.closed:
            dues.append((identity, f"Hạn {case.entry}: {case.name}", whole.day))
        left = {} if case.closed else {item.key: item for item in standing.progress.left if item.part == "step"}
        dues += [
            (f"{identity}-{key}", f"Hạn bước “{left[key].text[:60]}”: {case.name}", due.day)
            for key, due in standing.schedule.steps.items()
            if key in left
        ]
    return dues
