"""The register of cases as a table or a calendar."""

from canang.desk.cases import CaseList
from canang.desk.desk import Desk
from canang.errors import Code, Failure
from canang.export.case_form import HEAD, case_row


def print_cases(desk: Desk, form: str, found: CaseList) -> bytes:
    """Cases as a table (``csv``, ``xlsx``), or what is due as a calendar (``ics``).

    Raises:
        Failure: there is no such format.
    """
    if form == "ics":
        from canang.export.ics import to_ics  # noqa: PLC0415  one format a run

        dues = [
            (f"{s.case.entry}-{s.case.opened_at:%Y%m%d%H%M%S}", f"Hạn {s.case.entry}: {s.case.name}", whole.day)
            for s in found.cases
            if (whole := s.schedule.whole) and not s.case.closed
        ]
        return to_ics(dues, desk.now())
    from canang.export.tables import to_csv, to_xlsx  # noqa: PLC0415

    rows = [case_row(standing, desk.today, found.calendar) for standing in found.cases]
    if form == "csv":
        return to_csv(HEAD, rows)
    if form == "xlsx":
        return to_xlsx("Hồ sơ", HEAD, rows)
    raise Failure("Không có dạng tệp này.", "Chọn xlsx, csv hoặc ics.", Code.NOT_FOUND)
