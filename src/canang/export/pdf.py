"""A paper as PDF/A-2b, set by Typst from the template beside this file."""

import json
from importlib import resources
from typing import Any

from canang.export.paper import Paper

FACES = ("Times New Roman", "Liberation Serif", "Tinos", "Libertinus Serif")
"""Faces by choice: what Nghị định 30/2020/NĐ-CP asks for, two of the same metrics, and the one that Typst carries."""


class TypesettingFailed(Exception):
    """The page could not be set; ``str()`` is the typesetter's reason."""


def to_pdf(papers: list[Paper]) -> bytes:
    """Set the papers one after another, each beginning on a page of its own.

    PDF/A-2b makes a missing glyph an error; a missing family would only give empty pages, so the face is one that is
    present, and any warning counts as failure.

    Raises:
        TypesettingFailed: the typesetter refused or warned.
    """
    import typst  # noqa: PLC0415  only a PDF needs the typesetter

    present = set(typst.Fonts().families())
    face = next(face for face in FACES if face in present)
    template = resources.files("canang.export").joinpath("paper.typ").read_bytes()
    inputs: dict[str, Any] = {
        "face": face,
        "papers": json.dumps([paper.data() for paper in papers], ensure_ascii=False),
    }
    try:
        pdf, warnings = typst.compile_with_warnings(template, sys_inputs=inputs, pdf_standards=["a-2b"])
    except RuntimeError as error:
        raise TypesettingFailed(str(error)) from error
    if warnings:
        raise TypesettingFailed("; ".join(str(warning.message) for warning in warnings))
    return bytes(pdf)
