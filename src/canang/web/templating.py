"""The templates, with what every one of them knows: words, labels, and the filters that make values Vietnamese.

Needs jinja2 alone: pages that are written to a folder have no server.
"""

import re
from datetime import date
from functools import cache
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup, escape

from canang import __version__
from canang.cases.walk import State, closed_by
from canang.catalog.documents import standing_of
from canang.catalog.labels import (
    CHANGES,
    KINDS,
    LEVELS,
    NEEDS,
    NO_LEVEL,
    PROCEDURE_TYPES,
    SHORT_VERIFICATION,
    cite_all,
    cite_source,
)
from canang.catalog.validity import standing
from canang.desk.desk import Desk
from canang.desk.overview import about
from canang.errors import Failure
from canang.export.due_words import due_text
from canang.export.record import STATES
from canang.sheet.words import EDITORS, LABELS, Kind
from canang.text.days import VIETNAM, read_day, show_day
from canang.text.visible import visible

ANSWERS = (
    (State.DONE, "Xong, đạt"),
    (State.NOT_MET, "Không đạt"),
    (State.NOT_APPLICABLE, "Không áp dụng"),
    (State.LATER, "Để sau"),
)
"""What can be said of an item, and how a form calls it."""


_FORM = re.compile(r'<form method="post"[^>]*>')


class FormsSayWhose(Extension):
    """Puts ``whose`` into every form that writes, so that none is forgotten: a session looks at one office's register,
    and another tab may have chosen another one since the form was made."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """A template with ``whose`` in its forms."""
        return _FORM.sub(lambda form: f"{form[0]}{{{{ whose }}}}", source)


CHANGED = {"added": "Thêm", "removed": "Bỏ", "changed": "Đổi"}
"""What became of an item under a case that follows it."""


@cache
def templates(layout: str, over: str | None = None) -> Environment:
    """The templates, compiled once a process; those that both kinds of pages share are laid out by ``layout``.

    Args:
        over: a folder of templates that take the places of those of the same names, which they may extend as
            ``goc/NAME``; what only a server can do is then left out of all.
    """
    environment = Environment(
        loader=_over(over) if over else PackageLoader("canang.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=[FormsSayWhose],
    )
    environment.filters |= {
        "day": show_day,
        "moment": lambda moment: f"{show_day(moment.date())} {moment:%H:%M}",
        "seen": visible,
        "lines": lines,
        "cited": cite_all,
        "source": lambda source: cite_source(source, address=False),
        "standing": lambda item: standing(item.status, item.effective_from, item.effective_to),
    }
    environment.globals |= {
        "LABELS": LABELS, "EDITORS": EDITORS, "Kind": Kind, "LEVELS": LEVELS, "NO_LEVEL": NO_LEVEL, "KINDS": KINDS,
        "PROCEDURE_TYPES": PROCEDURE_TYPES, "VERIFIED": SHORT_VERIFICATION, "CHANGES": CHANGES, "NEEDS": NEEDS,
        "program_version": __version__, "due_text": due_text, "states": STATES, "answers": ANSWERS,
        "closed_by": closed_by, "standing_of": standing_of, "CHANGED": CHANGED, "VIETNAM": VIETNAM, "layout": layout,
        "served": over is None, "signed": None, "whose": "",
    }  # fmt: skip
    return environment


def _over(folder: str) -> BaseLoader:
    every = PackageLoader("canang.web")
    return ChoiceLoader([PackageLoader("canang.web", f"templates/{folder}"), every, PrefixLoader({"goc": every})])


def data_of(desk: Desk) -> dict[str, Any] | None:
    """The version and the day of the data, for the foot of a page; None where no catalogue can be read."""
    try:
        known = about(desk)
    except Failure:
        return None
    as_of: date = read_day(known["as_of"])
    return {"version": known["version"], "as_of": as_of, "hotline": known["hotline"], "hash": known["content_hash"]}


def lines(text: str) -> Markup:
    """A text of several lines with breaks between them; what cannot be seen in it is shown as a sign."""
    return Markup("<br>").join(escape(line) for line in visible(text).split("\n"))
