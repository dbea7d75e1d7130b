"""``canang export``: entries on paper or as a file."""

import json
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
from canang.export.paper import Paper, lay_out

FORMATS = ("pdf", "md", "json")

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
        typer.Option("--dinh-dang", metavar="DẠNG", help="pdf, md hoặc json (mặc định theo đuôi tệp, rồi pdf)"),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--ra", metavar="TỆP", help="ghi vào tệp này; - là in ra màn hình hoặc ống dẫn"),
    ] = None,
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay tệp đã có mà không hỏi")] = False,
    tat_ca: Annotated[bool, typer.Option("--tat-ca", help="cả cẩm nang")] = False,
    ho_so: Annotated[
        str | None, typer.Option("--ho-so", metavar="TÊN", help="ghi lại một hồ sơ: đã làm gì, ai, lúc nào")
    ] = None,
    ngay: Day = None,
) -> None:
    """In phiếu ra PDF, Markdown hoặc JSON.

    PDF khổ A4, có ô đánh dấu cho từng giấy tờ và từng bước, chỗ ghi ngày và ký.
    """
    session = Session.of(context)
    if ho_so is not None:
        if ma or tat_ca:
            raise Failure("--ho-so đi một mình, không kèm mã.", 'Ví dụ: canang export --ho-so "Cửa hàng số 5" -o a.pdf')
        _export_case(session, ho_so, _format(dinh_dang, output), output, ghi_de)
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
    content = _content(form, entries, papers, as_array=tat_ca or len(entries) > 1)
    deliver(session, target, content)


def _export_case(session: Session, name: str, form: str, output: str | None, overwrite: bool) -> None:
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
        content = _content(form, [], [record_of(paper, case, events, last)], as_array=False)
    deliver(session, target, content)


def _format(asked: str | None, output: str | None) -> str:
    suffix = Path(output).suffix.lstrip(".").lower() if output and output != "-" else ""
    form = (asked or (suffix if suffix in FORMATS else "pdf")).lower()
    if form not in FORMATS:
        raise Failure(f"Chưa in được dạng “{asked}”.", f"Chọn trong: {', '.join(FORMATS)}.")
    return form


def _content(form: str, entries: list[Entry], papers: list[Paper], *, as_array: bool) -> bytes:
    if form == "json":
        objects = [entry_object(entry) for entry in entries]
        return (json.dumps(objects if as_array else objects[0], ensure_ascii=False, indent=1) + "\n").encode()
    if form == "md":
        from canang.export.markdown import to_markdown  # noqa: PLC0415  one format a run

        return "\n".join(to_markdown(paper) for paper in papers).encode()
    from canang.export.pdf import TypesettingFailed, to_pdf  # noqa: PLC0415

    try:
        return to_pdf(papers)
    except TypesettingFailed as error:
        raise Failure(
            f"Không dàn được trang PDF: {error}", "Thử --dinh-dang md, và báo cho người phụ trách."
        ) from error
