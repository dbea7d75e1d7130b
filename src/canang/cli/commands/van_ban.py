"""``canang van-ban``: is a legal document in force, and what rests on it."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from canang.catalog.documents import Dependent, as_counted, standing_of
from canang.catalog.labels import CHANGES, SHORT_VERIFICATION
from canang.catalog.law import Document, DocumentChange
from canang.catalog.public import public
from canang.cli.terminal.completion import complete_document
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.options import Day
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.answers import document_said
from canang.desk.law import DocumentRead, list_documents, read_documents
from canang.errors import Failure
from canang.text.days import show_day

EPILOG = """
canang van-ban
canang van-ban 28/2013/TT-BKHCN
canang van-ban "nghị định 133" --ngay 2027-03-01
canang van-ban 28/2013/TT-BKHCN --thay-bang 99/2027/TT-BKHCN --tu 2027-01-01 -o can-xem-lai.xlsx
canang van-ban 28/2013/TT-BKHCN --thay-bang 99/2027/TT-BKHCN --tu 2027-01-01 --lop ha-giang
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("van-ban", cls=VietnameseCommand, epilog=EPILOG)
def van_ban(
    context: typer.Context,
    so: Annotated[
        str | None,
        typer.Argument(metavar="SỐ", help="số văn bản, như 28/2013/TT-BKHCN", autocompletion=complete_document),
    ] = None,
    ngay: Day = None,
    thay_bang: Annotated[
        str | None, typer.Option("--thay-bang", metavar="SỐ", help="văn bản mới thay văn bản này")
    ] = None,
    tu: Annotated[str | None, typer.Option("--tu", metavar="NGÀY", help="văn bản mới áp dụng từ ngày này")] = None,
    lop: Annotated[str | None, typer.Option("--lop", metavar="TÊN", help="ghi việc thay vào lớp này")] = None,
    goc: Annotated[
        Path | None, typer.Option("--goc", metavar="THƯ-MỤC", help="ghi việc thay vào dữ liệu gốc (data/seed)")
    ] = None,
    ra: Annotated[Path | None, typer.Option("-o", metavar="TỆP", help="phiếu cần xem lại, .xlsx hoặc .yaml")] = None,
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay tệp đã có")] = False,
) -> None:
    """Xem một văn bản còn hiệu lực không, và việc nào dựa vào nó.

    Không ghi số thì liệt kê mọi văn bản mà cẩm nang dẫn tới. Khi có văn bản mới: --thay-bang cho biết từng điều, từng
    bước, từng hồ sơ đang làm phải xem lại; --lop hoặc --goc ghi lại việc thay.
    """
    session = Session.of(context)
    if thay_bang is not None:
        from canang.cli.commands.van_ban_thay import replace  # noqa: PLC0415  only when the law changes

        replace(session, so, thay_bang, tu, layer=lop, seed=goc, output=ra, overwrite=ghi_de)
        return
    if tu or lop or goc or ra:
        raise Failure("--tu, --lop, --goc và -o chỉ dùng cùng --thay-bang.", "Xem: canang van-ban --help")
    day = session.day(ngay)
    if so is None:
        documents = list_documents(session.desk, day)
        if session.as_json:
            session.print_json([public(document_said(DocumentRead(each, ()), day)) for each, _ in documents])
        else:
            with session.paged() as paging:
                _list(paging, documents, day)
        return
    found = read_documents(session.desk, so, day)
    if session.as_json:
        objects = [public(document_said(read, day)) for read in found]
        session.print_json(objects[0] if len(objects) == 1 else objects)
        return
    with session.paged() as paging:
        for position, read in enumerate(found):
            if position:
                paging.environment.say()
            _show(paging, read.document, read.resting, day)


def _show(session: Session, document: Document, resting: Iterable[Dependent], day: date) -> None:
    page = Page(session.environment)
    page.line(f"{document.type} {document.number}", style="bold")
    page.line(document.title)
    force = document.in_force(day)
    page.line(standing_of(document, day), style="bold red" if force is False else "green" if force else "yellow")
    page.gap()
    facts = [
        ("Ban hành", f"{document.issuer}" + (f", {show_day(document.issued)}" if document.issued else "")),
        ("Hiệu lực", _span(document)),
        ("Đã kiểm", SHORT_VERIFICATION[document.text_read]),
        ("Ghi chú", document.note or ""),
    ]
    page.pairs(tuple((label, text) for label, text in facts if text))
    page.section("Bị thay đổi bởi", tuple((change.by, _change(change)) for change in document.changes))
    page.section("Thay đổi văn bản khác", tuple((c.document, _change(c)) for c in document.changes_made))
    page.section("Việc dựa vào văn bản này", tuple((r.entry, f"{r.name} ({_places(r.articles)})") for r in resting))


def _list(session: Session, documents: list[tuple[Document, int]], day: date) -> None:
    page = Page(session.environment)
    for document, entries in documents:
        force = document.in_force(day)
        mark = "    còn" if force else "  KHÔNG" if force is False else "chưa rõ"
        told = f"{document.title} ({entries} mục)" if entries else document.title
        page.hanging(f"{mark}  {document.number.ljust(20)} ", told, style="red" if force is False else None)
    page.gap()
    page.line(f"Cột đầu: còn hiệu lực ngày {show_day(day)} hay không. Nhiều mục dựa vào thì đứng trước.", style="dim")


def _places(places: Iterable[str]) -> str:
    """Places of a document as people count them, articles behind one word."""
    found = sorted(places, key=as_counted)
    articles = [place.removeprefix("Điều ") for place in found if place.startswith("Điều ")]
    named = [f"Điều {', '.join(articles)}"] if articles else []
    return "; ".join([*named, *(place for place in found if not place.startswith("Điều "))])


def _change(change: DocumentChange) -> str:
    articles = f" {_places([f'Điều {article}' for article in change.articles])}" if change.articles else ""
    start = f" từ {show_day(change.effective_from)}" if change.effective_from else ""
    return f"{CHANGES[change.change]}{articles}{start}" + (f" ({change.note})" if change.note else "")


def _span(document: Document) -> str:
    if document.effective_from is None:
        return "chưa có nguồn"
    start = f"từ {show_day(document.effective_from)}"
    return f"{start} đến hết {show_day(document.effective_to)}" if document.effective_to else start
