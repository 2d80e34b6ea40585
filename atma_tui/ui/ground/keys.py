"""Keys, declared once: the footer, the help screen, the palette and the manual's page of keys come from here.

    BOOK = Command("events.book", "n", "book", "Enrol", "Enrol somebody in the event under the cursor", "Events")

    class EventsScreen(Screen[None]):
        BINDINGS = bindings(BOOK, ...)

The `id` is the public name of a key (`App.set_keymap({"events.book": "f5"})`): `screen.verb`, never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace
from textual.actions import parse
from textual.binding import Binding, BindingType
from textual.keys import key_to_character

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.screen import Screen

UNDO_KEY = "F5"
"""The key that toasts name; it works wherever no dialog is open, even while typing."""

ELSEWHERE = "Everywhere"
"""Group of the keys that work on all screens."""

LISTS = "Lists"
"""Group of the keys that move in a list; the palette leaves them out."""

TYPING = "While typing"
"""Group of the keys that Textual's own entry takes, in our words."""

_TYPING_WORDS = {
    "cursor_left": "Move left",
    "cursor_left_word": "Move left by a word",
    "cursor_right": "Move right",
    "cursor_right_word": "Move right by a word",
    "home": "Go to the beginning",
    "end": "Go to the end",
    "select_all": "Select all of it",
    "delete_left": "Delete what is left of the cursor",
    "delete_right": "Delete what is right of the cursor",
    "delete_left_word": "Delete the word before the cursor",
    "delete_right_word": "Delete the word after the cursor",
    "delete_left_all": "Delete all before the cursor",
    "delete_right_all": "Delete all after the cursor",
    "cut": "Cut what is selected",
    "copy": "Copy what is selected",
    "paste": "Paste",
}
"""What Textual's own bindings of an entry do; those that are not here are not worth a line."""


class Command(Struct, frozen=True):
    """Something a key does."""

    id: str
    keys: str
    """Names of keys as Textual spells them, separated by commas: `n,f2`."""
    action: str
    """The action that Textual runs: `book` is the method `action_book`."""
    label: str
    """One or two words for the footer."""
    help: str
    """One sentence for the help screen, the palette and the footer's tooltip, without a full stop."""
    group: str = ELSEWHERE
    """Heading under which help lists it."""
    footer: bool = True
    """Whether the key line shows it before others; at most eight per screen do."""
    first: bool = False
    """Whether it goes before the focused widget, which would otherwise take printable keys for itself."""


class CommandsOf(Struct, frozen=True):
    """Makes the commands of one screen: their ids are `screen.action`, and help lists them under one heading."""

    screen: str
    group: str
    footer: bool = True

    def __call__(self, action: str, keys: str, label: str, help: str, *, footer: bool | None = None) -> Command:
        """Return a command whose id says what it does."""
        footer = self.footer if footer is None else footer
        return Command(f"{self.screen}.{action}", keys, action, label, help, self.group, footer=footer)


class ActiveCommand(Struct, frozen=True):
    """A command that works at this moment."""

    keys: tuple[str, ...]
    """As they are printed: `n`, `F2`."""
    label: str
    help: str
    group: str
    action: str
    node: DOMNode
    """Where the action is run."""
    enabled: bool
    id: str = ""
    """Id of the `Command`, empty for what Textual itself declares."""
    typing: bool = False
    """Whether the focused field takes the key as text at the moment."""
    footer: bool = False
    """Whether the key line shows it before others."""


_KEY_NAMES = {
    "escape": "Esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "question_mark": "?",
    "slash": "/",
    "plus": "+",
    "asterisk": "*",
    "minus": "-",
    "full_stop": ".",
    "comma": ",",
    "colon": ":",
    "exclamation_mark": "!",
    "equals_sign": "=",
}

_declared: dict[str, Command] = {}


def bindings(*commands: Command) -> list[BindingType]:
    """Return commands as a class's `BINDINGS`, and remember them for help and the manual.

    Raises `ValueError` when an id is declared twice with different content.
    """
    for command in commands:
        if _declared.setdefault(command.id, command) != command:
            raise ValueError(f"The command {command.id} is declared twice")
    return [
        Binding(
            key=command.keys,
            action=command.action,
            description=command.label,
            show=command.footer,
            priority=command.first,
            tooltip=command.help,
            id=command.id,
        )
        for command in commands
    ]


def declared() -> list[Command]:
    """Return every command of the screens imported so far, in the order of declaration."""
    return list(_declared.values())


def active_commands(screen: Screen[Any]) -> list[ActiveCommand]:
    """Return what the keys do on this screen right now, the nearest first: focused widget, screen, app."""
    found: dict[tuple[str, DOMNode], ActiveCommand] = {}
    for node, binding, enabled, _ in screen.active_bindings.values():
        _gather(found, node, binding, enabled=enabled)
    for node, binding in _taken_by_typing(screen):
        state = node.check_action(*parse(binding.action)[1:])
        if (binding.id or "") in _declared and state is not False:
            _gather(found, node, binding, enabled=bool(state), typing=True)
    return list(found.values())


def _gather(
    found: dict[tuple[str, DOMNode], ActiveCommand],
    node: DOMNode,
    binding: Binding,
    *,
    enabled: bool,
    typing: bool = False,
) -> None:
    """Add a binding to what was found, joining the keys of one action."""
    if (before := found.get((binding.action, node))) is not None:
        found[binding.action, node] = replace(before, keys=(*before.keys, key_name(binding.key)))
        return
    command = _declared.get(binding.id or "")
    if command is None and binding.action not in _TYPING_WORDS:
        return
    found[binding.action, node] = ActiveCommand(
        keys=(key_name(binding.key),),
        label=binding.description,
        help=command.help if command else _TYPING_WORDS[binding.action],
        group=command.group if command else TYPING,
        action=binding.action,
        node=node,
        enabled=enabled,
        id=command.id if command else "",
        typing=typing,
        footer=binding.show,
    )


def _taken_by_typing(screen: Screen[Any]) -> Iterator[tuple[DOMNode, Binding]]:
    """Yield the bindings whose key the focused widget takes as text: Textual does not count them as active."""
    if (focused := screen.focused) is None:
        return
    for node in focused.ancestors_with_self:
        for key, binding in node._bindings:
            if node is not focused and focused.check_consume_key(key, key_to_character(key)):
                yield node, binding
        if node.is_modal:
            return


def key_name(key: str) -> str:
    """Return the name of a key on a keyboard: `Ctrl+Z`, `F1`, `PgUp`, `?`."""
    *modifiers, last = key.split("+")
    named = _KEY_NAMES.get(last) or (last if len(last) == 1 and not modifiers else last.replace("_", " ").title())
    return "+".join([*(modifier.title() for modifier in modifiers), named])


def by_group(commands: Iterable[ActiveCommand]) -> list[tuple[str, list[ActiveCommand]]]:
    """Return commands under their headings: the screen's own, what works everywhere, then moving and typing.

    Under a heading they are in the order in which they are declared, wherever the focus is.
    """
    places = {id: place for place, id in enumerate(_declared)}
    groups: dict[str, list[ActiveCommand]] = {}
    for command in sorted(commands, key=lambda one: places.get(one.id, len(places))):
        groups.setdefault(command.group, []).append(command)
    last = ("", ELSEWHERE, LISTS, TYPING)
    return sorted(groups.items(), key=lambda group: last.index(group[0]) if group[0] in last else 0)
