"""The office that uses the handbook, as a form: what no law says and only it knows."""

from typing import Any

from starlette.responses import Response

from canang.desk.own_office import EXAMPLES, FIELDS, keep_office, own_office
from canang.errors import Failure
from canang.web.visit import Visit

_NOT_HERE = frozenset({"logo"})
"""A picture is named by its place on the disk."""


def form(visit: Visit) -> Response:
    """What was said, to be changed."""
    return visit.show("own_office.html", done=visit.asked("da"), **_known(visit))


def kept(visit: Visit) -> Response:
    """Keep it."""
    said = {key: visit.typed(key) for key in FIELDS if key in visit.form and key not in _NOT_HERE}
    try:
        keep_office(visit.desk, said)
    except Failure as failure:
        field = next((key for key, name in FIELDS.items() if str(failure).startswith(name[:4])), "co_quan")
        return visit.failed(failure, "own_office.html", field, done="", **_known(visit))
    return visit.go("don-vi", da="luu")


def _known(visit: Visit) -> dict[str, Any]:
    fields = {key: name for key, name in FIELDS.items() if key not in _NOT_HERE}
    return {"known": own_office(visit.desk), "fields": fields, "examples": EXAMPLES}


ROUTES = (
    ("/don-vi", "GET", form),
    ("/don-vi", "POST", kept),
)
