"""The reference of the commands, from the program itself: ``python -m docs.lenh`` writes ``docs/lenh.md``."""

import io
from datetime import date
from pathlib import Path

import typer

from canang.cli.main import app, run
from canang.cli.terminal.environment import Environment


def reference() -> str:
    """``docs/lenh.md`` as it must be: the help of every command, in the order of ``canang --help``."""
    parts = ["# Các lệnh của canang", "Trang này do chương trình sinh ra (`python -m docs.lenh`); đừng sửa tay."]
    for arguments in _command_lines():
        name = " ".join(["canang", *arguments])
        parts.append(f"## {name}\n\n```text\n{_help(arguments).strip()}\n```")
    return "\n\n".join(parts) + "\n"


def _command_lines() -> list[list[str]]:
    group = typer.main.get_command(app)
    lines: list[list[str]] = [[]]
    with typer.Context(group) as context:
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            inner = command.list_commands(context) if isinstance(command, typer.core.TyperGroup) else ()
            lines += [[name], *([name, each] for each in inner)]
    return lines


def _help(arguments: list[str]) -> str:
    out = io.StringIO()
    run([*arguments, "--help"], Environment(io.StringIO(), out, io.StringIO(), date.today(), {}))
    return out.getvalue()


if __name__ == "__main__":
    Path(__file__).with_name("lenh.md").write_text(reference(), encoding="utf-8")
