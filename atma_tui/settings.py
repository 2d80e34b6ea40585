"""Where things are: the book, the files beside it, the crash log; and who is at the desk."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct

from atma_tui.domain.errors import InputError
from atma_tui.domain.text import clean, is_text
from atma_tui.places import (
    NOWHERE,
    is_shared,
    later_folder,
    platform_folder,
    refuse_password,
    replica_folder,
    shared_folder,
)

_TEXT = "a text, in quotes"
_KNOWN: dict[str, tuple[type, str]] = {
    "book": (str, f"{_TEXT}: the folder of the book"),
    "operator": (str, f"{_TEXT}: who is at the desk"),
    "out": (str, f"{_TEXT}: the folder for the public calendars"),
    "reports": (str, f"{_TEXT}: the folder for reports and invitations, which name people"),
    "backups": (str, f"{_TEXT}: the folder for backups"),
    "site": (str, f"{_TEXT}: the site that is shown first"),
    "theme": (str, f"{_TEXT}: dark, light or high-contrast"),
    "lock_minutes": (int, "a whole number of minutes, at most 10080 (a week); 0: never lock"),
    "keys": (dict, 'a table of commands and their keys, such as "events.new" = "f5"'),
}
"""The names in a configuration file, with the value that each may have."""
SETTING_HELP = {name: words for name, (_, words) in _KNOWN.items()}
THEMES = {"dark": "Dark", "light": "Light", "high-contrast": "High contrast"}
"""The desk's own themes and their names; Textual's own may be named as well."""
DEFAULT_THEME = "dark"
_WEEK = 7 * 24 * 60
"""In minutes."""
_NO_HOME = (
    "There is no home folder here (HOME is not set); give full paths, and say where the book is: --book PATH, or "
    "the variable ATMA_BOOK."
)
_FROM_ENVIRONMENT = ("ATMA_BOOK", "ATMA_OPERATOR", "ATMA_CONFIG")


class Settings(Struct, frozen=True, kw_only=True):
    """What one desk needs to know before it opens the book."""

    book: str
    """Folder of the book, or a `postgresql://` address."""
    operator: str
    out: Path
    """Where `export` writes the public calendars, unless told otherwise."""
    private: Path
    """Folder of files that name people or appointments; never published."""
    backups: Path = NOWHERE
    """Where `backup` writes, unless told otherwise."""
    usual: bool = True
    """Whether the book is the configured one, rather than one named for this run."""
    site: str = ""
    """The desk's own site, shown first; empty for both."""
    theme: str = DEFAULT_THEME
    lock_minutes: int = 10
    """Minutes after which an idle desk locks; 0: never."""
    keys: Mapping[str, str] = {}
    """This desk's own keys, by the ids of their commands."""
    crash_log: Path
    config: Path

    @property
    def unpublished(self) -> list[Path]:
        """Return the folders that must never be published: the book, its backups, and the files about people."""
        if is_shared(self.book):
            replica = replica_folder(self.book)
            return [replica, later_folder(replica), self.private, self.backups]
        return [Path(self.book), self.private, self.backups]


