"""The layer that a command writes to, with what it stands on."""

from contextlib import closing
from pathlib import Path

import msgspec

from canang.catalog.database import bundled_path, open_catalog
from canang.catalog.holdings import Holdings
from canang.cli.environment import HOLDINGS
from canang.cli.errors import ExitCode, Failure
from canang.cli.session import Session
from canang.exchange.known import Known, read_known
from canang.exchange.layer import BadLayer, Layer


class LayerAtHand(msgspec.Struct, frozen=True):
    """A layer, the capitals of its ids, and what the catalogue below it knows."""

    layer: Layer
    prefix: str
    known: Known


def layer_at_hand(session: Session, name: str, prefix: str | None = None) -> LayerAtHand:
    """The layer of this name over the catalogue in use.

    Raises:
        Failure: another catalogue was asked for, or the name or prefix cannot be a layer's.
    """
    if session.chosen or session.environment.variables.get("CANANG_DB"):
        raise Failure(
            "Lớp phủ lên cẩm nang đang dùng, không phủ lên tệp chọn bằng --db hoặc CANANG_DB.",
            "Bỏ --db và CANANG_DB rồi chạy lại.",
        )
    holdings = Holdings(session.environment.home / HOLDINGS)
    with closing(open_catalog(holdings.base(bundled_path()))) as connection:
        known = read_known(connection)
    try:
        layer = Layer(holdings.layers_folder, name)
        others = [Layer(holdings.layers_folder, path.stem) for path in holdings.layers()]
        return LayerAtHand(layer, layer.prefix(prefix, known, others), known)
    except BadLayer as error:
        raise Failure(str(error)) from error


def layer_file(session: Session, name: str) -> Path:
    """The file of a layer that is there.

    Raises:
        Failure: there is no layer of this name.
    """
    try:
        layer = Layer(Holdings(session.environment.home / HOLDINGS).layers_folder, name)
    except BadLayer as error:
        raise Failure(str(error)) from error
    if not layer.exists:
        raise Failure(f"Không có lớp {layer.name}.", "Xem các lớp: canang du-lieu lop", ExitCode.NOTHING_FOUND)
    return layer.path
