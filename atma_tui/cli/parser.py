"""Reading a command line: the words lead to a command, and argparse fills in its fields.

A slip is raised as an `InputError` of one helpful sentence, so that it is printed like every other refusal.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NoReturn

from atma_tui import __version__
from atma_tui.cli.command import Arg, Command, CommandLineCommand, Field, Flag, Opt, description, fields, title
from atma_tui.cli.table import COMMANDS, GROUPS, command, words_after
from atma_tui.cli.values import closest, one_of
from atma_tui.domain.errors import InputError
from atma_tui.domain.text import clean

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

_ABOUT = """The front desk's book of in-person events and programs.

Without a command the desk opens on the screen. Wherever an id is asked for, its beginning will do as long as it is
the only one; a site can be named by id, beginning or name. Days: 2026-12-08, 8 dec, fri, tomorrow, +7."""

_END = """exit codes: 0 done, 1 a rule said no (full, clash, not allowed now), 2 the command or its input was
wrong, 3 the book or a website could not be reached or a file could not be written, 4 done but
the answer could not be written.

examples:
  atma-tui                                   open the desk
  atma-tui demo                              try everything with made-up people
  atma-tui events --site calgary --to +14    what is on in Calgary in the next two weeks
  atma-tui enrol evt-5f0c --name "Ada Sample" --phone 780-555-0101
  atma-tui undo                              take back the last thing that was done"""

_NEEDS = re.compile(r"the following arguments are required: (.+)")
_NO_VALUE = re.compile(r"argument ([^:]+): expected .*argument")
_NEGATIVE = re.compile(r"-\d")
_HELP = frozenset({"-h", "--help"})
_ENDS = _HELP | {"--version", "--"}
"""No command follows these words."""


def read(words: Sequence[str]) -> Command | None:
    """Return the command that was typed; None when only help or the version was asked for, which is printed.

    Raises `InputError`, one sentence, for anything that is misspelt or missing.
    """
    name, left = _split(words)
    parser = Parser(name)
    if name not in COMMANDS:
        if not _HELP.intersection(left):
            raise InputError(
                f"`{parser.prog}` needs one of: {', '.join(words_after(name))}; add --help to see how."
            )
        parser.print_help()
        return None
    parser.refuse_misspelt(left)
    made = command(name)()
    if isinstance(made, CommandLineCommand):
        made.make_parser = partial(Parser, "")
    try:
        found, rest = parser.parse_known_args(left, made)
    except SystemExit:
        return None
    if rest:
        parser.error(f"too many words: {' '.join(rest)}")
    return found


def _split(words: Sequence[str]) -> tuple[str, list[str]]:
    """Return the name of the command, or of a group of commands, and the words that are not part of the name."""
    name, options, left = "", [], list(words)
    while left and left[0] not in _ENDS and (not name or name in GROUPS or left[0] in words_after(name)):
        word = left.pop(0)
        if not _is_option(word):
            name = f"{name} {_known(word, name)}".lstrip()
            continue
        options.append(word)
        if Parser("").takes_next(word) and left:
            options.append(left.pop(0))
    return name, options + left


def _known(word: str, group: str) -> str:
    known = words_after(group)
    if word not in known:
        raise InputError(_did_you_mean(f"atma-tui {group}".rstrip(), "command", word, known))
    return word


class Parser(argparse.ArgumentParser):
    """The arguments and options of a command, or the list of commands of a group."""

    def __init__(
        self,
        command_name: str,
        *,
        completions: Mapping[str, object] | None = None,
        **options: Any,  # noqa: ANN401 -- what argparse passes on to a parser below another
    ) -> None:
        """Make one.

        Args:
            command_name: the command, or the group; empty for the whole command line.
            completions: how a shell completes a value, by its metavar. All commands of the group are added then.
            options: the rest.
        """
        self.name, self._completions = command_name, completions
        self._flags: dict[str, argparse.Action] = {}
        options |= {
            "prog": f"atma-tui {command_name}".rstrip(),
            "description": _description(command_name),
            "epilog": _epilog(command_name),
            "formatter_class": argparse.RawDescriptionHelpFormatter,
            "allow_abbrev": False,
        }
        super().__init__(**options)
        if not command_name:
            self.add_argument("--version", action="version", version=f"atma-tui {__version__}")
        if command_name in COMMANDS:
            for field in fields(command(command_name)):
                self._add_field(field)
        if completions is not None and words_after(command_name):
            self._add_commands()

    def add_argument(self, *names: str, **options: Any) -> argparse.Action:  # noqa: ANN401
        """Add an option or an argument, and remember it."""
        action = super().add_argument(*names, **options)
        self._flags.update(dict.fromkeys(action.option_strings, action))
        return action

    def _add_field(self, field: Field) -> None:
        for spec in field.specs:
            action = self.add_argument(_name(field, spec), **_settings(field, spec))
            if self._completions and action.metavar in self._completions:
                setattr(action, "complete", self._completions[str(action.metavar)])  # noqa: B010 -- shtab's

    def _add_commands(self) -> None:
        # Parsers are slow to make, and a list of commands needs none.
        kind: Any = SimpleNamespace if self._completions is None else Parser
        group = self.add_subparsers(metavar="COMMAND", title="commands", parser_class=kind)
        for word in words_after(self.name):
            name = f"{self.name} {word}".lstrip()
            help = title(command(name)) if name in COMMANDS else GROUPS[name]
            group.add_parser(word, help=help, command_name=name, completions=self._completions)

    def format_help(self) -> str:
        """Return the help, with the commands of a group."""
        if words_after(self.name) and self._subparsers is None:
            self._add_commands()
        return super().format_help()

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        # argparse's own does not tell when stdout is full.
        print(message, end="", file=file)

    def error(self, message: str) -> NoReturn:
        """Raise what argparse found wrong as a sentence for people."""
        see = f"`{self.prog} --help` shows how."
        if found := _NEEDS.fullmatch(message):
            raise InputError(f"`{self.prog}` needs {found[1]} as well; {see}")
        if found := _NO_VALUE.fullmatch(message):
            raise InputError(f"{found[1]} needs a value after it; {see}")
        raise InputError(f"{clean(message[:1].upper() + message[1:])}; {see}")

    def refuse_misspelt(self, words: Sequence[str]) -> None:
        """Raise `InputError` for an option that does not exist, with what was probably meant.

        argparse would first complain of what is missing because of the slip.
        """
        left = list(words)
        while left and (word := left.pop(0)) != "--":
            if _is_option(word) and self.takes_next(word) and left:
                left.pop(0)

    def takes_next(self, word: str) -> bool:
        """Whether the value of an option is the next word. Raises `InputError` when there is no such option."""
        name, has_value, _ = word.partition("=")
        if name not in self._flags:
            known = [flag for flag in self._flags if flag != "-h"]
            raise InputError(_did_you_mean(self.prog, "option", name, known))
        return self._flags[name].nargs is None and not has_value


def _description(name: str) -> str:
    if not name:
        return _ABOUT
    return description(command(name)) if name in COMMANDS else f"{GROUPS[name][0].upper()}{GROUPS[name][1:]}."


def _epilog(name: str) -> str | None:
    if not name:
        return _END
    examples = command(name).examples if name in COMMANDS else ()
    return "\n".join(["examples:", *(f"  atma-tui {one}" for one in examples)]) if examples else None


def _name(field: Field, spec: Arg | Opt | Flag) -> str:
    return field.name if isinstance(spec, Arg) else spec.flag or f"--{field.name.replace('_', '-')}"


def _settings(field: Field, spec: Arg | Opt | Flag) -> dict[str, Any]:
    """Return how argparse is to treat an argument or an option. It leaves what was not typed to the class."""
    if isinstance(spec, Flag):
        options = {"action": "store_const", "const": spec.value, "default": argparse.SUPPRESS}
        return {"dest": field.name, "help": spec.help, **options}
    read = one_of(field.choices) if field.choices else spec.read
    settings = {
        "metavar": spec.metavar,
        "help": spec.help or f"{', '.join(field.choices)}{f' ({field.default})' if field.default else ''}",
        "type": partial(read, spec.metavar if isinstance(spec, Arg) else _name(field, spec)) if read else None,
        "choices": field.choices or None,
    }
    if isinstance(spec, Arg):
        nargs = "*" if spec.many else None if field.required else "?"
        return {**settings, "nargs": nargs, "default": field.default}
    action = "append" if spec.many else "store"
    options = {"action": action, "required": field.required, "default": argparse.SUPPRESS}
    return {"dest": field.name, **settings, **options}


def _is_option(word: str) -> bool:
    return len(word) > 1 and word.startswith("-") and " " not in word and not _NEGATIVE.match(word)


def _did_you_mean(prog: str, what: str, word: str, known: Sequence[str]) -> str:
    hint = f"did you mean {guess}?" if (guess := closest(word, known)) else f"see `{prog} --help`."
    return f"`{prog}` has no {what} {clean(word, 40)!r}; {hint}"
