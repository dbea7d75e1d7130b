"""``canang checklist``: the case walked step by step on a terminal; the whole list elsewhere."""

import sqlite3
from typing import Annotated

import msgspec
import typer

from canang.catalog.documents import load_document
from canang.catalog.entries import load_entry, resolve, sole_procedure
from canang.catalog.model import Entry
from canang.catalog.overview import meta
from canang.catalog.practice import practice_for, practised_entries
from canang.catalog.validity import Validity, notices
from canang.cli.errors import Failure
from canang.cli.help import VietnameseCommand
from canang.cli.options import Day, EntryArgument
from canang.cli.page import show_paper
from canang.cli.session import Session
from canang.export.json_form import entry_object
from canang.export.paper import Paper, lay_out
from canang.text.days import show_day

EPILOG = """
canang checklist TDC-01.2
canang checklist TDC-01.2 --in
canang checklist TDC-01.2 --ho-so "Cửa hàng xăng dầu số 5"
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("checklist", cls=VietnameseCommand, epilog=EPILOG)
def checklist(
    context: typer.Context,
    ma: EntryArgument,
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
    loaded = _load(session, ma, ngay)
    paper = loaded.paper
    if not paper.steps and (ho_so is not None or lam_thu):
        named = "; ".join(f"{number} ({name})" for number, name in paper.procedures[:6])
        raise Failure(
            f"{paper.id} không phải một thủ tục để đi từng bước.",
            f"Chọn một: {named}" if named else f"Xem nó: canang xem {paper.id}",
        )
    if session.as_json:
        session.print_json(entry_object(loaded.entry))
    elif in_ or not session.environment.interactive:
        show_paper(paper, session.environment, tick=True)
    elif not paper.steps:
        show_paper(paper, session.environment, tick=False)
    else:
        _walk(session, loaded, ho_so, practise=lam_thu, plain=don_gian)


def go_on(session: Session, entry_id: str, case: str) -> None:
    """Walk on through a case of the register.

    Raises:
        Failure: nobody is at the keyboard.
    """
    if not session.environment.interactive:
        raise Failure("Làm tiếp một hồ sơ thì cần bàn phím và màn hình.", f'Xem nó: canang ho-so xem "{case[:80]}"')
    _walk(session, _load(session, entry_id, None), case, practise=False, plain=False)


class _Loaded(msgspec.Struct, frozen=True):
    """What a walk goes through: the entry, its paper, and the version of the data."""

    entry: Entry
    paper: Paper
    version: str


def _load(session: Session, reference: str, day: str | None) -> _Loaded:
    with session.catalog() as connection:
        found = sole_procedure(connection, resolve(connection, reference))
        entry = load_entry(connection, found, session.day(day))
        version = meta(connection)["version"]
        return _Loaded(entry, lay_out(entry, notices(entry, Validity(connection)), version), version)


def _walk(session: Session, loaded: _Loaded, case: str | None, *, practise: bool, plain: bool) -> None:
    from canang.cli.registers import calendar_of, now, opened  # noqa: PLC0415  a printed list needs no register
    from canang.cli.walker import Walker  # noqa: PLC0415

    with session.catalog() as connection:
        calendar, laws = calendar_of(connection, session.environment), _laws(connection, loaded.entry)
        practice = practice_for(connection, loaded.entry.id) if practise else None
        if practise and practice is None:
            others = ", ".join(id_ for id_, _ in practised_entries(connection))
            session.environment.say(f"Thủ tục này chưa có bài luyện; có ở: {others}.")
    walker = Walker(session, loaded.entry, loaded.paper, calendar=calendar, laws=laws, plain=plain, practice=practice)
    if case is None:
        walker.walk()
        return
    with opened(session.environment) as register:
        kept = register.open(case, loaded.paper.id, loaded.version, now(session.environment))
        if kept.entry != loaded.paper.id:
            raise Failure(f"Hồ sơ “{case}” đã mở cho {kept.entry}.", "Chọn tên khác, hoặc đúng mã của hồ sơ ấy.")
        try:
            walker.follow(register, kept, loaded.version)
        except EOFError:
            return
        walker.walk()


def _laws(connection: sqlite3.Connection, entry: Entry) -> dict[str, str]:
    """The documents that an entry cites, by number, each with its title and time."""
    groups = [entry.citations, *(step.citations for step in entry.steps), *(item.citations for item in entry.dossier)]
    found = {}
    for number in dict.fromkeys(citation.document for group in groups for citation in group):
        document = load_document(connection, number)
        start = f", từ {show_day(document.effective_from)}" if document.effective_from else ""
        end = f" đến hết {show_day(document.effective_to)}" if document.effective_to else ""
        found[number] = f"{document.title}{start}{end}"
    return found
