"""Pages as answers to requests."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from canang.desk.desk import Desk
from canang.desk.membership import where_it_goes
from canang.web.addresses import address
from canang.web.templating import data_of, templates

OF = "so-cua"
"""The field of a form with the uuid of the office in whose register it was made."""


class Renderer:
    """The templates, compiled once."""

    def __init__(self, *, one_page: bool = False) -> None:
        """The renderer of a server, or of the page that has the program inside."""
        self._environment = templates("base.html", over="one" if one_page else None)

    def page(self, template: str, desk: Desk, path: str, status: int, context: Mapping[str, Any]) -> Response:
        """A page for whom a desk is, at an address's path."""
        known = {
            "address": address,
            "today": desk.today,
            "path": path,
            "query": "",
            "problems": {},
            "typed": {},
            "again": (),
            "data": data_of(desk),
            "noted": "Lưu ý",
            "goes": where_it_goes(desk),
        }
        if (signed := context.get("signed")) and signed.register:
            known["whose"] = Markup('<input type="hidden" name="{}" value="{}">').format(OF, signed.register.id)
        text = self._environment.get_template(template).render(known | dict(context))
        return HTMLResponse(text, status)

    def refusal(self, status: int, what: str, hint: str) -> Response:
        """A page that needs nothing of the handbook: to be shown to whom may not come in."""
        text = self._environment.get_template("refusal.html").render(what=what, hint=hint)
        return HTMLResponse(text, status)
