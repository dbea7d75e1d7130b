"""What speaks against something that is to be written into a case's log: days that cannot be, work that is left."""

from datetime import date, timedelta

from canang.cases.standing import CaseStanding
from canang.text.days import show_day

_LONG_AGO = timedelta(days=366)


def doubts(standing: CaseStanding, kind: str, day: date, today: date) -> list[str]:
    """Why ``received``, ``pause``, ``resume``, ``close`` or ``reopen`` on this day is likely a mistake, in words.

    Empty where nothing speaks against it. None of them is impossible: whoever insists may be right.
    """
    case, said = standing.case, []
    if day > today:
        said.append(f"Ngày {show_day(day)} chưa đến (hôm nay {show_day(today)}).")
    match kind:
        case "received":
            if day < today - _LONG_AGO:
                said.append(f"Ngày nhận {show_day(day)} đã hơn một năm trước.")
            early = next((pause.start for pause in case.pauses if pause.start < day), None)
            if early:
                said.append(f"Ngày nhận {show_day(day)} sau ngày tạm dừng {show_day(early)}.")
        case "pause":
            said += _before(day, case.received, "Ngày tạm dừng", "ngày nhận")
            end = case.pauses[-1].end if case.pauses else None
            said += _before(day, end, "Ngày tạm dừng", "ngày đếm tiếp lần trước")
        case "resume":
            start = case.pauses[-1].start if case.pauses else None
            said += _before(day, start, "Ngày đếm tiếp", "ngày tạm dừng")
        case "close":
            said += _before(day, case.received, "Ngày đóng", "ngày nhận")
            said += _left(standing)
    return said


def _before(day: date, other: date | None, what: str, before_what: str) -> list[str]:
    return [f"{what} {show_day(day)} trước {before_what} {show_day(other)}."] if other and day < other else []


def _left(standing: CaseStanding) -> list[str]:
    progress = standing.progress
    said = []
    if progress.left:
        first = "; ".join(item.text[:60] for item in progress.left[:3])
        more = "; …" if len(progress.left) > 3 else ""
        said.append(f"Còn {len(progress.left)}/{progress.total} mục chưa xong: {first}{more}.")
    if progress.clashes:
        said.append(f"Các bước loại trừ nhau mà đều ghi xong: {'; '.join(i.text[:60] for i in progress.clashes)}.")
    if progress.disputed:
        said.append(f"Hai người trả lời khác nhau: {'; '.join(i.text[:60] for i in progress.disputed)}.")
    if standing.waits_since:
        said.append(f"Hồ sơ đang tạm dừng từ {show_day(standing.waits_since)}.")
    return said
