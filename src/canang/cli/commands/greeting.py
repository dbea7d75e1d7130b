"""``canang`` alone: what this is and what one can type."""

from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.membership import where_it_goes
from canang.desk.statistics import count_held
from canang.text.days import read_day, show_day


def greet(session: Session) -> None:
    """Say what the handbook holds and show the three commands that matter, with what each does."""
    held = count_held(session.desk)
    page = Page(session.environment)
    page.line("CẨM NANG – việc khoa học và công nghệ đã giao về tỉnh và xã", style="bold")
    as_of = show_day(read_day(str(held["as_of"])))
    page.line(
        f"{held['tasks']} nhiệm vụ, {held['procedures']} thủ tục, tính đến {as_of}."
        f" Chạy trên máy này, {where_it_goes(session.desk)}.",
        "dim",
    )
    page.gap()
    page.pairs(
        (
            ('canang tim "đo lường xăng dầu"', "tìm việc bằng lời thường ngày, có dấu hay không"),
            ("canang xem TDC-01", "đọc trọn một việc: ai làm, hồ sơ, các bước, căn cứ"),
            ("canang checklist TDC-01", "làm theo từng bước"),
            ("canang export TDC-01 -o phieu.pdf", "in phiếu bỏ vào hồ sơ"),
            ("canang --help", "mọi lệnh khác"),
        )
    )
