"""Every page under its address."""

from collections.abc import Callable

from starlette.responses import Response

from canang.web.api import answering
from canang.web.pages import (
    asking,
    case_forms,
    cases,
    data,
    difficulties,
    finding,
    handing,
    law,
    own_office,
    practice,
    readiness,
    reading,
)
from canang.web.visit import Visit

ROUTES: tuple[tuple[str, str, Callable[[Visit], Response]], ...] = (
    *finding.ROUTES,
    *reading.ROUTES,
    *law.ROUTES,
    *asking.ROUTES,
    *cases.ROUTES,
    *case_forms.ROUTES,
    *handing.ROUTES,
    *difficulties.ROUTES,
    *readiness.ROUTES,
    *practice.ROUTES,
    *own_office.ROUTES,
    *data.ROUTES,
    *answering.ROUTES,
)
"""Every page: its address, its method, and what makes it."""
