"""argparse that answers a slip with one helpful sentence, and knows what was probably meant.

Typing errors are raised as `InputError`, so that they are printed like every other refusal.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, NoReturn

from atma_tui.domain.errors import InputError
from atma_tui.domain.text import clean

_NEEDS = re.compile(r"the following arguments are required: (.+)")
_NO_VALUE = re.compile(r"argument ([^:]+): expected .*argument")
_HELP = frozenset({"-h", "--help"})
_NEGATIVE = re.compile(r"-\d")


class Command(NamedTuple):
    """A command as its group knows it, before its parser is made."""

    help: str
    fill: Callable[[Parser], None]
    examples: Sequence[str]
    description: str


class Parser(argparse.ArgumentParser):
    """A command with its options, or a group of commands.

    Commands below are made only when one is typed or all are listed: making all 35 takes 25 ms (measured).
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 -- as argparse has it
        self.arguments: list[argparse.Action] = []
        self.flags: dict[str, argparse.Action] = {}
        self.commands: dict[str, Command] = {}
        self._made: dict[str, Parser] = {}
        self._group: Any = None
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(allow_abbrev=False, **options)

    def add_argument(self, *names: str, **options: Any) -> argparse.Action:  # noqa: ANN401
        """Add an option or an argument, and remember it."""
        action = super().add_argument(*names, **options)
        self.arguments.append(action)
        self.flags.update(dict.fromkeys(action.option_strings, action))
        return action

    def command(
        self,
        name: str,
        help: str,
        fill: Callable[[Parser], None],
        *,
        examples: Sequence[str] = (),
        description: str = "",
    ) -> None:
        """Add a command below this one.

        Args:
            name: what is typed.
            help: one line for the list of commands, also the head of its own help.
            fill: adds its options.
            examples: command lines for the end of its own help, without `atma-tui`.
            description: more sentences for its own help.
        """
        description = f"{help[0].upper()}{help[1:]}.\n{description}".rstrip()
        self.commands[name] = Command(help, fill, examples, description)

    def below(self, name: str) -> Parser:
        """Return the parser of a command below this one, with its options."""
        if name not in self._made:
            command = self.commands[name]
            if self._group is None:
                self._group = self.add_subparsers(metavar="COMMAND", title="commands", parser_class=Parser)
            lines = "\n".join(f"  atma-tui {line}" for line in command.examples)
            made: Parser = self._group.add_parser(
                name,
                help=command.help,
                description=command.description,
                epilog=f"examples:\n{lines}" if lines else None,
            )
            command.fill(made)
            self._made[name] = made
        return self._made[name]

    def format_help(self) -> str:
        """Return the help, all commands listed."""
        for name in self.commands:
            self.below(name)
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """Raise what argparse found wrong as a sentence for people."""
        see = f"`{self.prog} --help` shows how."
        if found := _NEEDS.fullmatch(message):
            raise InputError(f"`{self.prog}` needs {found[1]} as well; {see}")
        if found := _NO_VALUE.fullmatch(message):
            raise InputError(f"{found[1]} needs a value after it; {see}")
        raise InputError(f"{clean(message[:1].upper() + message[1:])}; {see}")

    def refuse_misspelt(self, words: Sequence[str]) -> Parser:
        """Return the command that the words lead to.

        Raises `InputError` for an option or command that does not exist, with what was probably meant; argparse
        would first complain of what is missing because of the slip.
        """
        left = list(words)
        while left:
            word = left.pop(0)
            if word == "--":
                break
            if _is_option(word):
                self._skip_option(word, left)
            elif self.commands:
                return self._next_command(word).refuse_misspelt(left)
        if self.commands and self.get_default("handler") is None and not _HELP.intersection(words):
            raise InputError(f"`{self.prog}` needs one of: {', '.join(self.commands)}; add --help to see how.")
        return self

    def _skip_option(self, word: str, left: list[str]) -> None:
        name, has_value, _ = word.partition("=")
        if name not in self.flags:
            raise InputError(self._did_you_mean("option", name, self.flags))
        if self.flags[name].nargs is None and not has_value and left:
            left.pop(0)

    def _next_command(self, word: str) -> Parser:
        if word not in self.commands:
            raise InputError(self._did_you_mean("command", word, self.commands))
        return self.below(word)

    def _did_you_mean(self, what: str, word: str, known: Iterable[str]) -> str:
        known = [name for name in known if name != "-h"]
        hint = f"did you mean {guess}?" if (guess := closest(word, known)) else f"see `{self.prog} --help`."
        return f"`{self.prog}` has no {what} {clean(word, 40)!r}; {hint}"


def _is_option(word: str) -> bool:
    return len(word) > 1 and word.startswith("-") and " " not in word and not _NEGATIVE.match(word)


def closest(word: str, known: Sequence[str]) -> str:
    """Return the known word that was probably meant, empty when none is near."""
    from difflib import get_close_matches

    typed = word.casefold()
    begins = [name for name in known if len(typed.strip("-")) > 1 and name.startswith(typed)]
    found = get_close_matches(typed, known, n=1, cutoff=0.6)
    return (begins or found or [""])[0]


def number(name: str, least: int, most: int) -> Callable[[str], int]:
    """Return a reader of a whole number between two limits; `name` is the option in the refusal."""

    def read(words: str) -> int:
        if re.fullmatch(r"[0-9]{1,9}", words.strip()) and least <= int(words) <= most:
            return int(words)
        raise InputError(
            f"{name} is a whole number from {least} to {most}, not {clean(words, 40)!r}; nothing was changed."
        )

    return read


def number_or_none(name: str, least: int, most: int) -> Callable[[str], int | None]:
    """Return a reader of a whole number, or of `none` for no limit."""
    of = number(name, least, most)

    def read(words: str) -> int | None:
        return None if words.strip().casefold() in ("none", "unlimited") else of(words)

    return read


def on_or_off(name: str) -> Callable[[str], bool]:
    """Return a reader of `on` and `off`."""

    def read(words: str) -> bool:
        word = words.strip().casefold()
        if word in ("on", "yes"):
            return True
        if word in ("off", "no"):
            return False
        raise InputError(f"{name} is on or off, not {clean(words, 40)!r}; nothing was changed.")

    return read


def one_of(name: str, known: Sequence[str]) -> dict[str, Any]:
    """Return argparse settings for a word of a list; a slip is answered with what was probably meant."""

    def read(words: str) -> str:
        word = words.strip().casefold()
        if word in known:
            return word
        guess = closest(word, known)
        hint = f"did you mean {guess}?" if guess else f"choose from {', '.join(known)}."
        raise InputError(f"{name} cannot be {clean(words, 40)!r}; {hint}")

    return {"type": read, "choices": list(known)}
