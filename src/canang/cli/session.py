"""What every command is given: the environment, which catalogue, and how to answer."""

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import typer

from canang.catalog.database import bundled_path, open_catalog
from canang.cli.environment import Environment
from canang.text.days import read_day


class Session(msgspec.Struct):
    """One run of the program."""

    environment: Environment
    chosen: Path | None
    as_json: bool

    @classmethod
    def of(cls, context: typer.Context) -> "Session":
        """The session that the main callback left in the context."""
        found = context.find_object(cls)
        assert found is not None
        return found

    @property
    def catalog_path(self) -> Path:
        """The catalogue that answers: the one asked for, else the one in use."""
        return self.chosen or default_catalog(self.environment)

    def catalog(self) -> "closing[sqlite3.Connection]":
        """The catalogue, open for reading, closed at the end of the ``with``."""
        return closing(open_catalog(self.catalog_path))

    def day(self, asked: str | None) -> date:
        """The day to answer for: the one asked for, else today."""
        return read_day(asked) if asked else self.environment.today

    def print_json(self, value: Any) -> None:
        """JSON on the output, and nothing else there."""
        self.environment.say(json.dumps(value, ensure_ascii=False, indent=2))


def default_catalog(environment: Environment) -> Path:
    """``CANANG_DB``; else what came with the program or its newest update, with the user's layers over it."""
    if chosen := environment.variables.get("CANANG_DB"):
        return Path(chosen)
    folder = environment.holdings
    if folder is None:
        return bundled_path()
    from canang.cli.layers import layered_catalog  # noqa: PLC0415  only those who have layers or updates pay

    return layered_catalog(environment, folder)
