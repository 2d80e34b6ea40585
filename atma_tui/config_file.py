"""Changing the configuration file line by line, so that comments and everything else in it stay as they are."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from atma_tui.domain.errors import InputError
from atma_tui.files.disk_words import written
from atma_tui.files.fresh_files import replace_all
from atma_tui.files.ordinary import real
from atma_tui.settings import checked_setting, folder, read_config

Value = str | int

_VALUE = r"""("(?:[^"\\]|\\.)*"|'[^']*'|[^\s#'"\[{]+)"""
"""A value that ends on the line on which it begins."""
_NAME = re.compile(r"[A-Za-z0-9_-]+")


def change_config(file: Path, values: Mapping[str, Value | None]) -> None:
    """Write settings into the configuration file, in one step and readable by this login only; None removes one.

    A name with a dot is in a table: `keys.events.new` is `"events.new"` under `[keys]`. Raises `InputError` when a
    value is not allowed or the file is not as simple as it should be, and `Unreachable` when it cannot be written.
    """
    read_config(file, must=False)  # one that cannot be read is not changed
    text = _text(file)
    for name, value in values.items():
        table, _, key = name.partition(".") if "." in name else ("", "", name)
        if value is not None:
            checked_setting(file, table or key, {key: value} if table else value)
        text = _changed(file, text, table, key, value)
    _write(file, text)


def read_value(name: str, words: str) -> Value | None:
    """Return a setting as it was typed, ready to be written; None for nothing. Raises `InputError`."""
    words = words.strip()
    if not words:
        return None
    if name in ("book", "out", "reports", "backups") and "://" not in words:
        read_folder(words)
    return read_minutes(words) if name == "lock_minutes" else words


def read_minutes(words: str) -> int:
    """Return minutes as they were typed. Raises `InputError`."""
    if not re.fullmatch(r"[0-9]{1,5}", words):
        raise InputError("A whole number of minutes, such as 10; 0 for never.")
    return int(words)


def read_folder(words: str) -> str:
    """Return the path of a folder as it was typed. Raises `InputError` for one that leads nowhere."""
    if words:
        folder(words)
    return words


def _text(file: Path) -> str:
    with suppress(FileNotFoundError, NotADirectoryError):
        return file.read_text(encoding="utf-8-sig")
    return ""


def _changed(file: Path, text: str, table: str, key: str, value: Value | None) -> str:
    lines = text.splitlines(keepends=True)
    first, last = _section(lines, table)
    if first is None:
        lines += ["" if not lines or lines[-1].endswith("\n") else "\n", f"\n[{table}]\n"]
        first = last = len(lines)
    named = re.compile(rf"(\s*(?:{re.escape(key)}|\"{re.escape(key)}\")\s*=\s*){_VALUE}(\s*(?:#.*)?\n?)$")
    line = next((at for at in range(first, last) if named.match(lines[at])), None)
    if line is None and value is not None:
        lines[first:first] = [f"{key if _NAME.fullmatch(key) else _quoted(key)} = {_said(value)}\n"]
    elif line is not None:
        found = named.match(lines[line])
        assert found is not None
        lines[line : line + 1] = [] if value is None else [found[1] + _said(value) + found[3]]
    after = "".join(lines)
    _must_only_change(file, text, after, table, key, value)
    return after


def _section(lines: list[str], table: str) -> tuple[int | None, int]:
    """Return where the lines of a table begin and end; those of no table come first."""
    heads = [at for at, line in enumerate(lines) if re.match(r"\s*\[", line)]
    first = 0 if not table else next((at + 1 for at in heads if lines[at].strip() == f"[{table}]"), None)
    last = next((at for at in heads if first is not None and at >= first), len(lines))
    return first, last


def _must_only_change(file: Path, before: str, after: str, table: str, key: str, value: Value | None) -> None:
    """Raise `InputError` when anything else would change too: then the file is written in a way unknown here."""
    wanted = tomllib.loads(before)
    part = wanted.setdefault(table, {}) if table else wanted
    part.pop(key, None)
    if value is not None:
        part[key] = value
    try:
        is_so = tomllib.loads(after) == wanted
    except tomllib.TOMLDecodeError:
        is_so = False
    if not is_so:
        raise InputError(
            f"{key} in {file} is written in a way that only an editor can change; nothing was changed."
        )


def _said(value: Value) -> str:
    return str(value) if isinstance(value, int) else _quoted(value)


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found[0]):04x}", escaped) + '"'


def _write(file: Path, text: str) -> None:
    target = real(file)
    with written(f"The configuration file {file}", "Nothing was changed."):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_all({target: text.encode()}, 0o600)
