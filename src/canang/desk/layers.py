"""Layers: a province's own entries over the catalogue, and which of them a call writes to."""

from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from canang.catalog.database import CatalogUnusable, bundled_path, open_catalog
from canang.catalog.entries import resolve
from canang.catalog.overview import hidden_entries, layer_counts, meta
from canang.desk.desk import OWN_DATA, Desk
from canang.errors import Code, Failure
from canang.files import keep_aside, locked
from canang.layers.composed import bring_up_layers
from canang.layers.installed import Installed
from canang.layers.layer import Layer
from canang.seed.known import Known, read_known


class OpenLayer(msgspec.Struct, frozen=True):
    """A layer, the capitals of its ids, and what the catalogue below it knows."""

    layer: Layer
    prefix: str
    known: Known


def installed_of(desk: Desk) -> Installed:
    """The folder of updates and layers, which need not be there yet; its layers are of this program's version."""
    installed = Installed(desk.home / OWN_DATA)
    bring_up_layers(installed)
    return installed


def open_layer(desk: Desk, name: str, prefix: str | None = None) -> OpenLayer:
    """The layer of this name over the catalogue in use, which need not be there yet.

    Raises:
        Failure: another catalogue was asked for.
        BadLayer: the name or prefix cannot be a layer's.
    """
    if desk.chosen or desk.variables.get("CANANG_DB"):
        raise Failure(
            "Lớp phủ lên cẩm nang đang dùng, không phủ lên tệp chọn bằng --db hoặc CANANG_DB.",
            "Bỏ --db và CANANG_DB rồi chạy lại.",
        )
    installed = installed_of(desk)
    with closing(open_catalog(installed.base(bundled_path()))) as connection:
        known = read_known(connection)
    layer = Layer(installed.layers_folder, name)
    others = [Layer(installed.layers_folder, path.stem) for path in installed.layers()]
    return OpenLayer(layer, layer.prefix(prefix, known, others), known)


def layer_file(desk: Desk, name: str) -> Path:
    """The file of a layer that is there.

    Raises:
        Failure: there is no layer of this name.
    """
    layer = Layer(installed_of(desk).layers_folder, name)
    if not layer.exists:
        raise Failure(f"Không có lớp {layer.name}.", "Xem các lớp: canang du-lieu lop", Code.NOT_FOUND)
    return layer.path


def hide_entry(desk: Desk, name: str, reference: str, *, hide: bool) -> tuple[str, str]:
    """Hide an entry of the catalogue below a layer, or show it again.

    Returns:
        The entry's id and the layer's name.

    Raises:
        Failure: there is no such entry.
    """
    opened = open_layer(desk, name)
    with closing(open_catalog(installed_of(desk).base(bundled_path()))) as connection:
        entry = resolve(connection, reference)
    change = opened.layer.hide if hide else opened.layer.unhide
    change(opened.known, opened.prefix, entry)
    return entry, opened.layer.name


def drop_layer(desk: Desk, name: str) -> tuple[str, Path]:
    """Take a layer out of use; its file is kept beside.

    Returns:
        The layer's name and where its file is now.

    Raises:
        Failure: there is no layer of this name.
    """
    path = layer_file(desk, name)
    with locked(path.parent):
        return path.stem, keep_aside(path, "bo", desk.now())


def list_layers(desk: Desk) -> list[dict[str, Any]]:
    """Each layer that is in use, in the order in which they lie on each other."""
    return [layer_facts(path) for path in installed_of(desk).layers()]


def layer_facts(path: Path) -> dict[str, Any]:
    """What a layer is and holds, or why it cannot be read."""
    try:
        with closing(open_catalog(path)) as connection:
            about = meta(connection)
            return {
                "name": path.stem,
                "prefix": about.get("prefix"),
                "overrides": about.get("overrides", "").split(),
                "hidden": hidden_entries(connection),
                **layer_counts(connection),
                "path": str(path),
            }
    except CatalogUnusable as error:
        return {"name": path.stem, "error": str(error), "path": str(path)}
