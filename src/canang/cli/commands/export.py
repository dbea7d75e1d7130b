"""``canang export``: entries on paper or as a file."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer._click import Context

from canang.catalog.overview import Filters
from canang.cli.terminal.choosing import choose_procedure, last_worked_on
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.options import (
    TYPES,
    Day,
    FieldOption,
    KindOption,
    LevelOption,
    read_field,
    read_kind,
    read_level,
)
from canang.cli.terminal.output import deliver, target_of
from canang.cli.terminal.progress import Progress
from canang.cli.terminal.session import Session
from canang.desk.formats import Extent, is_folder, read_format
from canang.desk.printing import (
    field_names,
    office_of,
    print_case,
    print_entries,
    print_folder,
    print_handbook,
    select_ids,
)
from canang.desk.reading import find_id, read_entry
from canang.errors import Failure

if TYPE_CHECKING:
    from canang.export.office import Office

EPILOG = """
canang export TDC-01 -o kiem-tra-do-luong.pdf
canang export TDC-01.2 --gon -o gon.docx
canang export TDC-01.2 --mau
canang export TDC-01.2 --mau 5.BBKT -o bien-ban.docx
canang export --ho-so "Cửa hàng số 5" -o ho-so.pdf
canang export --tat-ca --cap xa -o cam-nang-xa.pdf
canang export --tat-ca --dinh-dang docx -o phieu/
canang export --tat-ca --trang-web cam-nang
canang export --tat-ca --mot-trang cam-nang.html
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class _Export(VietnameseCommand):
    """``--mau`` may stand without a value, which asks for the list of forms."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Give ``--mau`` without a value an empty one."""
        pairs = zip(args, [*args, "--"][1:], strict=True)
        return super().parse_args(
            ctx, ["--mau=" if a == "--mau" and after.startswith("-") else a for a, after in pairs]
        )


@app.command("export", cls=_Export, epilog=EPILOG)
def export(
    context: typer.Context,
    ma: Annotated[
        list[str] | None,
        typer.Argument(metavar="MÃ...", help="một hay nhiều mã, như TDC-01 VT-02; không ghi thì mục xem gần nhất"),
    ] = None,
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
    trang_web: Annotated[
        str | None,
        typer.Option(
            "--trang-web",
            metavar="THƯ-MỤC",
            help="với --tat-ca: bộ trang mở bằng trình duyệt từ USB hay máy chủ web, không cần mạng",
        ),
    ] = None,
    mot_trang: Annotated[
        str | None,
        typer.Option(
            "--mot-trang",
            metavar="TỆP",
            help="với --tat-ca: một tệp HTML có cả chương trình bên trong, mở bằng trình duyệt, không cần cài gì",
        ),
    ] = None,
    linh_kien: Annotated[
        str | None,
        typer.Option("--linh-kien", metavar="THƯ-MỤC", help="với --mot-trang: nơi để linh kiện (mặc định: linh-kien)"),
    ] = None,
    linh_vuc: FieldOption = None,
    cap: LevelOption = None,
    loai: KindOption = None,
    khung: Annotated[bool, typer.Option("--khung", help="in đầu trang của cơ quan (khung.toml)")] = False,
    mau: Annotated[
        str | None,
        typer.Option(
            "--mau", metavar="MẪU", help="tờ để điền (DOCX) theo mẫu này, như 5.BBKT; không ghi mẫu nào thì liệt kê"
        ),
    ] = None,
    ho_so: Annotated[
        str | None,
        typer.Option("--ho-so", metavar="TÊN", help="một hồ sơ: đã làm gì, ai, lúc nào; với --mau: điền sẵn"),
    ] = None,
    ca_ghi_chu: Annotated[
        bool, typer.Option("--ca-ghi-chu", help="với --ho-so --mau: đưa cả ghi chú riêng của cán bộ vào tờ")
    ] = False,
    gon: Annotated[bool, typer.Option("--gon", help="bản gọn, mỗi mục một trang")] = False,
    nguon: Annotated[bool, typer.Option("--nguon", help="in cả nơi đã đọc từng điều")] = False,
    ngay: Day = None,
) -> None:
    """In phiếu ra PDF, DOCX, HTML, Markdown hoặc JSON.

    PDF khổ A4, có ô đánh dấu cho từng giấy tờ và từng bước, chỗ ghi ngày và ký. --mau cho tờ DOCX để điền.
    --trang-web ghi cả cẩm nang thành một thư mục trang, mở bằng trình duyệt mà không cần cài gì.
    """
    session = Session.of(context)
    if (linh_vuc or cap or loai) and not tat_ca:
        raise Failure("--linh-vuc, --cap, --loai chỉ đi với --tat-ca.", "Ví dụ: canang export --tat-ca --cap xa")
    if mot_trang is not None or linh_kien is not None:
        narrowed = linh_vuc or cap or loai or ngay or trang_web is not None
        others = ma or mau is not None or ho_so or dinh_dang or output or khung or gon or nguon or narrowed
        _one_page(session, mot_trang or "", linh_kien, alone=tat_ca and not others, overwrite=ghi_de)
        return
    if trang_web is not None:
        if not tat_ca or ma or mau is not None or ho_so or dinh_dang or output or khung or gon or nguon:
            raise Failure(
                "--trang-web chỉ đi với --tat-ca, --linh-vuc, --cap, --loai, --ngay, --ghi-de.",
                "Ví dụ: canang export --tat-ca --trang-web cam-nang",
            )
        from canang.cli.commands.export_trang_web import write_pages  # noqa: PLC0415  no other export needs templates

        day = session.day(ngay)
        write_pages(session, trang_web, _filtered(session, linh_vuc, cap, loai, day), day, overwrite=ghi_de)
        return
    if mau is not None:
        from canang.cli.commands.export_mau import fill_or_list  # noqa: PLC0415  only a form to fill in needs it

        fill_or_list(session, mau, ma or [], ho_so, output, overwrite=ghi_de, notes=ca_ghi_chu)
        return
    if not (ma or tat_ca or ho_so):
        last = last_worked_on(session, "canang export TDC-01 -o phieu.pdf")
        # The record of a case has no short form: the case's procedure is printed then.
        ho_so, ma = (last.case, None) if last.case is not None and not gon else (None, [last.entry])
    office = office_of(session.desk) if khung else None
    form = read_format(dinh_dang, output)
    extent = _extent(form, brief=gon, sources=nguon, case=ho_so is not None)
    if ho_so is not None:
        if ma or tat_ca:
            raise Failure("--ho-so đi một mình, không kèm mã.", 'Ví dụ: canang export --ho-so "Cửa hàng số 5" -o a.pdf')
        target = target_of(session, output or f"ho-so.{form}", ghi_de)
        deliver(session, target, print_case(session.desk, ho_so, form, office))
        return
    if tat_ca == bool(ma):
        raise Failure("Cho biết in gì: một hay nhiều mã, hoặc --tat-ca.", "Ví dụ: canang export TDC-01 -o phieu.pdf")
    day = session.day(ngay)
    if tat_ca:
        ids = _filtered(session, linh_vuc, cap, loai, day)
    elif len(ma or []) == 1 and output != "-":
        read = choose_procedure(session, read_entry(session.desk, (ma or [])[0], day), "in", or_task=True)
        ids = [read.entry.id] if read else []
    else:
        ids = list(dict.fromkeys(find_id(session.desk, reference) for reference in ma or []))
    _export(session, ids, day, form, output, overwrite=ghi_de, whole=tat_ca, office=office, extent=extent)