def settings(
    *,
    book: str = "",
    operator: str = "",
    config: str = "",
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """Return the settings: command line, then environment, then configuration file, then the platform's folders.

    Raises `InputError` for a configuration file that cannot be read, holds unknown names or wrong values, for a
    variable that is not text, and when there is no home folder and nobody said where the book is.
    """
    environ = os.environ if environ is None else environ
    _refuse_bytes(environ)
    named = config or environ.get("ATMA_CONFIG", "")
    file = folder(named) if named else platform_folder("config") / "config.toml"
    said = read_config(file, must=bool(config))
    asked = book or environ.get("ATMA_BOOK", "")
    usual = _usual_book(said, environ)
    refuse_password(asked)
    if not asked and NOWHERE in Path(usual).parents:
        raise InputError(_NO_HOME)
    where = book_place(asked or usual)
    log = platform_folder("log")
    who = operator or environ.get("ATMA_OPERATOR", "") or said.get("operator", "") or _login()
    is_usual = where == usual

    def place(name: str, default: str) -> Path:
        return folder(said[name]) if is_usual and said.get(name) else beside(where, default)

    return Settings(
        book=where,
        operator=clean(who, 60) or "desk",
        out=place("out", "calendars"),
        private=place("reports", "private"),
        backups=place("backups", "backups"),
        usual=is_usual,
        site=said.get("site", ""),
        theme=said.get("theme", DEFAULT_THEME),
        lock_minutes=said.get("lock_minutes", 10),
        keys=said.get("keys", {}),
        crash_log=(beside(where, "logs") if log == NOWHERE else log) / "crash.log",
        config=file,
    )


def beside(book: str, name: str) -> Path:
    """Return the default folder for files of a book: next to it, so that no other book writes there."""
    if is_shared(book):
        return shared_folder(book) / name
    place = Path(book).absolute()
    return place.parent / (name if place.name == "book" else f"{place.name}-{name}")


def folder(words: str) -> Path:
    """Return the given path; `~` is the home folder.

    Raises `InputError` if there is no home folder, or no file can have such a name.
    """
    try:
        path = Path(words).expanduser()
        os.lstat(path)
    except ValueError:
        raise InputError(f"{clean(words, 80)} is no name of a file or folder.") from None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise InputError(f"{clean(words, 80)} is too long for the name of a file or folder.") from None
    except RuntimeError:
        user = Path(words).parts[0]
        why = (
            _NO_HOME if user == "~" else f"No user {clean(user[1:], 40)} has a home folder here; give a full path."
        )
        raise InputError(f"{clean(words, 80)} leads nowhere. {why}") from None
    return path


def book_place(book: str) -> str:
    """Return where a book is: its address, or the path of its folder. Raises `InputError` as `folder`."""
    return book if "://" in book else str(folder(book))


def _usual_book(said: Mapping[str, Any], environ: Mapping[str, str]) -> str:
    """Return the book to use if none is named."""
    if said.get("book"):
        return book_place(said["book"])
    platform = platform_folder("data") / "book"
    with suppress(OSError):
        if not platform.exists() and environ.get("ATMA_BOOK"):
            return book_place(environ["ATMA_BOOK"])
    return str(platform)


def is_first_time() -> bool:
    """Whether this login opens a desk for the first time; from now on it does not."""
    mark = platform_folder("state") / "opened"
    try:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch(exist_ok=False)
    except OSError:
        return False
    return True


def _login() -> str:
    import getpass

    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "desk"
    if not is_text(name):
        raise InputError("The login name is not UTF-8; give --operator NAME. Nothing was done.")
    return name


def _refuse_bytes(environ: Mapping[str, str]) -> None:
    for name in _FROM_ENVIRONMENT:
        if not is_text(environ.get(name, "")):
            raise InputError(
                f"The environment variable {name} is not UTF-8, so letters of it would be lost; nothing was done."
            )


def read_config(file: Path, *, must: bool) -> dict[str, Any]:
    """Return the settings in a configuration file; empty if there is none and there need not be one.

    Raises `InputError` for one that cannot be read, or has anything but settings.
    """
    try:
        if file.is_fifo():
            raise InputError(f"The configuration file {file} is a pipe; give an ordinary file.")
        words = file.read_text(encoding="utf-8-sig")  # Windows Notepad writes a byte order mark
    except (FileNotFoundError, NotADirectoryError):
        if must:
            raise InputError(f"There is no configuration file {file}.") from None
        return {}
    except UnicodeDecodeError:
        raise InputError(f"The configuration file {file} is not UTF-8; save it as UTF-8.") from None
    except OSError as error:
        raise InputError(f"The configuration file {file} cannot be read: {error.strerror}.") from None
    import tomllib

    try:
        said = tomllib.loads(words)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"The configuration file {file} cannot be read: {error}.") from None
    except (ValueError, RecursionError):
        raise InputError(f"The configuration file {file} nests too deeply or holds too long a number.") from None
    for name, value in said.items():
        checked_setting(file, name, value)
    return said


def _is_theme(value: str) -> bool:
    if value in THEMES:
        return True
    from textual.theme import BUILTIN_THEMES

    return value in BUILTIN_THEMES


def checked_setting(file: Path, name: str, value: object) -> None:
    """Raise `InputError` for an unknown setting, or a value that it cannot have."""
    if name not in _KNOWN:
        raise InputError(
            f"The configuration file {file} says {clean(name, 40)!r}, which is not a setting; "
            f"the settings are: {', '.join(_KNOWN)}."
        )
    kind, wanted = _KNOWN[name]
    fits = 0 <= value <= _WEEK if isinstance(value, int) else "\0" not in str(value)
    if isinstance(value, dict):
        fits = all(isinstance(one, str) for one in value.values())
    if name == "theme":
        fits = isinstance(value, str) and _is_theme(value)
    if type(value) is not kind or not fits:
        raise InputError(f"In {file}, {name} is {wanted}, not {clean(value, 40)!r}.")
