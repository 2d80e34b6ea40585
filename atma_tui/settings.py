"""Where things live: the book, the exported calendars, the log of crashes; and who is at the desk."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from atma_tui.domain.errors import InputError
from atma_tui.domain.text import clean

_KNOWN = ("book", "operator", "out", "site", "theme", "lock_minutes")


class Settings(Struct, frozen=True, kw_only=True):
    """What one desk needs to know before it opens the book."""

    book: str
    """Folder of the book, or a `postgresql://` address."""
    operator: str
    out: Path
    """Where `export` writes, unless told otherwise."""
    site: str = ""
    """The desk's own site, shown first; empty for both."""
    theme: str = "textual-dark"
    lock_minutes: int = 10
    """An idle desk locks after so many minutes; 0 never."""
    crash_log: Path
    config: Path


def settings(
    *,
    book: str = "",
    operator: str = "",
    config: str = "",
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """Return the settings: command line, then environment, then configuration file, then the platform's folders.

    Raises `InputError` for a configuration file that cannot be read or holds unknown names.
    """
    import platformdirs

    environ = os.environ if environ is None else environ
    home = Path(platformdirs.user_data_dir("atma-tui", appauthor=False))
    file = Path(config or environ.get("ATMA_CONFIG", "") or _config_home() / "config.toml").expanduser()
    said = _read(file, must=bool(config))
    where = book or environ.get("ATMA_BOOK", "") or str(said.get("book", "")) or str(home / "book")
    who = operator or environ.get("ATMA_OPERATOR", "") or str(said.get("operator", "")) or _login()
    return Settings(
        book=where if "://" in where else str(Path(where).expanduser()),
        operator=clean(who, 60) or "desk",
        out=Path(str(said.get("out", "")) or home / "calendars").expanduser(),
        site=str(said.get("site", "")),
        theme=str(said.get("theme", "textual-dark")),
        lock_minutes=_number(said.get("lock_minutes", 10), file),
        crash_log=Path(platformdirs.user_log_dir("atma-tui", appauthor=False)) / "crash.log",
        config=file,
    )


def _config_home() -> Path:
    import platformdirs

    return Path(platformdirs.user_config_dir("atma-tui", appauthor=False))


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "desk"


def _read(file: Path, *, must: bool) -> dict[str, object]:
    if not file.exists() and not must:
        return {}
    import tomllib

    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"There is no configuration file {file}.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"The configuration file {file} cannot be read: {error}.") from None
    unknown = sorted(set(said) - set(_KNOWN))
    if unknown:
        raise InputError(
            f"The configuration file {file} says {unknown[0]!r}, which is not a setting; "
            f"the settings are: {', '.join(_KNOWN)}."
        )
    return said


def _number(value: object, file: Path) -> int:
    if isinstance(value, int) and value >= 0:
        return value
    raise InputError(f"In {file}, lock_minutes is a whole number of minutes (0: never lock).")
