import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atma_tui.domain.text import clean, fold

HOSTILE = [
    ("\x1b[31mred\x1b[0m", "red"),
    ("\x1b]0;title\x07shown", "shown"),
    ("\x1b]52;c;aGk=\x1b\\shown", "shown"),
    ("a\x9b2Jb", "ab"),
    ("tab\tand\nline", "tab and line"),
    ("one\u2028two", "one two"),
    ("\u202egnp.exe", "gnp.exe"),
    ("\u2066left\u2069", "left"),
    ("nul\x00bell\x07", "nulbell"),
    ("Z" + "\u0301" * 300, unicodedata.normalize("NFC", "Z\u0301") + "\u0301" * 4),
    ("\u2800", ""),
    ("0 \x08\r0", "0 0"),
    ("[red]kept[/]", "[red]kept[/]"),
    ("Łukasz Ñandú 陳大文 עברית", "Łukasz Ñandú 陳大文 עברית"),
]


@pytest.mark.parametrize(("raw", "shown"), HOSTILE)
def test_only_what_can_be_seen_is_left(raw: str, shown: str) -> None:
    assert clean(raw) == shown


@given(st.text(max_size=400), st.integers(1, 100), st.booleans())
def test_cleaned_text_is_printable_short_and_stable(raw: str, limit: int, lines: bool) -> None:
    text = clean(raw, limit, lines=lines)
    assert len(text) <= limit
    assert all(char.isprintable() or (lines and char == "\n") for char in text)
    assert clean(text, limit, lines=lines) == text


def test_long_text_is_cut_with_a_sign() -> None:
    assert clean("x" * 10_000) == "x" * 199 + "…"


def test_folding_forgets_case_and_accents() -> None:
    assert fold("Zoë ÁRZTLICH Straße") == "zoe arztlich strasse"
