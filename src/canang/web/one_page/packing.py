"""What goes into the page as bytes: Python's library without what nobody asks for here, canang itself, and what it
stands on."""

import ast
import gzip
import shutil
import sqlite3
import tempfile
import zipfile
from base64 import b85encode
from collections.abc import Iterable
from contextlib import closing
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from canang.errors import Failure
from canang.web.one_page.parts import Runtime

_NOT_IN_LIBRARY = (
    "_pyrepl/", "unittest/", "xmlrpc/", "wsgiref/", "pydoc", "doctest.py", "pdb.py", "imaplib.py", "mailbox.py",
    "optparse.py", "turtle", "smtplib.py", "ftplib.py", "poplib.py", "pickletools.py", "curses/", "dbm/",
    "multiprocessing/", "test/", "ensurepip/", "tkinter/", "tarfile.py", "cProfile.py", "profile.py", "pstats.py",
    "trace.py", "pyclbr.py", "venv/", "sqlite3/__main__.py", "webbrowser.py", "socketserver.py", "http/server.py",
    "zipapp.py", "_pyio.py", "_pydecimal.py", "_pydatetime.py", "xml/", "compileall.py", "modulefinder.py",
    "plistlib.py", "cmd.py", "bdb.py", "asyncio/windows", "logging/config.py", "logging/handlers.py", "shelve.py",
    "wave.py", "_aix_support", "_osx_support", "_ios_support", "_android_support", "idlelib/", "zoneinfo/_zoneinfo.py",
)  # fmt: skip
"""Of Python's library, by the beginning of the names: what no page of ours imports."""

_ENCODINGS = ("__init__", "aliases", "ascii", "cp437", "idna", "latin_1", "punycode", "unicode_escape",
              "raw_unicode_escape", "utf_8", "utf_8_sig", "utf_16", "utf_16_le", "utf_16_be", "utf_32")  # fmt: skip

_NOT_OF_CANANG = (
    "cli/", "mcp/", "export/fonts/", "reviews/", "seed/build", "web/static/", "web/api/", "data/", "server/",
    "desk/province.py", "web/office/", "web/templates/office/", "web/site/", "web/templates/site/", "web/app.py",
    "web/serving.py", "web/sync.py", "web/listening.py",
)  # fmt: skip
"""Of canang, by the beginning of the names: what a page in a browser has no use for; a server, most of all."""

_STANDS_ON = ("starlette", "jinja2", "markupsafe", "anyio", "rapidfuzz", "python_multipart", "typing_extensions")
"""What is imported of others, in pure Python; where a package has a compiled half it goes without."""

_KINDS = frozenset({".py", ".html", ".txt", ".json", ".toml"})
_INDEXES = frozenset(
    {
        "citations_edition", "conditions_edition", "dossier_edition", "edition_sources_edition", "editions_entry",
        "forms_edition", "initials_folded", "notes_edition", "steps_edition",
    }
)  # fmt: skip
"""The indexes that a page keeps: of what an entry is put together from, and what is looked up for each word."""

_THEN = (1980, 1, 1, 0, 0, 0)
"""A day for all files, so that the same parts make the same page."""


def library_of(runtime: Runtime) -> bytes:
    """Python's library as a ZIP without compression, which the page as a whole is given."""
    with zipfile.ZipFile(BytesIO(runtime.library)) as whole:
        return _stored((name, whole.read(name)) for name in whole.namelist() if _is_asked_for(name))


def program(models: zipfile.ZipFile) -> bytes:
    """Canang and what it stands on, as a ZIP without compression.

    Raises:
        Failure: something of it is not installed here.
    """
    return _stored(_files(models))


def catalog_of(path: Path) -> bytes:
    """The catalogue as one reader of a page needs it.

    It is without most indexes, for there all rows are read as quickly as they are fetched, and without the digests by
    which a review sheet knows what was read, for none goes out there.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        shutil.copyfile(path, copy)
        with closing(sqlite3.connect(copy)) as connection:
            made = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            for (index,) in connection.execute(made).fetchall():
                if index not in _INDEXES:
                    connection.execute(f"DROP INDEX {index}")
            connection.execute("UPDATE reviews SET digest = ''")
            connection.commit()
            connection.execute("VACUUM")
        return copy.read_bytes()


def squeezed(content: bytes) -> bytes:
    """As small as a browser can read: gzip, the same for the same content."""
    return gzip.compress(content, 9, mtime=0)


def as_text(content: bytes) -> str:
    """Bytes as letters that stand in a page as they are, five for every four: base 85, without the one that HTML
    would take for a tag. ``unpack.js`` reads it."""
    return b85encode(content).decode("ascii").replace("<", ".")


def _is_asked_for(name: str) -> bool:
    folder, _, rest = name.partition("/")
    if folder == "encodings" and rest:
        return rest.removesuffix(".py") in _ENCODINGS
    return not name.endswith("/") and not name.startswith(_NOT_IN_LIBRARY)


def _files(models: zipfile.ZipFile) -> Iterable[tuple[str, bytes]]:
    for name, path in _of_package("canang"):
        if not name.removeprefix("canang/").startswith(_NOT_OF_CANANG):
            yield name, _bare(path.read_bytes()) if path.suffix == ".py" else path.read_bytes()
    for package in _STANDS_ON:
        for name, path in _of_package(package):
            yield name, _bare(path.read_bytes()) if path.suffix == ".py" else path.read_bytes()
    for name in sorted(models.namelist()):
        if name.startswith("msgspec/") and not name.endswith(("/", ".pyi")):
            yield name, models.read(name)


def _bare(source: bytes) -> bytes:
    """A module without what only its readers need: comments, and texts that stand by themselves, as ``python -OO``."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(body := getattr(node, "body", None), list):
            kept = [each for each in body if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))]
            body[:] = kept or ([] if isinstance(node, ast.Module) else [ast.Pass()])
    return ast.unparse(tree).encode()


def _of_package(package: str) -> Iterable[tuple[str, Path]]:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise Failure(f"Bản cài này thiếu {package}, phần mà trang cần.", 'Cài thêm: pip install "canang[web]"')
    if not spec.submodule_search_locations:
        yield f"{package}.py", Path(spec.origin)
        return
    root = Path(spec.origin).parent
    for path in sorted(root.rglob("*")):
        if path.suffix in _KINDS and "__pycache__" not in path.parts and path.is_file():
            yield f"{package}/{path.relative_to(root).as_posix()}", path


def _stored(files: Iterable[tuple[str, bytes]]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name, _THEN), content)
    return packed.getvalue()
