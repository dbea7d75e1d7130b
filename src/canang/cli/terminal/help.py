"""Help in Vietnamese: its own headings and order, drawn plainly so that it comes at once."""

import inspect
import textwrap

import typer
from typer._click import Context, HelpFormatter, Parameter
from typer.core import TyperCommand, TyperGroup

from canang.text.visible import whole

COMMON = (
    ("--db TỆP", "đọc tệp dữ liệu khác (hoặc biến CANANG_DB)"),
    ("--json", "in JSON thay cho chữ"),
)
"""Options that every command takes, before or after its name."""


class VietnameseCommand(TyperCommand):
    """A command whose help is Vietnamese from the first word to the last; it is given text alone."""

    def invoke(self, ctx: Context) -> object:
        """Run it; bytes that a shell handed over and that are no text have become signs that can be kept and said."""
        ctx.params = {name: _text(value) for name, value in ctx.params.items()}
        return super().invoke(ctx)

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write usage, purpose, parameters and an example."""
        arguments = [p for p in self.get_params(ctx) if p.param_type_name == "argument"]
        options = [p for p in self.get_params(ctx) if p.param_type_name == "option" and not getattr(p, "hidden", False)]
        shape = " ".join(["[TÙY CHỌN]", *(p.make_metavar(ctx) for p in arguments)])
        formatter.write(f"Cách dùng: {ctx.command_path} {shape}\n\n")
        formatter.write(_paragraphs(self.help, formatter.width))
        described = [(p.make_metavar(ctx), getattr(p, "help", None) or "") for p in arguments]
        _section(formatter, "Tham số", described)
        _section(formatter, "Tùy chọn", [*(_option(p, ctx) for p in options), *COMMON])
        _example(formatter, self.epilog)


class VietnameseGroup(TyperGroup):
    """A group of commands with Vietnamese help; an unknown command is answered with the nearest ones."""

    command_class = VietnameseCommand

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write usage, purpose, the commands and an example."""
        formatter.write(f"Cách dùng: {ctx.command_path} LỆNH [TÙY CHỌN]\n\n")
        formatter.write(_paragraphs(self.help, formatter.width))
        _section(formatter, "Lệnh", self.described(ctx))
        options = [p for p in self.get_params(ctx) if p.param_type_name == "option" and p.name not in {"db", "as_json"}]
        _section(formatter, "Tùy chọn", [*(_option(p, ctx) for p in options), *COMMON])
        _example(formatter, self.epilog)

    def described(self, ctx: Context) -> list[tuple[str, str]]:
        """The commands in order, each with the first line of its help."""
        found = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        return [(name, first_line(command.help)) for name, command in found if command]


def command_group(cls: type[VietnameseGroup], examples: str) -> typer.Typer:
    """An empty group of commands; its callback says what it is for, and does something where no command is named.

    Args:
        examples: command lines, one to a line.
    """
    return typer.Typer(
        cls=cls,
        epilog=examples,
        rich_markup_mode=None,
        add_completion=False,
        no_args_is_help=False,
        invoke_without_command=True,
    )


def _text(value: object) -> object:
    if isinstance(value, str):
        return whole(value)
    return [_text(each) for each in value] if isinstance(value, list) else value


def _option(parameter: Parameter, ctx: Context) -> tuple[str, str]:
    names = ", ".join(sorted(parameter.opts, key=len))
    if parameter.name == "help":
        return names, "hiện phần trợ giúp này"
    takes_value = not getattr(parameter, "is_flag", False)
    names = f"{names} {parameter.metavar or 'GIÁ-TRỊ'}" if takes_value else names
    return names, getattr(parameter, "help", None) or ""


def first_line(text: str | None) -> str:
    """The first line of a help text, without its full stop."""
    return inspect.cleandoc(text or "").split("\n", 1)[0].rstrip(".")


def _paragraphs(text: str | None, width: int) -> str:
    paragraphs = inspect.cleandoc(text or "").split("\n\n")
    return "\n\n".join(textwrap.fill(" ".join(p.split()), width) for p in paragraphs if p) + "\n"


def _section(formatter: HelpFormatter, title: str, rows: list[tuple[str, str]]) -> None:
    if not rows:
        return
    column = min(max(len(name) for name, _ in rows), 26) + 4
    formatter.write(f"\n{title}:\n")
    for name, text in rows:
        lines = textwrap.wrap(text, max(20, formatter.width - column)) or [""]
        head = f"  {name}".ljust(column)
        if len(head) > column:
            formatter.write(head + "\n")
            head = " " * column
        formatter.write((head + lines[0]).rstrip() + "\n")
        formatter.write("".join(f"{' ' * column}{line}\n" for line in lines[1:]))


def _example(formatter: HelpFormatter, epilog: str | None) -> None:
    if epilog:
        formatter.write("\nVí dụ:\n" + "".join(f"  {line}\n" for line in inspect.cleandoc(epilog).splitlines()))
