"""``canang export``: entries on paper or as a file."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from canang.catalog.entries import load_entry, resolve, sole_procedure
from canang.catalog.overview import Filters, fields, list_entries, meta
from canang.catalog.validity import Validity, notices
from canang.cli.errors import ExitCode, Failure
from canang.cli.exporting import content_of, office_of, read_format
from canang.cli.help import VietnameseCommand
from canang.cli.options import TYPES, Day, FieldOption, KindOption, LevelOption, read_field, read_kind, read_level
from canang.cli.output import deliver, may_replace
from canang.cli.session import Session
from canang.export.paper import lay_out

if TYPE_CHECKING:
    from canang.export.office import Office

EPILOG = """
canang export TDC-01 -o kiem-tra-do-luong.pdf
canang export TDC-01.2 --mau 5.BBKT -o bien-ban.docx
canang export --ho-so "Cửa hàng số 5" -o ho-so.pdf
canang export --tat-ca --cap xa -o cam-nang-xa.pdf
canang export --tat-ca --dinh-dang docx -o phieu/
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
        typer.Option("-o", "--ra", metavar="TỆP", help="ghi vào tệp này; thư-mục/ thì mỗi mục một tệp; - là in ra"),
    ] = None,
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay tệp đã có mà không hỏi")] = False,
    tat_ca: Annotated[
        bool, typer.Option("--tat-ca", help="cả cẩm nang; lọc thêm bằng --linh-vuc, --cap, --loai")
    ] = False,
    linh_vuc: FieldOption = None,
    cap: LevelOption = None,
    loai: KindOption = None,
    khung: Annotated[bool, typer.Option("--khung", help="in đầu trang của cơ quan (khung.toml)")] = False,
    mau: Annotated[
        str | None, typer.Option("--mau", metavar="MẪU", help="tờ để điền (DOCX) dựng theo mẫu này, như 5.BBKT")
    ] = None,
    ho_so: Annotated[
        str | None,
        typer.Option("--ho-so", metavar="TÊN", help="một hồ sơ: đã làm gì, ai, lúc nào; với --mau: điền sẵn"),
    ] = None,
    ngay: Day = None,
) -> None:
    """In phiếu ra PDF, DOCX, HTML, Markdown hoặc JSON.

    PDF khổ A4, có ô đánh dấu cho từng giấy tờ và từng bước, chỗ ghi ngày và ký. --mau cho tờ DOCX để điền.
    """
    session = Session.of(context)
    if (linh_vuc or cap or loai) and not tat_ca:
        raise Failure("--linh-vuc, --cap, --loai chỉ đi với --tat-ca.", "Ví dụ: canang export --tat-ca --cap xa")
    if mau is not None:
        _blank(session, mau, ma or [], ho_so, output, overwrite=ghi_de)
        return
    office = office_of(session) if khung else None
    if ho_so is not None:
        from canang.cli.export_case import export_case  # noqa: PLC0415  only a case needs the register

        if ma or tat_ca:
            raise Failure("--ho-so đi một mình, không kèm mã.", 'Ví dụ: canang export --ho-so "Cửa hàng số 5" -o a.pdf')
        export_case(session, ho_so, read_format(dinh_dang, output), output, overwrite=ghi_de, office=office)
        return
    if tat_ca == bool(ma):
        raise Failure("Cho biết in gì: một hay nhiều mã, hoặc --tat-ca.", "Ví dụ: canang export TDC-01 -o phieu.pdf")
    day = session.day(ngay)
    ids = _filtered(session, linh_vuc, cap, loai, day) if tat_ca else _named(session, ma or [])
    _export(session, ids, day, read_format(dinh_dang, output), output, overwrite=ghi_de, whole=tat_ca, office=office)


def _export(
    session: Session,
    ids: list[str],
    day: date,
    form: str,
    output: str | None,
    *,
    overwrite: bool,
    whole: bool,
    office: "Office | None",
) -> None:
    with session.catalog() as connection:
        entries = [load_entry(connection, id_, day) for id_ in ids]
        validity, version = Validity(connection), meta(connection)["version"]
        papers = [lay_out(entry, notices(entry, validity), version) for entry in entries]
    many = whole or len(entries) > 1
    if many:
        from canang.cli.export_many import fill_folder, handbook, is_folder  # noqa: PLC0415  one entry needs neither

        if is_folder(output):
            fill_folder(session, Path(str(output)), form, entries, papers, overwrite=overwrite, office=office)
            return
    target = output or f"{'cam-nang' if whole else '_'.join(ids[:3])}.{form}"
    if target != "-":
        may_replace(session, Path(target), overwrite)
    if whole and form == "pdf":
        content = handbook(session, entries, papers, version)
    else:
        content = content_of(form, entries, papers, as_array=many, office=office)
    deliver(session, target, content)


def _named(session: Session, references: list[str]) -> list[str]:
    with session.catalog() as connection:
        return list(dict.fromkeys(sole_procedure(connection, resolve(connection, name)) for name in references))


def _filtered(session: Session, field: str | None, level: str | None, kind: str | None, day: date) -> list[str]:
    wanted = read_kind(kind)
    with session.catalog() as connection:
        filters = Filters(
            field=read_field(field, fields(connection)),
            level=read_level(level),
            kind=None if wanted in TYPES.values() else wanted,
        )
        types = [wanted] if wanted in TYPES.values() else list(TYPES.values())
        ids = sorted(item.id for type_ in types for item in list_entries(connection, filters, day, str(type_)))
    if not ids:
        raise Failure("Không có mục nào khớp với bộ lọc.", "Bỏ bớt điều kiện.", ExitCode.NOTHING_FOUND)
    return ids


def _blank(
    session: Session, asked: str, references: list[str], case: str | None, output: str | None, *, overwrite: bool
) -> None:
    from canang.cli.export_case import export_blank  # noqa: PLC0415  only a form needs them

    if (len(references) == 1) == (case is not None):
        raise Failure(
            "--mau cần đúng một mã, hoặc một hồ sơ.",
            'Ví dụ: canang export TDC-01.2 --mau 5.BBKT, hoặc canang export --ho-so "Cửa hàng số 5" --mau 5.BBKT',
        )
    if output and output != "-" and Path(output).suffix.lower() != ".docx":
        raise Failure("Tờ để điền chỉ có dạng DOCX.", "Ví dụ: -o bien-ban.docx")
    export_blank(session, asked, references[0] if references else None, case, output, overwrite=overwrite)
