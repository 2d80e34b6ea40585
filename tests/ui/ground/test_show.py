import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from atma_tui.ui.ground.show import cell, plain, show, show_lines, who
from tests.ui.gallery import HOSTILE

HARMFUL = {"Cc", "Cf", "Cs", "Co", "Cn"}
OUTSIDE = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(), max_size=300))


def harmful(text, allowed=""):
    return [char for char in text if unicodedata.category(char) in HARMFUL and char not in allowed]


@given(OUTSIDE)
def test_no_control_or_invisible_character_is_left(text):
    assert not harmful(plain(text))
    assert not harmful(show(text).plain)
    assert not harmful(cell(text).plain)
    assert not harmful(show_lines(text).plain, allowed="\n")


@given(OUTSIDE)
def test_text_is_literal_whatever_it_looks_like(text):
    assert isinstance(show(text), Content)
    assert show(text).plain == plain(text) == cell(text).plain
    assert show(text).spans == [] == cell(text).spans


@given(OUTSIDE, st.integers(2, 50))
def test_length_is_limited(text, limit):
    assert len(plain(text, limit)) <= limit
    assert len(show(text, limit).plain) <= limit
    assert len(show_lines(text, limit).plain) <= limit


def test_square_brackets_stay():
    assert show("Yoga [beginner]").plain == "Yoga [beginner]"


def test_style_is_kept_apart_from_text():
    [span] = show("[red]x", style="bold").spans
    assert (span.start, span.end, str(span.style)) == (0, 6, "bold")


def test_lines_are_kept_where_asked():
    assert show_lines("one\r\ntwo").plain == "one\ntwo"
    assert show("one\r\ntwo").plain == "one two"


@pytest.mark.parametrize("text", ["👍🏽", "☂️", "a\ufe0eb"])
def test_what_terminals_measure_differently_is_dropped(text):
    assert not re.search("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]", plain(text))


def test_privacy_mode_shows_initials_only():
    assert who("Ada Sample", private=True) == "A. S."
    assert who("Ada Sample", private=False) == "Ada Sample"
