"""A list to choose from on the whole screen: arrow keys, numbers, and a box to type in that changes the list."""

import io
import textwrap
from collections.abc import Callable, Sequence

import msgspec
from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import AnyContainer, BufferControl, FormattedTextControl, HSplit, Layout, VSplit, Window
from prompt_toolkit.output import ColorDepth, create_output
from prompt_toolkit.styles import Style

from canang.cli.terminal.environment import Environment
from canang.text.visible import visible

_STYLE = Style.from_dict({"title": "bold", "chosen": "reverse", "aside": "ansibrightblack", "keys": "ansicyan"})
_BOX = "Gõ để tìm: "


class Choice(msgspec.Struct, frozen=True):
    """A row: what it stands for, its words, and what is told beside it."""

    key: str
    text: str
    about: str = ""


Find = Callable[[str], Sequence[Choice]]
"""The rows for what was typed; for nothing typed, the first rows."""


def can_pick(environment: Environment) -> bool:
    """Whether a list can be drawn: a real terminal at both ends, and one that can move its cursor."""
    if not environment.interactive or environment.variables.get("TERM") == "dumb":
        return False
    try:
        return environment.stdin.fileno() >= 0 and environment.stdout.fileno() >= 0
    except (io.UnsupportedOperation, OSError):
        return False


def pick(
    environment: Environment, head: Sequence[str], choices: Sequence[Choice], find: Find | None = None
) -> str | None:
    """The key of the row chosen; None where the person leaves.

    Args:
        head: lines above the list, the first of them its title.
        choices: the rows while nothing is typed.
        find: the rows once something is; None is a list without a box.
    """
    return _Picker(environment, head, choices, find).run()


class _Picker:
    """The list on the screen, and which row is at hand."""

    def __init__(
        self, environment: Environment, head: Sequence[str], choices: Sequence[Choice], find: Find | None
    ) -> None:
        self._environment = environment
        self._head = [part for line in head for part in textwrap.wrap(visible(line), environment.width) or [""]]
        self._first = self._rows = choices
        self._find = find
        self._at = 0
        self._top = 0
        self._box = Buffer(multiline=False, on_text_changed=self._typed)

    def run(self) -> str | None:
        """Show it until a row is chosen or the person leaves."""
        depth = None if self._environment.colour else ColorDepth.DEPTH_1_BIT
        application: Application[str | None] = Application(
            layout=self._layout(),
            key_bindings=self._keys(),
            style=_STYLE,
            full_screen=True,
            color_depth=depth,
            input=create_input(self._environment.stdin),
            output=create_output(self._environment.stdout),
        )
        return application.run()

    def _layout(self) -> Layout:
        head: StyleAndTextTuples = [("class:title", self._head[0]), *(("", f"\n{line}") for line in self._head[1:])]
        parts: list[AnyContainer] = [
            Window(FormattedTextControl(head), height=len(self._head), wrap_lines=False),
            Window(height=1),
        ]
        rows = Window(FormattedTextControl(self._list, focusable=self._find is None), wrap_lines=False)
        if self._find is not None:
            label = Window(FormattedTextControl([("class:title", _BOX)]), width=len(_BOX))
            parts += [VSplit([label, Window(BufferControl(self._box))], height=1), Window(height=1)]
        keys = "↑ ↓ hoặc số để chọn · Enter mở · Esc quay lại"
        parts += [rows, Window(FormattedTextControl([("class:keys", keys)]), height=1)]
        return Layout(HSplit(parts), focused_element=self._box if self._find is not None else rows)

    def _list(self) -> StyleAndTextTuples:
        if not self._rows:
            return [("class:aside", "  Không thấy việc nào như vậy; thử ít từ hơn.")]
        room = max(1, self._environment.height - len(self._head) - (5 if self._find is not None else 3))
        self._top = min(max(self._top, self._at - room + 1), self._at)
        told: StyleAndTextTuples = []
        for number, row in enumerate(self._rows[self._top : self._top + room], self._top):
            mark, style = ("› ", "class:chosen") if number == self._at else ("  ", "")
            count = "" if self._box.text else f"{number + 1}. " if number < 9 else "   "
            about = f"   {visible(row.about)}" if row.about else ""
            told += [(style, f"{mark}{count}{visible(row.text)}"), ("class:aside", f"{about}\n")]
        return told

    def _typed(self, _: Buffer) -> None:
        asked = self._box.text.strip()
        self._rows = self._find(asked) if self._find is not None and asked else self._first
        self._at = self._top = 0

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()
        nothing_typed = Condition(lambda: not self._box.text)

        def move(rows: int) -> Callable[[KeyPressEvent], None]:
            def moved(_: KeyPressEvent) -> None:
                self._at = min(max(self._at + rows, 0), max(len(self._rows) - 1, 0))

            return moved

        for key, rows in (("up", -1), ("down", 1), ("pageup", -10), ("pagedown", 10), ("tab", 1), ("s-tab", -1)):
            keys.add(key)(move(rows))

        @keys.add("enter")
        def _(event: KeyPressEvent) -> None:
            if self._rows:
                event.app.exit(result=self._rows[self._at].key)

        for digit in "123456789":

            @keys.add(digit, filter=nothing_typed)
            def _(event: KeyPressEvent, number: int = int(digit)) -> None:
                if number <= len(self._rows):
                    event.app.exit(result=self._rows[number - 1].key)
                elif self._find is not None:
                    self._box.insert_text(str(number))

        @keys.add("escape", eager=True)
        def _(event: KeyPressEvent) -> None:
            if self._box.text:
                self._box.reset()
                self._typed(self._box)
            else:
                event.app.exit(result=None)

        @keys.add("c-c")
        @keys.add("c-d")
        def _(event: KeyPressEvent) -> None:
            event.app.exit(result=None)

        return keys
