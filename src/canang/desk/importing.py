"""Importing: somebody else's procedures read, reported, and put into a catalogue of their own or a layer over ours."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import msgspec

from canang.desk.desk import Desk
from canang.desk.layers import open_layer
from canang.errors import Code, Failure
from canang.exchange.compiling import Compiler
from canang.exchange.draft import Draft, Origin
from canang.exchange.own import OwnWork, compile_template
from canang.exchange.reading import read_drafts
from canang.exchange.report import Report
from canang.exchange.template_file import is_template, read_template
from canang.layers.layer import Layer
from canang.seed.build import write_catalog
from canang.seed.known import Known, read_known

Watch = Callable[[Iterable[Draft]], Iterable[Draft]]


class Imported(msgspec.Struct, frozen=True):
    """What was understood and what was not, and the file that it went into, if any."""

    report: Report
    target: Path | None


def import_file(
    desk: Desk,
    file: Path,
    *,
    layer: str | None = None,
    prefix: str | None = None,
    target: Path | None = None,
    read_on: date | None = None,
    dry: bool = False,
    watch: Watch = iter,
) -> Imported:
    """Read a file of the national portal, a decision (DOCX, PDF) or a template of ours.

    Args:
        layer: the layer to put it into; None writes ``target``, a new catalogue.
        prefix: the capitals with which ids begin.
        read_on: the day on which the file was fetched; None is today.
        dry: write nothing.
        watch: sees the records go by.

    Raises:
        Unreadable: the file cannot be read.
        SeedFaulty: what it says does not hold together; ``faults`` says where.
        Failure: there is no procedure in it, or the layer cannot be used.
    """
    opened, capitals, known = _target(desk, layer, prefix)
    name, day = opened.name if opened else None, read_on or desk.today
    if is_template(file):
        report, work = _own(file, day, known, name, capitals)
    else:
        compiler = Compiler(_origin(file, day), capitals or "DVC", known, name)
        compiler.take(watch(read_drafts(file)))
        report, work = compiler.report, OwnWork(compiler.finish(), ())
    if report.entries == 0 and not work.seed.hidden and not work.seed.words:
        raise Failure(f"Không có thủ tục nào trong {file.name}.", "Xem lại tệp.", Code.NOT_FOUND)
    return Imported(report, None if dry else _write(work, report, opened, capitals, target))


def _target(desk: Desk, layer: str | None, prefix: str | None) -> tuple[Layer | None, str | None, Known]:
    """The layer to write to, where one was named, with its prefix; and what the catalogue below knows."""
    if layer is None:
        with desk.catalog() as connection:
            return None, None, read_known(connection)
    opened = open_layer(desk, layer, prefix)
    return opened.layer, opened.prefix, opened.known


def _write(work: OwnWork, report: Report, layer: Layer | None, prefix: str | None, path: Path | None) -> Path | None:
    if layer and prefix:
        counts = layer.put(work.seed, prefix, work.overrides)
        report.added, report.changed, report.same = counts["added"], counts["changed"], counts["same"]
        return layer.path
    if path is not None:
        write_catalog(work.seed, path)
    return path


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
