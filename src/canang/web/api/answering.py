"""The API as pages: an answer as JSON with its ETag, an error as the envelope that ``--json`` prints too."""

import json
from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from canang.catalog.public import public
from canang.errors import Code, Failure, error_envelope
from canang.web.api.calls import CALLS, Call
from canang.web.api.openapi import openapi
from canang.web.templating import data_of
from canang.web.visit import Visit

BASE = "/api/v1"
_STATUS = {Code.NOT_FOUND: 404, Code.DATA_DAMAGED: 503, Code.DATA_VERSION: 503}


def described(visit: Visit) -> Response:
    """The OpenAPI document."""
    return _json(openapi(), _tag(visit, "openapi"))


def answering(call: Call) -> Callable[[Visit], Response]:
    """A call as a page."""

    def answer(visit: Visit) -> Response:
        try:
            tag = _tag(visit, call.name)
            if tag in visit.request.headers.get("if-none-match", ""):
                return Response(status_code=304, headers={"etag": tag})
            return _json(public(call.answer(visit)), tag)
        except Failure as failure:
            return _json(error_envelope(failure), None, _STATUS.get(failure.code, 400))

    return answer


def _json(value: Any, tag: str | None, status: int = 200) -> Response:
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {"etag": tag, "cache-control": "no-cache"} if tag else {}
    return Response(content, status, media_type="application/json", headers=headers)


def _tag(visit: Visit, name: str) -> str:
    """What changes when an answer may: the data, the day, and what was asked."""
    data = data_of(visit.desk) or {"hash": ""}
    return f'W/"{data["hash"]}-{visit.desk.today:%Y%m%d}-{name}"'


ROUTES = (
    (f"{BASE}/openapi.json", "GET", described),
    *((f"{BASE}{call.path}", "GET", answering(call)) for call in CALLS),
)
