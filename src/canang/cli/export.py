"""``canang export``: entries on paper or as a file."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from canang.catalog.entries import load_entry, resolve, sole_procedure
from canang.catalog.model import Entry
from canang.catalog.overview import Filters, list_entries, meta
from canang.catalog.validity import Validity, notices
from canang.cli.errors import Failure
from canang.cli.help import VietnameseCommand
from canang.cli.options import Day
from canang.cli.output import deliver, may_replace
from canang.cli.session import Session
from canang.export.json_form import entry_object
from canang.export.office import FILE as OFFICE_FILE
from canang.export.office import BadOffice, Office, read_office
from canang.export.paper import Paper, lay_out
from canang.text.days import show_day

FORMATS = ("pdf", "docx", "html", "md", "json")

EPILOG = """
canang export TDC-01 -o kiem-tra-do-luong.pdf
canang export TDC-01 --dinh-dang md -o -
canang export --ho-so "Cửa hàng số 5" -o ho-so.pdf
canang export --tat-ca --dinh-dang json -o cam-nang.json
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("export", cls=VietnameseCommand, epilog=EPILOG)
def export(
    context: typer.Context,
    ma: Annotated[list[str] | None, typer.Argument(metavar="MÃ...", help="một hay nhiều mã, như TDC-01 VT-02")] = None,
    dinh_dang: Annotated[
        str | None,
        typer.Option("--dinh-dang", metavar="DẠNG", help="pdf, docx, html, md, json (mặc định theo đuôi tệp, rồi pdf)"),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--ra", metavar="TỆP", help="ghi vào tệp này; - là in ra màn hình hoặc ống dẫn"),
    ] = None,
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay tệp đã có mà không hỏi")] = False,
    tat_ca: Annotated[bool, typer.Option("--tat-ca", help="cả cẩm nang")] = False,
    khung: Annotated[bool, typer.Option("--khung", help="in đầu trang của cơ quan (khung.toml)")] = False,
    ho_so: Annotated[
        str | None, typer.Option("--ho-so", metavar="TÊN", help="ghi lại một hồ sơ: đã làm gì, ai, lúc nào")
    ] = None,
    ngay: Day = None,
) -> None:
    """In phiếu ra PDF, DOCX, HTML, Markdown hoặc JSON.

    PDF khổ A4, có ô đánh dấu cho từng giấy tờ và từng bước, chỗ ghi ngày và ký.
    """
    session = Session.of(context)
    if ho_so is not None:
        if ma or tat_ca:
            raise Failure("--ho-so đi một mình, không kèm mã.", 'Ví dụ: canang export --ho-so "Cửa hàng số 5" -o a.pdf')
        _export_case(session, ho_so, _format(dinh_dang, output), output, overwrite=ghi_de, khung=khung)
        return
    if tat_ca == bool(ma):
        raise Failure("Cho biết in gì: một hay nhiều mã, hoặc --tat-ca.", "Ví dụ: canang export TDC-01 -o phieu.pdf")
    form = _format(dinh_dang, output)
    day = session.day(ngay)
    with session.catalog() as connection:
        if tat_ca:
            every = [item for kind in ("task", "procedure") for item in list_entries(connection, Filters(), day, kind)]
            ids = sorted(item.id for item in every)
        else:
            ids = list(
                dict.fromkeys(sole_procedure(connection, resolve(connection, reference)) for reference in ma or [])
            )
        entries = [load_entry(connection, id_, day) for id_ in ids]
        validity, version = Validity(connection), meta(connection)["version"]
        papers = [lay_out(entry, notices(entry, validity), version) for entry in entries]
    target = output or f"{'cam-nang' if tat_ca else '_'.join(ids[:3])}.{form}"
    if target != "-":
        may_replace(session, Path(target), ghi_de)
    if tat_ca and form == "pdf":
        content = _handbook(session, entries, papers, version)
    else:
        office = _office(session) if khung else None
        content = _content(form, entries, papers, as_array=tat_ca or len(entries) > 1, office=office)
    deliver(session, target, content)


