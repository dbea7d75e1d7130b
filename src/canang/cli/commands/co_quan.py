"""``canang co-quan``: what only the office knows (counter, telephone, account, who signs), said once."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.page import Page
from canang.cli.terminal.prompts import Prompts
from canang.cli.terminal.session import Session
from canang.desk.own_office import EXAMPLES, FIELDS, keep_office, own_office, take_office
from canang.errors import Failure
from canang.export.office import OfficeFile

EPILOG = """
canang co-quan
canang co-quan --ten "ỦY BAN NHÂN DÂN XÃ AN BÌNH" --cap xa --dien-thoai "0214 3888 888"
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


def _option(flag: str, key: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(
        flag, metavar="CHỮ", help=f"{FIELDS[key][:1].lower()}{FIELDS[key][1:]}"
    )
    return option


@app.command("co-quan", cls=VietnameseCommand, epilog=EPILOG)
def co_quan(
    context: typer.Context,
    ten: Annotated[str | None, _option("--ten", "co_quan")] = None,
    cap_tren: Annotated[str | None, _option("--cap-tren", "cap_tren")] = None,
    cap: Annotated[str | None, _option("--cap", "cap")] = None,
    noi: Annotated[str | None, _option("--noi", "noi")] = None,
    tiep_nhan: Annotated[str | None, _option("--tiep-nhan", "tiep_nhan")] = None,
    dien_thoai: Annotated[str | None, _option("--dien-thoai", "dien_thoai")] = None,
    tai_khoan: Annotated[str | None, _option("--tai-khoan", "tai_khoan")] = None,
    nguoi_ky: Annotated[str | None, _option("--nguoi-ky", "nguoi_ky")] = None,
    trang: Annotated[str | None, _option("--trang", "trang")] = None,
    logo: Annotated[str | None, _option("--logo", "logo")] = None,
    tu: Annotated[Path | None, typer.Option("--tu", metavar="TỆP", help="lấy từ khung.toml mà nơi khác đã ghi")] = None,
) -> None:
    """Cơ quan của bạn: nơi nhận hồ sơ, điện thoại, tài khoản nộp phí, ai ký.

    Điều không văn bản nào nói, chỉ cơ quan biết; ghi một lần, hiện ở mọi thủ tục cùng cấp và trên giấy in.

    Không ghi gì thì hỏi từng điều (Enter giữ như cũ, dấu - bỏ đi); ngoài cửa sổ lệnh thì in ra. Ghi "" để bỏ một điều.
    """
    session = Session.of(context)
    said = {
        key: text
        for key, text in (
            ("co_quan", ten), ("cap_tren", cap_tren), ("cap", cap), ("noi", noi), ("tiep_nhan", tiep_nhan),
            ("dien_thoai", dien_thoai), ("tai_khoan", tai_khoan), ("nguoi_ky", nguoi_ky), ("trang", trang),
            ("logo", logo),
        )
        if text is not None
    }  # fmt: skip
    if tu is not None:
        take_office(session.desk, tu)
    if said:
        keep_office(session.desk, said)
    if session.environment.interactive and not (said or tu or session.as_json):
        _ask(session, own_office(session.desk))
    _show(session, own_office(session.desk))


def _ask(session: Session, known: OfficeFile | None) -> None:
    """Ask for each field; an answer is kept at once, what cannot be kept is asked again, what is empty stays as it was.

    Raises:
        KeyboardInterrupt: the person wants to leave; what they answered before is kept.
    """
    page, prompts = Page(session.environment), Prompts(session.environment)
    page.line("Enter giữ như cũ, dấu - bỏ đi, Ctrl-C thôi. Điều đã ghi được lưu ngay.", style="dim")
    for key, name in FIELDS.items():
        before = getattr(known, key, "") if known else ""
        while (typed := prompts.ask(f"{name} [{before or 'ví dụ ' + EXAMPLES[key]}]: ")) is not None:
            answered = typed.strip()
            if not answered and (before or key != "co_quan"):
                break
            try:
                keep_office(session.desk, {key: "" if answered == "-" else answered})
                break
            except Failure as failure:
                page.line(f"{failure} {failure.hint}", style="yellow")
        if typed is None:
            return


def _show(session: Session, known: OfficeFile | None) -> None:
    if session.as_json:
        told = msgspec.to_builtins(known) if known else {}
        session.print_json({key: told.get(key) or None for key in FIELDS})
        return
    page = Page(session.environment)
    if known is None:
        page.line("Chưa ghi gì về cơ quan của bạn.")
        page.line(f'Ghi: canang co-quan --ten "{EXAMPLES["co_quan"]}" --cap xa', style="dim")
        return
    for key, name in FIELDS.items():
        if text := getattr(known, key):
            page.hanging(f"{name}: ", text)
    if not known.cap:
        page.line("Chưa ghi cấp (--cap xa hoặc tinh) nên chưa hiện ở thủ tục nào.", style="yellow")
