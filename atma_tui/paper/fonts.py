"""Fonts for names in any script: those that come with the program, and then what this computer has.

Noto Sans (Latin, Greek, Cyrillic, Vietnamese), Arabic, Devanagari and Thai are packages of PyPI; the extra `cjk`
adds Chinese, Japanese and Korean. For other letters fontconfig is asked which font of this computer has them.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

_PACKAGES = (
    "fontpkg_noto_sans",
    "fontpkg_noto_sans_arabic",
    "fontpkg_noto_sans_devanagari",
    "fontpkg_noto_sans_thai",
    "cvttf_NotoSansCJK_Regular",
)
_ENDINGS = {".ttf", ".otf"}
_MOST_ASKED = 12
"""For how many letters at most fontconfig is asked."""
_SECONDS = 5


class Font(Struct, frozen=True):
    """A font in a file."""

    file: Path
    number: int = 0
    """Which one it is in a collection."""


class Fonts(Struct, frozen=True):
    """The fonts that a text needs, the main one first, and the letters that none of them has."""

    fonts: tuple[Font, ...]
    missing: str


def fonts_for(text: str) -> Fonts:
    """Return the fonts that a text needs."""
    main, *others = _shipped()
    needed = {char for char in text if not char.isspace()} - letters_of(main)
    used = [main]
    for font in others:
        if found := needed & letters_of(font):
            used.append(font)
            needed -= found
    for font in _on_this_computer(sorted(needed)):
        if found := needed & letters_of(font):
            used.append(font)
            needed -= found
    return Fonts(tuple(used), "".join(sorted(needed)))


@cache
def letters_of(font: Font) -> frozenset[str]:
    """Return the letters that a font can draw; none for one without outlines, such as of coloured pictures."""
    from fontTools.ttLib import TTFont, TTLibError

    with suppress(OSError, TTLibError), TTFont(font.file, fontNumber=font.number, lazy=True) as opened:
        if "glyf" in opened or "CFF " in opened:
            return frozenset(map(chr, opened.getBestCmap() or ()))
    return frozenset()


@cache
def _shipped() -> tuple[Font, ...]:
    """Return the fonts of packages that are installed, the main one first."""
    return tuple(Font(file) for name in _PACKAGES if (file := _file_of(name)))


def _file_of(package: str) -> Path | None:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    files = sorted(one for one in folder.rglob("*") if one.suffix in _ENDINGS and "Italic" not in one.name)
    return files[0] if files else None


def _on_this_computer(letters: Iterable[str]) -> Iterator[Font]:
    """Yield fonts that fontconfig names for some letters; it always names one, perhaps without the letter."""
    seen: set[Font] = set()
    for letter, _ in zip(letters, range(_MOST_ASKED), strict=False):
        if (font := _font_with(letter)) and font not in seen:
            seen.add(font)
            yield font


@cache
def _font_with(letter: str) -> Font | None:
    asked = ["fc-match", "-f", "%{file}\t%{index}", f"sans-serif:charset={ord(letter):x}"]
    try:
        found = subprocess.run(asked, capture_output=True, timeout=_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    file, _, number = found.stdout.decode(errors="replace").partition("\t")
    return Font(Path(file), int(number) & 0xFFFF) if file and number.isdigit() else None
