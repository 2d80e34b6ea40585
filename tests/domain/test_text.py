import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atma_tui.domain.text import clean, fold, shown, unaccented

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


@pytest.mark.parametrize(("raw", "seen"), HOSTILE)
def test_only_what_can_be_seen_is_left(raw: str, seen: str) -> None:
    assert clean(raw) == seen


@given(st.text(max_size=400), st.integers(1, 100), st.booleans())
def test_cleaned_text_is_printable_short_and_stable(raw: str, limit: int, lines: bool) -> None:
    text = clean(raw, limit, lines=lines)
    assert len(text) <= limit
    assert all(char.isprintable() or (lines and char == "\n") for char in text)
    assert clean(text, limit, lines=lines) == text


def test_long_text_is_cut_with_a_sign() -> None:
    assert clean("x" * 10_000) == "x" * 199 + "…"


@pytest.mark.parametrize(
    ("typed", "repeated"),
    [
        ("evt-0a1b", "evt-0a1b"),
        ("ketamine@calgary", "ketamine@calgary"),
        ("a\x1b[2J\u202eb", "ab"),
        ("x" * 90, "x" * 39 + "…"),
        ("https://desk:s3cret@clinic.example/a.ics", "…"),
        ("clinic.example/feed", "…"),
        ("token=s3cret", "…"),
        ("desk:s3cret@clinic", "…"),
    ],
)
def test_what_was_typed_is_repeated_unless_it_may_hold_a_secret(typed, repeated):
    assert shown(typed) == repeated


def test_folding_forgets_case_and_accents() -> None:
    assert fold("Zoë ÁRZTLICH Straße") == "zoe arztlich strasse"


@pytest.mark.parametrize(
    "text", ["Sean O'Samply", "Sean O’Samply", "Sean O‘Samply", "sean oʼsamply", "Sean O`Samply", "SEAN O´SAMPLY"]
)
def test_folding_forgets_apostrophes(text):
    assert fold(text) == "sean osamply"


@pytest.mark.parametrize(
    "text", ["Mary-Ann", "Mary‐Ann", "Mary‑Ann", "Mary–Ann", "mary−ann", "mary\u00adann", "M.a.r.y-ann"]
)
def test_folding_forgets_hyphens_and_dots(text):
    assert fold(text) == "maryann"


def test_folding_gives_plain_letters():
    assert (
        fold("Øłđ Æsir Œuvre Weiß Işıl İNCİ Þór Ħal Guðrún") == "old aesir oeuvre weiss isil inci thor hal gudrun"
    )


@given(st.text(max_size=80))
def test_what_is_folded_stays_as_it_is_in_any_case(text):
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(text.upper()) == fold(text.upper().lower())
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_words_of_a_text_are_in_it(one, two):
    assert all(word in fold(f"{one} {two}") for text in (one, two) for word in fold(text).split())


def test_what_records_are_told_apart_by_keeps_its_hyphens():
    assert unaccented("Women's Pre-Talk É") == "women's pre-talk e"
