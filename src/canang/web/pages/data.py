"""The data itself: its version, the layers over it, a file taken in, a signed pack; and the program's end."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.background import BackgroundTask
from starlette.datastructures import UploadFile
from starlette.responses import PlainTextResponse, Response

from canang.desk.cases import list_cases
from canang.desk.importing import import_file
from canang.desk.layers import list_layers
from canang.desk.offers import find_offer
from canang.desk.overview import overview
from canang.desk.packs import take, take_back
from canang.errors import Code, Failure
from canang.exchange.draft import PARTS
from canang.seed.records import SeedFaulty
from canang.text.days import read_day
from canang.text.file_names import file_name
from canang.web.failing import explain
from canang.web.visit import Visit

_MOST_FAULTS = 30
"""So many faults of a file are named."""


def about(visit: Visit) -> Response:
    """The version of the data, its layers, and the forms to bring in others."""
    return visit.show("data.html", **_known(visit))


def take_in(visit: Visit) -> Response:
    """Read a file of procedures; report what was understood; write it into a layer unless it is only tried."""
    upload, layer = visit.uploaded("tep"), visit.typed("lop")
    problems = {} if upload else {"tep": "Chưa chọn tệp nào."}
    dry = visit.typed("cach") != "ghi"
    if not dry and not layer:
        problems["lop"] = "Chưa đặt tên lớp. Ví dụ: ha-giang"
    if problems or upload is None:
        return visit.wrong("data.html", problems, **_known(visit))
    try:
        with _on_disk(upload) as path:
            imported = import_file(
                visit.desk, path, layer=layer or None, prefix=visit.typed("ma").upper() or None, dry=dry
            )
    except SeedFaulty as faulty:
        return visit.show("import.html", 400, faults=faulty.faults[:_MOST_FAULTS], report=None, parts=PARTS, layer="")
    except Failure as failure:
        return visit.failed(failure, "data.html", "tep", **_known(visit))
    return visit.show("import.html", report=imported.report, faults=(), parts=PARTS, layer="" if dry else layer)


def offered(visit: Visit) -> Response:
    """The newest good pack at a place on this machine, a stick or a share, and what it changes; nothing is taken in."""
    place = visit.asked("o").strip('"')
    if not place:
        return visit.wrong("data.html", {"o": "Ghi ổ hoặc thư mục có gói. Ví dụ: E:\\"}, **_known(visit))
    try:
        offer = find_offer(visit.desk, Path(place))
    except (Failure, OSError, ValueError) as error:
        failure = explain(error)
        if failure.code is Code.UNEXPECTED:
            failure = Failure(f"Không đọc được “{place[:200]}”.", "Cắm lại ổ, xem lại đường dẫn.")
        return visit.failed(failure, "data.html", "o", place=place, **_known(visit))
    known = {standing.case.name: standing.case.id for standing in list_cases(visit.desk).cases}
    return visit.show("offer.html", offer=offer, keys=known, as_of=read_day(offer.manifest.as_of))


def update(visit: Visit) -> Response:
    """Verify a signed pack, that was sent or lies where it was found, and use it from now on."""
    upload, found = visit.uploaded("goi"), visit.typed("duong-dan")
    if found:
        take(visit.desk, Path(found))
        return visit.go("du-lieu", da="cap-nhat")
    if upload is None:
        return visit.wrong("data.html", {"goi": "Chưa chọn tệp gói dữ liệu."}, **_known(visit))
    try:
        with _on_disk(upload) as path:
            take(visit.desk, path)
    except Failure as failure:
        return visit.failed(failure, "data.html", "goi", **_known(visit))
    return visit.go("du-lieu", da="cap-nhat")


def go_back(visit: Visit) -> Response:
    """Use what was in use before the last update."""
    take_back(visit.desk)
    return visit.go("du-lieu", da="lui")


def leave(visit: Visit) -> Response:
    """End the program once this page has gone out."""
    answer = visit.show("stopped.html")
    answer.background = BackgroundTask(visit.request.app.state.house.stop)
    return answer


def new_key(visit: Visit) -> Response:
    """A key for another start of the command on this machine, which shows that it can read the private file."""
    house = visit.request.app.state.house
    if not house.door.is_own(visit.request.headers.get("authorization", "")):
        return PlainTextResponse("", 403)
    return PlainTextResponse(house.door.new_key())


@contextmanager
def _on_disk(upload: UploadFile) -> Iterator[Path]:
    """What was sent as a file of its own name, gone afterwards: readers go by a file's ending and name it."""
    name = file_name(upload.filename or "")
    with tempfile.TemporaryDirectory(prefix="canang-") as folder:
        path = Path(folder) / name
        with path.open("wb") as file:
            while block := upload.file.read(1 << 20):
                file.write(block)
        yield path


def _known(visit: Visit) -> dict[str, Any]:
    return {
        "known": overview(visit.desk, visit.desk.today),
        "layers": list_layers(visit.desk),
        "done": visit.asked("da"),
        "home": visit.desk.home,
    }


ROUTES = (
    ("/du-lieu", "GET", about),
    ("/du-lieu/goi", "GET", offered),
    ("/du-lieu/nhap", "POST", take_in),
    ("/du-lieu/cap-nhat", "POST", update),
    ("/du-lieu/lui", "POST", go_back),
    ("/dung", "POST", leave),
    ("/khoa-moi", "POST", new_key),
)
