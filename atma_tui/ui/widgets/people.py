"""People as lines of a list, with as little of them as privacy mode asks for."""

from __future__ import annotations

from atma_tui.domain.records import Person
from atma_tui.ui.ground.show import who
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.rows import Row

PEOPLE = (
    Column("Name", 18, flex=3),
    Column("Phone", 14),
    Column("E-mail", 16, flex=3, wide_only=64),
    Column("Known as", 10, flex=1, wide_only=90),
    Column("", 6, wide_only=50),
)
"""Columns of `person_row`."""
NEW = "new"
"""Key of the line that stands for somebody new."""
COMMAND = "command"
"""Key of the line that stands for what was meant for the phone line: the box takes names."""
NOT_A_NAME = "This box takes names. Enter goes to Find with this, and says there what it does."
"""What Enter does on that line."""


def person_row(person: Person, *, private: bool, note: str = "") -> Row:
    """Return somebody as a row; `note` says something of them in place of the e-mail."""
    phone, mail, known_as = contact(person, private=private)
    name = who(person.name, private=private)
    return Row(person.id, (name, phone, note or mail, known_as, person.status))


def nobody_row(typed: str, words: str, *, private: bool) -> Row:
    """Return the line below the people who fit: somebody new called `words`, or what the phone line does.

    Every box that takes names ends its list with it: a verb (`withdraw zoe`) is nobody's name.
    """
    from atma_tui.desk.phone_line import read_command

    if command := read_command(typed):
        return Row(COMMAND, (f"What to do: {who(command, private=private)}",), "strong")
    return Row(NEW, (f"New person: {who(words, private=private)}",), "strong")


def contact(person: Person, *, private: bool) -> tuple[str, str, str]:
    """Return phone, e-mail and nickname; in privacy mode only the end of the phone, to tell two A. S. apart."""
    if private:
        return f"…{person.phone_key[-2:]}" if person.phone_key else "", "", ""
    return person.phone, person.email, person.known_as


def phone_words(person: Person, *, private: bool) -> str:
    """Return a phone number in twelve cells when it is one of ten digits, else as it was typed."""
    phone, key = contact(person, private=private)[0], person.phone_key
    if private or len(key) != 10:
        return phone or "no phone"
    return f"{key[:3]}-{key[3:6]}-{key[6:]}"


def discreet(text: str, *people: Person, private: bool) -> str:
    """Return the desk's sentence about people; in privacy mode with initials in place of their names."""
    if private:
        for person in sorted(people, key=lambda one: -len(one.name)):
            text = text.replace(person.name, who(person.name, private=True))
    return text
