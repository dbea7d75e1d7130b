"""A paper as PDF/A-2b, set by Typst from the template beside this file."""

import io
import json
from importlib import resources
from typing import Any

import msgspec

from canang.export.handbook import Book
from canang.export.office import Office
from canang.export.paper import Paper

FACES = ("Times New Roman", "Liberation Serif", "Tinos", "Libertinus Serif")
"""Faces by choice: what Nghị định 30/2020/NĐ-CP asks for, two of the same metrics, and the one that Typst carries."""


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
    """PDF/A-2b makes a missing glyph an error; a missing family would only give empty pages, so the face is one that is
    present, and any warning counts as failure."""
    import typst  # noqa: PLC0415  only a PDF needs the typesetter

    present = set(typst.Fonts().families())
    face = next(face for face in FACES if face in present)
    here = resources.files("canang.export")
    source = here.joinpath("sheet.typ").read_bytes() + here.joinpath(template).read_bytes()
    inputs: dict[str, Any] = {
        "face": face,
        "papers": json.dumps([{**paper.data(), "qr": qr_svg(paper)} for paper in papers], ensure_ascii=False),
        "office": json.dumps(msgspec.to_builtins(office) if office else None, ensure_ascii=False),
        **more,
    }
    try:
        pdf, warnings = typst.compile_with_warnings(source, sys_inputs=inputs, pdf_standards=["a-2b"])
    except RuntimeError as error:
        raise TypesettingFailed(str(error)) from error
    if warnings:
        raise TypesettingFailed("; ".join(str(warning.message) for warning in warnings))
    return bytes(pdf)


def qr_svg(paper: Paper) -> str:
    """The QR code of a paper's id and of the data that it was printed from, as SVG."""
    import segno  # noqa: PLC0415  only paper carries one

    out = io.BytesIO()
    segno.make(f"canang {paper.footer}", error="m", micro=False).save(out, kind="svg", border=1)
    return out.getvalue().decode()
