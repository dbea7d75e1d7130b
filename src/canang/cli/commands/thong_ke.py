"""``canang thong-ke``: how much of what was delegated is here, and how far it was checked."""

from datetime import date
from typing import Any

import typer

from canang.catalog.labels import KINDS, LEVELS, SHORT_VERIFICATION
from canang.catalog.model import Level
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.options import Day
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.overview import field_names
from canang.desk.statistics import REPORTED_ON, count_all
from canang.text.days import read_day, show_day

EPILOG = """
canang thong-ke
canang thong-ke --json
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("thong-ke", cls=VietnameseCommand, epilog=EPILOG)
def thong_ke(context: typer.Context, ngay: Day = None) -> None:
    """Đếm nhiệm vụ và thủ tục theo loại, lĩnh vực, cấp, mức kiểm chứng.

    Đặt số đã có bên cạnh số mà Bộ Khoa học và Công nghệ công bố, để thấy còn thiếu bao nhiêu.
    """
    session = Session.of(context)
    day = session.day(ngay)
    counts = count_all(session.desk, day)
    if session.as_json:
        session.print_json(counts)
        return
    with session.paged() as paging:
        _show(paging, counts, field_names(session.desk), day)


def _show(session: Session, counts: dict[str, Any], names: dict[str, str], day: date) -> None:
    page = Page(session.environment)
    tasks, procedures, reported = counts["tasks"], counts["procedures"], counts["reported"]
    page.line(
        f"{tasks['total']} nhiệm vụ, {procedures['total']} thủ tục có hiệu lực ngày {show_day(day)}"
        f" (dữ liệu {counts['data_version']})",
        style="bold",
    )
    other = counts["not_in_force"]
    if any(other.values()):
        page.line(
            f"Ngoài ra {other['tasks']} nhiệm vụ, {other['procedures']} thủ tục đã hết hoặc chưa áp dụng ngày này."
        )
    if reported is not None:
        page.line(
            f"Bộ công bố {reported['tasks']} nhiệm vụ đến ngày {show_day(REPORTED_ON)}: {reported['delegated']} "
            f"phân quyền, phân cấp và {reported['demarcated']} phân định thẩm quyền. "
            f"Cẩm nang có {reported['found']} mục do {', '.join(reported['delegated_by'])} giao,"
            f" có mục gộp vài quyền; phần còn thiếu: xem docs/nguon.md."
            f" Các mục khác do văn bản khác giao, phần lớn sau ngày ấy."
        )
        page.section(
            f"Đã có của {reported['tasks']} nhiệm vụ, theo lĩnh vực",
            tuple((names[name], str(number)) for name, number in reported["found_by_field"].items()),
        )
    labels = {
        "by_kind": ("Nhiệm vụ theo loại", KINDS),
        "by_field": ("Nhiệm vụ theo lĩnh vực", names),
        "by_level": ("Nhiệm vụ theo cấp", LEVELS),
    }
    for key, (title, words) in labels.items():
        page.section(title, tuple((words[name], str(number)) for name, number in tasks[key].items()))
    checked = tuple((SHORT_VERIFICATION[Level(name)], str(n)) for name, n in procedures["by_verification"].items())
    page.section("Thủ tục theo mức kiểm chứng", checked)
    said = counts["statements"]
    levels = tuple((SHORT_VERIFICATION[Level(name)], str(n)) for name, n in said["by_verification"].items())
    others = (
        ("có dẫn điều luật riêng", str(said["cited"])),
        ("đã đọc lại cạnh văn bản", f"{said['read_again']}, của {said['procedures_read_again']} thủ tục"),
    )
    page.section(f"{said['total']} điều nêu của các thủ tục ấy", (*levels, *others))
    if audit := counts["audit"]:
        page.gap()
        page.line(
            f"Lần kiểm gần nhất, ngày {show_day(read_day(audit['on']))}: {audit['procedures']} thủ tục rút thăm"
            f" (số {audit['seed']}), người chưa viết chúng đọc {audit['statements']} điều nêu cạnh văn bản:"
            f" {audit['wrong']} sai, {audit['unsupported']} điều được dẫn không nói thế, {audit['missing']} chỗ thiếu;"
            " chỗ sai đã sửa."
        )