def _export_case(session: Session, name: str, form: str, output: str | None, *, overwrite: bool, khung: bool) -> None:
    from canang.cases.record import record_of  # noqa: PLC0415  only a case needs the register
    from canang.cli.case_view import case_named, object_of, standing_of  # noqa: PLC0415
    from canang.cli.due import due_text  # noqa: PLC0415
    from canang.cli.registers import opened  # noqa: PLC0415

    with opened(session.environment) as register:
        case = case_named(register, name, None)
        events = register.events(name)
    standing, calendar = standing_of(session, case)
    if standing.entry is None:
        raise Failure(f"Dữ liệu không còn {case.entry} mà hồ sơ này làm theo.", "Dùng lại bản dữ liệu cũ bằng --db.")
    target = output or f"ho-so.{form}"
    if target != "-":
        may_replace(session, Path(target), overwrite)
    today, whole = session.environment.today, standing.schedule.whole
    if form == "json":
        content = (json.dumps(object_of(standing, today, whole=True), ensure_ascii=False, indent=1) + "\n").encode()
    else:
        with session.catalog() as connection:
            validity, version = Validity(connection), meta(connection)["version"]
            paper = lay_out(standing.entry, notices(standing.entry, validity), version)
        last = due_text(whole, today, calendar) if whole else None
        office = _office(session) if khung else None
        content = _content(form, [], [record_of(paper, case, events, last)], as_array=False, office=office)
    deliver(session, target, content)


def _office(session: Session) -> Office:
    """The office's own head.

    Raises:
        Failure: there is none, or it cannot be read.
    """
    folder = session.environment.home
    try:
        found = read_office(folder)
    except BadOffice as error:
        raise Failure(str(error), 'Viết như: co_quan = "ỦY BAN NHÂN DÂN XÃ …"') from error
    if found is None:
        raise Failure(
            f"Chưa có đầu trang của cơ quan: {folder / OFFICE_FILE}",
            'Tạo tệp ấy với: co_quan = "ỦY BAN NHÂN DÂN XÃ …", cap_tren = "…", noi = "…"',
        )
    return found


def _handbook(session: Session, entries: list[Entry], papers: list[Paper], version: str) -> bytes:
    from canang.catalog.overview import everyday_words  # noqa: PLC0415  only the handbook has indexes
    from canang.export.handbook import bind  # noqa: PLC0415
    from canang.export.pdf import to_handbook  # noqa: PLC0415

    if session.environment.on_terminal and not session.as_json:
        session.environment.say(f"Đang dàn {len(papers)} mục, chừng mười giây …")
    with session.catalog() as connection:
        everyday = everyday_words(connection)
    edition = f"Dữ liệu {version}, theo quy định ngày {show_day(entries[0].as_of)}"
    with _typeset():
        return to_handbook(papers, bind(entries, everyday, edition))


def _format(asked: str | None, output: str | None) -> str:
    suffix = Path(output).suffix.lstrip(".").lower() if output and output != "-" else ""
    form = (asked or (suffix if suffix in FORMATS else "pdf")).lower()
    if form not in FORMATS:
        raise Failure(f"Chưa in được dạng “{asked}”.", f"Chọn trong: {', '.join(FORMATS)}.")
    return form


def _content(
    form: str, entries: list[Entry], papers: list[Paper], *, as_array: bool, office: Office | None = None
) -> bytes:
    if form == "json":
        objects = [entry_object(entry) for entry in entries]
        return (json.dumps(objects if as_array else objects[0], ensure_ascii=False, indent=1) + "\n").encode()
    if form == "md":
        from canang.export.markdown import to_markdown  # noqa: PLC0415  one format a run

        return "\n".join(to_markdown(paper) for paper in papers).encode()
    if form == "docx":
        from canang.export.docx import to_docx  # noqa: PLC0415

        return to_docx(papers, office)
    if form == "html":
        from canang.export.html import to_html  # noqa: PLC0415

        return to_html(papers, office)
    from canang.export.pdf import to_pdf  # noqa: PLC0415

    with _typeset():
        return to_pdf(papers, office)


@contextmanager
def _typeset() -> Iterator[None]:
    from canang.export.pdf import TypesettingFailed  # noqa: PLC0415

    try:
        yield
    except TypesettingFailed as error:
        raise Failure(
            f"Không dàn được trang PDF: {error}", "Thử --dinh-dang md, và báo cho người phụ trách."
        ) from error
