"""Questions that officials really had, and whom one can ask."""

from starlette.responses import Response

from canang.desk.asking import ask, contacts
from canang.web.visit import Visit


def questions(visit: Visit) -> Response:
    """The questions that some words or an entry's id mean, each with its answer; all of them without words."""
    asked = visit.asked("q")
    return visit.show("questions.html", asked=asked, found=ask(visit.desk, asked, visit.day))


def people(visit: Visit) -> Response:
    """Whom one can ask, as it was published."""
    hotline, known = contacts(visit.desk)
    return visit.show("contacts.html", hotline=hotline, contacts=known)


ROUTES = (
    ("/hoi-dap", "GET", questions),
    ("/lien-he", "GET", people),
)
