"""The Vietnamese words of a summary, the same on every front: how a line is told, and how far an entry was checked."""

from canang.catalog.labels import SHORT_VERIFICATION, UNKNOWN, UNSTATED, spans
from canang.sheet.summary import Fact, Line, Summary, shortened
from canang.text.days import show_day

_TELLS_WHEN = ("nếu ", "khi ", "sau ", "trước ", "trường hợp ")
_LOGIC = {"or": "Hoặc: ", "and": "Cùng lúc: "}


def fact_words(fact: Fact) -> str:
    """What stands behind the label of a fact: its text, which steps say it, or why there is none and whom to ask."""
    if fact.text is not None:
        return fact.text
    if fact.steps:
        return f"ghi ở bước {spans(fact.steps)}"
    return UNSTATED if fact.unstated else UNKNOWN


def line_words(line: Line, room: int | None = None) -> str:
    """A paper or a step in one line, with its condition, whether it is instead of another, and its time limit.

    Args:
        room: letters that it may take; None for all that it needs. What is cut is marked with “…”; a time limit that
            does not fit is left out, a condition never is.
    """
    logic, when = _LOGIC.get(line.logic or "", ""), _when(line)
    aside = " · ".join(part for part in (when, line.by or "") if part)
    if room is None:
        return f"{logic}{line.text}" + (f" ({aside})" if aside else "")
    left = room - len(logic)
    if aside and len(line.text) + len(aside) + 3 > left:
        aside = when
    if not aside:
        return logic + shortened(line.text, left)
    left -= 3
    aside = shortened(aside, max(left - len(line.text), left // 2))
    return f"{logic}{shortened(line.text, left - len(aside))} ({aside})"


def checked_words(summary: Summary, *, dated: bool = True) -> str:
    """How far an entry was checked, in a line: of the whole, then of the steps of which more or less was read.

    As in “theo bản tóm tắt; đã đọc luật: bước 1–16; chưa đối chiếu: bước 17”.

    Args:
        dated: also the day on which it was checked.
    """
    parts = [SHORT_VERIFICATION[summary.verification.level]]
    parts += [f"{SHORT_VERIFICATION[level]}: bước {spans(numbers)}" for level, numbers in summary.checked_otherwise()]
    return "; ".join(parts) + (f" (ngày {show_day(summary.verification.checked_on)})" if dated else "")


def _when(line: Line) -> str:
    if line.when:
        return line.when if line.when.startswith(_TELLS_WHEN) else f"nếu {line.when}"
    return "không bắt buộc" if line.optional else ""