def _one_page(session: Session, target: str, parts: str | None, *, alone: bool, overwrite: bool) -> None:
    if not alone:
        raise Failure(
            "--mot-trang chỉ đi với --tat-ca, --linh-kien, --ghi-de.",
            "Ví dụ: canang export --tat-ca --mot-trang cam-nang.html",
        )
    from canang.cli.commands.export_mot_trang import write_one_page  # noqa: PLC0415  no other export needs it

    day = session.day(None)
    write_one_page(session, target, parts, _filtered(session, None, None, None, day), day, overwrite=overwrite)


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
    extent: Extent,
) -> None:
    many = whole or len(ids) > 1
    if many and is_folder(output):
        folder = Path(str(output))
        written, contents = print_folder(
            session.desk,
            folder,
            ids,
            day,
            form,
            overwrite=overwrite,
            office=office,
            extent=extent,
            progress=Progress(session),
        )
        if session.as_json:
            session.print_json({"folder": str(folder), "files": written, "contents": str(contents)})
        else:
            session.environment.say(f"Đã ghi {written} tệp vào {folder}; mở {contents} để xem mục lục.")
        return
    target = target_of(session, output or f"{'cam-nang' if whole else '_'.join(ids[:3])}.{form}", overwrite)
    if whole and form == "pdf":
        content = print_handbook(session.desk, ids, day, Progress(session), extent)
    else:
        content = print_entries(session.desk, ids, day, form, as_array=many, office=office, extent=extent)
    deliver(session, target, content)


def _extent(form: str, *, brief: bool, sources: bool, case: bool) -> Extent:
    if brief and (sources or case or form == "json"):
        raise Failure(
            "--gon in bản gọn của một mục; không đi với --nguon, --ho-so, hay dạng JSON.",
            "Ví dụ: canang export TDC-01.2 --gon -o gon.pdf",
        )
    return Extent.BRIEF if brief else Extent.SOURCES if sources else Extent.SHEET


def _filtered(session: Session, field: str | None, level: str | None, kind: str | None, day: date) -> list[str]:
    wanted = read_kind(kind)
    of_type = wanted in TYPES.values()
    filters = Filters(
        field=read_field(field, field_names(session.desk)), level=read_level(level), kind=None if of_type else wanted
    )
    return select_ids(session.desk, filters, [str(wanted)] if of_type else list(TYPES.values()), day)
