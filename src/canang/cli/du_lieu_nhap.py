"""``canang du-lieu nhap``: somebody else's procedures to a catalogue of their own, or to a layer over ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from canang.cli.errors import ExitCode, Failure
from canang.cli.help import VietnameseCommand
from canang.cli.layer_at_hand import layer_at_hand
from canang.cli.output import may_replace
from canang.cli.page import Page
from canang.cli.progress import streamed
from canang.cli.session import Session
from canang.exchange.bounds import Unreadable
from canang.exchange.compiling import Compiler
from canang.exchange.draft import PARTS, Origin
from canang.exchange.known import Known, read_known
from canang.exchange.layer import Layer
from canang.exchange.own import OwnWork, compile_template
from canang.exchange.reading import read_drafts
from canang.exchange.report import Report
from canang.exchange.template_file import is_template, read_template
from canang.seed.build import write_catalog
from canang.seed.records import SeedFaulty
from canang.text.days import read_day

EPILOG = """
canang du-lieu nhap danh-sach.xlsx --thu
canang du-lieu nhap tthc.jsonl.gz --ra tthc.sqlite
canang --db tthc.sqlite tim "hộ chiếu"
canang du-lieu nhap danh-sach.xlsx --lop ha-giang
"""
_SHOWN = 12
_MOST_FAULTS = 40

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("nhap", cls=VietnameseCommand, epilog=EPILOG)
def nhap(
    context: typer.Context,
    tep: Annotated[Path, typer.Argument(metavar="TỆP", help="tệp của Cổng dịch vụ công, quyết định công bố, hoặc mẫu")],
    ra: Annotated[Path | None, typer.Option("--ra", metavar="TỆP", help="tệp dữ liệu mới sẽ ghi")] = None,
    lop: Annotated[
        str | None, typer.Option("--lop", metavar="TÊN", help="nhập vào lớp này, phủ lên cẩm nang đang dùng")
    ] = None,
    ma: Annotated[
        str | None, typer.Option("--ma", metavar="CHỮ", help="mã của lớp bắt đầu bằng chữ này, như HG")
    ] = None,
    thu: Annotated[bool, typer.Option("--thu", help="chỉ đọc và báo cáo, không ghi gì")] = False,
    ngay_doc: Annotated[str | None, typer.Option("--ngay-doc", metavar="NGÀY", help="ngày tải tệp về")] = None,
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay tệp đã có")] = False,
) -> None:
    """Nhập thủ tục từ Cổng dịch vụ công, quyết định công bố (DOCX, PDF) hoặc mẫu của cẩm nang.

    Chỗ nào không hiểu được thì báo cáo theo từng bản ghi; bản ghi luôn giữ nguyên văn gốc. Mẫu để điền: canang du-lieu
    mau.
    """
    session = Session.of(context)
    if (ra is None) == (lop is None) and not (thu and ra is None):
        raise Failure("Chưa nói ghi vào đâu.", "Thêm --ra moi.sqlite, --lop ten-lop, hoặc --thu để chỉ xem trước.")
    if ra is not None and not thu:
        may_replace(session, ra, ghi_de)
    read_on = read_day(ngay_doc) if ngay_doc else session.environment.today
    layer, prefix, known = _target(session, lop, ma)
    name = layer.name if layer else None
    with _failing_in_words(session, tep):
        if is_template(tep):
            report, work = _own(tep, read_on, known, name, prefix)
        else:
            compiler = Compiler(_origin(tep, read_on), prefix or "DVC", known, name)
            compiler.take(streamed(session, read_drafts(tep), "Đang đọc bản ghi"))
            report, work = compiler.report, OwnWork(compiler.finish(), ())
        if report.entries == 0 and not work.seed.hidden and not work.seed.words:
            raise Failure(f"Không có thủ tục nào trong {tep.name}.", "Xem lại tệp.", ExitCode.NOTHING_FOUND)
        target = None if thu else _write(work, report, layer, prefix, ra)
    _tell(session, report, target)


def _target(session: Session, layer: str | None, prefix: str | None) -> tuple[Layer | None, str | None, Known]:
    """The layer to write to, where one was named, with its prefix; and what the catalogue below knows."""
    if layer is None:
        with session.catalog() as connection:
            return None, None, read_known(connection)
    at_hand = layer_at_hand(session, layer, prefix)
    return at_hand.layer, at_hand.prefix, at_hand.known


def _write(work: OwnWork, report: Report, layer: Layer | None, prefix: str | None, path: Path | None) -> Path | None:
    if layer and prefix:
        counts = layer.put(work.seed, prefix, work.overrides)
        report.added, report.changed, report.same = counts["added"], counts["changed"], counts["same"]
        return layer.path
    if path is not None:
        write_catalog(work.seed, path)
    return path


@contextmanager
def _failing_in_words(session: Session, path: Path) -> Iterator[None]:
    """Whatever is wrong with the file or the layer becomes Vietnamese lines."""
    try:
        yield
    except Unreadable as error:
        raise Failure(str(error), error.hint) from error
    except SeedFaulty as faulty:
        for fault in faulty.faults[:_MOST_FAULTS]:
            session.environment.complain(str(fault))
        raise Failure(f"{len(faulty.faults)} lỗi trong {path.name}; chưa nhập gì.", "Sửa rồi chạy lại lệnh.") from None


def _own(path: Path, read_on: date, known: Known, layer: str | None, prefix: str | None) -> tuple[Report, OwnWork]:
    origin = Origin(path.name, f"Mẫu nhập của địa phương, tệp {path.name}", "người nhập", read_on)
    work = compile_template(read_template(path), origin, known, layer, prefix)
    entries = len(work.seed.procedures)
    return Report(path.name, records=entries, entries=entries), work


def _origin(path: Path, read_on: date) -> Origin:
    decision = path.suffix.lower() in {".docx", ".pdf"}
    title = f"Quyết định công bố thủ tục hành chính, tệp {path.name}" if decision else f"Tệp {path.name}"
    publisher = "cơ quan công bố" if decision else "Cổng Dịch vụ công quốc gia"
    return Origin(path.name, title, publisher, read_on)


def _tell(session: Session, report: Report, target: Path | None) -> None:
    if session.as_json:
        session.print_json({**report.as_object(), "output": str(target) if target else None})
        return
    page = Page(session.environment)
    page.line(f"{report.file}: {report.records} bản ghi, {report.entries} thủ tục", style="bold")
    page.pairs(
        tuple(
            (PARTS[name], f"hiểu {counted.recovered}/{counted.stated}, không vướng gì {counted.clean}")
            for name, counted in report.parts.items()
        )
    )
    kinds = report.by_message()
    page.section("Cần xem lại", tuple((f"{PARTS.get(p, 'bản ghi')}: {n}", m) for p, m, n in kinds[:_SHOWN]))
    if report.troubles:
        page.line("Từng bản ghi: thêm --json.", style="dim")
    if report.added or report.changed or report.same:
        page.line(f"So với lớp trước đó: thêm {report.added}, đổi {report.changed}, như cũ {report.same}.")
    page.line(f"Đã ghi {target}" if target else "Chỉ đọc thử; chưa ghi gì.")
