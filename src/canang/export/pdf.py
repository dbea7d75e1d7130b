"""A paper as PDF/A-2b, set by Typst from the template beside this file."""

import io
import json
from functools import lru_cache
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from canang.export.flow import draw_flow
from canang.export.handbook import Book
from canang.export.office import Office
from canang.export.paper import Paper

FACE = "Liberation Serif"
"""Of the metrics of Times New Roman, with every letter of Vietnamese; it lies beside this file. Faces of the machine
are not asked: an older one of the same name lacks letters, and the page would differ from office to office."""
_OWN_FACES = Path(__file__).parent / "fonts"


class TypesettingFailed(Exception):
    """The page could not be set; ``str()`` is the typesetter's reason."""


def to_pdf(papers: list[Paper], office: Office | None = None) -> bytes:
    """Set the papers one after another, each beginning on a page of its own.

    Raises:
        TypesettingFailed: the typesetter refused or warned.
    """
    return _set("paper.typ", papers, office, {})


def to_handbook(papers: list[Paper], book: Book) -> bytes:
    """The whole handbook: title page, how to read it, contents, every paper, indexes.

    Raises:
        TypesettingFailed: the typesetter refused or warned.
    """
    return _set("handbook.typ", papers, None, {"book": json.dumps(msgspec.to_builtins(book), ensure_ascii=False)})


def _set(template: str, papers: list[Paper], office: Office | None, more: dict[str, str]) -> bytes:
    """PDF/A-2b makes a missing glyph an error; a missing family would only give empty pages, so any warning counts as
    failure."""
    import typst  # noqa: PLC0415  only a PDF needs the typesetter

    here = resources.files("canang.export")
    source = here.joinpath("sheet.typ").read_bytes() + here.joinpath(template).read_bytes()
    inputs: dict[str, Any] = {
        "face": FACE,
        "papers": json.dumps([{**paper.data(), **_pictures(paper)} for paper in papers], ensure_ascii=False),
        "office": json.dumps(_head(office) if office else None, ensure_ascii=False),
        **({"logo": "logo"} if office and office.logo else {}),
        **more,
    }
    with TemporaryDirectory() as folder:
        # A compiler of its own folder: text that a user wrote may name no file of the machine.
        document = Path(folder) / "paper.typ"
        document.write_bytes(source)
        if office and office.logo:
            (Path(folder) / "logo").write_bytes(office.logo)
        try:
            pdf, warnings = typst.compile_with_warnings(
                str(document),
                root=folder,
                font_paths=_fonts(),
                sys_inputs=inputs,
                pdf_standards=["a-2b"],
            )
        except RuntimeError as error:
            raise TypesettingFailed(str(error)) from error
    if warnings:
        raise TypesettingFailed("; ".join(str(warning.message) for warning in warnings))
    return bytes(pdf)


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """The faces, read once a run."""
    import typst  # noqa: PLC0415

    return typst.Fonts(include_system_fonts=False, font_paths=[str(_OWN_FACES)])


def _head(office: Office) -> dict[str, str]:
    return {"co_quan": office.co_quan, "cap_tren": office.cap_tren, "noi": office.noi}


def _pictures(paper: Paper) -> dict[str, Any]:
    """What a sheet shows beside its text, as SVG: its QR code, and the flow where it helps and fits a page."""
    flow = draw_flow(paper.steps, f"Các bước của {paper.id}", FACE)
    return {"qr": qr_svg(paper), "flow": flow.svg if flow.helps else None, "flow_width": flow.paper_width}


def qr_svg(paper: Paper) -> str:
    """The QR code of a paper's id and of the data that it was printed from, as SVG."""
    import segno  # noqa: PLC0415  only paper carries one

    out = io.BytesIO()
    segno.make(f"canang {paper.footer}", error="m", micro=False).save(out, kind="svg", border=1)
    return out.getvalue().decode()
