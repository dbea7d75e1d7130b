"""``canang checklist``: the case walked step by step on a terminal; the whole list elsewhere."""

from typing import TYPE_CHECKING, Annotated

import typer

from canang.catalog.public import public
from canang.cli.terminal.choosing import choose_procedure, last_worked_on
from canang.cli.terminal.completion import complete_entry
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.options import Day
from canang.cli.terminal.output import quoted
from canang.cli.terminal.page import show_sheet
from canang.cli.terminal.session import Session
from canang.desk.reading import Reading, documents_cited, find_practice, read_entry
from canang.errors import Failure

if TYPE_CHECKING:
    from canang.cases.walk import Answer
    from canang.cli.terminal.prompts import Prompts

EPILOG = """
canang checklist TDC-01.2
canang checklist TDC-01.2 --in
canang checklist TDC-01.2 --ho-so "Cửa hàng xăng dầu số 5"
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("checklist", cls=VietnameseCommand, epilog=EPILOG)
def checklist(
    context: typer.Context,
    ma: Annotated[
        str | None,
        typer.Argument(
            metavar="MÃ",
            help="mã thủ tục, như TDC-01.2; không ghi thì hồ sơ làm gần nhất, hoặc mục xem gần nhất",
            autocompletion=complete_entry,
        ),
    ] = None,
    in_: Annotated[bool, typer.Option("--in", help="in cả danh sách thay vì đi từng bước")] = False,
    ho_so: Annotated[
        str | None,
        typer.Option("--ho-so", metavar="TÊN", help="tên hồ sơ: lưu từng câu trả lời, lần sau làm tiếp"),
    ] = None,
    lam_thu: Annotated[bool, typer.Option("--lam-thu", help="luyện trên một hồ sơ bịa ra, không lưu gì")] = False,
    don_gian: Annotated[
        bool, typer.Option("--don-gian", help="không xóa màn hình giữa các mục (hợp với trình đọc màn hình)")
    ] = False,
    ngay: Day = None,
) -> None:
    """Làm theo từng bước một thủ tục.

    Trên màn hình: đi từng giấy tờ, từng bước, bằng bàn phím. Với --in, hoặc khi chuyển sang tệp: in cả danh sách.
    """
    session = Session.of(context)
    if ho_so is not None and lam_thu:
        raise Failure("--ho-so và --lam-thu không đi cùng nhau.", "--lam-thu thì không lưu gì.")
    if ho_so is not None and not ho_so.strip():
        raise Failure("Tên hồ sơ đang để trống.", 'Ví dụ: --ho-so "Cửa hàng xăng dầu số 5"')
    if ma is None:
        last = last_worked_on(session, "canang checklist TDC-01.2")
        if last.case is not None and session.environment.interactive and not (in_ or lam_thu or ho_so):
            go_on(session, last.case)
            return
        ma = last.entry
    read = read_entry(session.desk, ma, session.day(ngay))
    chosen = read if in_ else choose_procedure(session, read, "làm")
    if chosen is None and ho_so is None and not lam_thu:
        return
    reading = chosen or read
    sheet = reading.sheet
    if not sheet.steps and (ho_so is not None or lam_thu):
        named = "; ".join(f"{number} ({name})" for number, name in sheet.procedures[:6])
        raise Failure(
            f"{sheet.id} không phải một thủ tục để đi từng bước.",
            f"Chọn một: {named}" if named else f"Xem nó: canang xem {sheet.id}",
        )
    if session.as_json:
        session.print_json(public(reading.entry))
    elif in_ or not session.environment.interactive or not sheet.steps:
        with session.paged() as paging:
            show_sheet(sheet, paging.environment, tick=bool(sheet.steps))
    elif ho_so is not None:
        walk_case(session, ho_so, reading, plain=don_gian)
    else:
        practise(session, reading, with_sample=lam_thu, plain=don_gian)


def go_on(session: Session, case: str) -> None:
    """Walk on through a case of the register.

    Raises:
        Failure: nobody is at the keyboard, or there is no such case.
    """
    if not session.environment.interactive:
        raise Failure("Làm tiếp một hồ sơ thì cần bàn phím và màn hình.", f'Xem nó: canang ho-so xem "{case[:80]}"')
    walk_case(session, case, None, plain=False)


def walk_case(session: Session, case: str, reading: Reading | None, *, plain: bool) -> None:
    """Walk through a case, opened where an entry was read and there is none of its name."""
    from canang.cli.terminal.walker import Walker  # noqa: PLC0415  a printed list needs no walk
    from canang.desk.cases import open_case  # noqa: PLC0415
    from canang.desk.last import remember  # noqa: PLC0415

    with open_case(session.desk, case, reading) as work:
        remember(session.desk, work.reading.entry.id, work.case.name)
        laws = documents_cited(session.desk, work.reading.entry)
        walker = Walker(session, work.reading, laws=laws, plain=plain, work=work)
        if walker.follow():
            walker.walk()


def practise(session: Session, reading: Reading, *, with_sample: bool, plain: bool) -> None:
    """Walk through an entry and keep nothing.

    Args:
        with_sample: on the invented case of the entry, where it has one.
    """
    from canang.cli.terminal.prompts import Prompts  # noqa: PLC0415
    from canang.cli.terminal.walker import Walker  # noqa: PLC0415

    practice = None
    if with_sample:
        practice, others = find_practice(session.desk, reading.entry.id)
        if practice is None:
            session.environment.say(f"Thủ tục này chưa có bài luyện; có ở: {', '.join(others)}.")
    prompts = Prompts(session.environment, plain=plain)
    name = (
        None
        if with_sample
        else _free_name(session, prompts, reading, "Tên hồ sơ để lưu (chỉ Enter: đi thử)", going_on=True)
    )
    if name:
        walk_case(session, name, reading, plain=plain)
        return
    laws = documents_cited(session.desk, reading.entry)
    walker = Walker(session, reading, laws=laws, plain=plain, practice=practice)
    try:
        walker.walk()
    except KeyboardInterrupt:
        # What was said is thrown away only by whoever says so.
        _offer_to_keep(session, prompts, reading, {} if with_sample else walker.answers)
        raise
    _offer_to_keep(session, prompts, reading, {} if with_sample else walker.answers)


def _offer_to_keep(session: Session, prompts: "Prompts", reading: Reading, answers: "dict[str, Answer]") -> None:
    from canang.desk.cases import open_case  # noqa: PLC0415

    if not answers:
        return
    question = f"{len(answers)} câu trả lời chưa lưu. Tên hồ sơ để lưu lại (chỉ Enter: bỏ)"
    name = _free_name(session, prompts, reading, question, going_on=False)
    if not name:
        session.environment.say("Không lưu gì.")
        return
    with open_case(session.desk, name, reading) as work:
        work.follow()
        for item, answer in answers.items():
            work.answer(item, answer)
    session.environment.say(f"Đã lưu {len(answers)} câu trả lời. Làm tiếp: canang ho-so lam {quoted(name)}")


def _free_name(session: Session, prompts: "Prompts", reading: Reading, question: str, *, going_on: bool) -> str | None:
    """A name for a case that no other has (or, ``going_on``, one of this entry); None where none is wanted."""
    from canang.desk.cases import case_names  # noqa: PLC0415

    names = case_names(session.desk)
    own = [name for name, entry in names.items() if going_on and entry == reading.entry.id]
    while True:
        name = prompts.ask_name(f"{question}: ", own)
        if not name:
            return None
        entry = names.get(name)
        if entry is None or (going_on and entry == reading.entry.id):
            return name
        session.environment.say(f"Đã có hồ sơ “{name[:80]}” ({entry}). Chọn tên khác.")
