"""Escape sequences in pasted text, wherever a read cuts them, and an Esc before a key."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key

from atma_tui.domain.text import clean
from atma_tui.ui.ground.terminal_input import _IGNORED, PastedEscapes, _Decoder, forgiving

BEGINS, ENDS = "\x1b[200~", "\x1b[201~"
SENT = f"a\x1b[A{BEGINS}Zed \x1b[31mWu\x1b]0;title\x1b\\ \x1b1{ENDS}\x1b[20~\x1b"


def read(*reads: str) -> str:
    escapes = PastedEscapes()
    return "".join(escapes.replace(one) for one in reads)


def test_pasted_escape_sequences_go_as_a_whole_and_keys_stay():
    before, _, rest = read(SENT).partition(BEGINS)
    pasted, _, after = rest.partition(ENDS)
    assert (before, clean(pasted), after) == ("a\x1b[A", "Zed Wu 1", "\x1b[20~\x1b")
    assert "\x1b" not in pasted


@given(st.lists(st.integers(0, len(SENT)).filter(lambda cut: cut != 5), max_size=4).map(sorted))
def test_it_does_not_matter_where_a_read_ends(cuts):
    """But for a read that ends with the Esc before `[200~`: it cannot be told from the key."""
    ends = [0, *cuts, len(SENT)]
    reads = [SENT[start:end] for start, end in pairwise(ends)]
    assert read(*reads) == read(SENT)


def test_an_escape_alone_is_sent_on_at_once():
    assert read("\x1b") == "\x1b"


class Told(LinuxDriver):
    """A driver of no terminal, which keeps what it was told."""

    def __init__(self) -> None:
        self.told: list[Key] = []

    def process_message(self, message) -> None:
        self.told.append(message)


def keys(*reads: str) -> list[str]:
    """Return the keys that a terminal's reads are, as the desk hears of them; the last has been waited for."""
    driver, decoder, parser = forgiving(Told)(), _Decoder(), XTermParser()
    for read in reads:
        for message in parser.feed(decoder.decode(read.encode())):
            driver.process_message(message)
    for message in parser.feed(_IGNORED):
        driver.process_message(message)
    return [one.key for one in driver.told]


@pytest.mark.parametrize(
    ("reads", "expected"),
    [
        (["\x1b1\x1b2"], ["alt+1", "alt+2"]),
        (["\x1bt", "\x1bt"], ["alt+t", "alt+t"]),
        (["\x1b4" + "x" * 40], ["alt+4", *"x" * 40]),
        (["\x1b/a"], ["alt+slash", "a"]),
        (["\x1b\r"], ["alt+enter"]),
        (["\x1b", "\r"], ["escape", "enter"]),
        (["\x1b", "e"], ["escape", "e"]),
        (["\x1b\x1b"], ["escape", "escape"]),
        (["\x1bé\x1bé"], ["escape", "é", "escape", "é"]),
        (["\x1b", "[A"], ["up"]),
        (["\x1bOP\x1b[A"], ["f1", "up"]),
        (["\x1b\x7f"], ["ctrl+w"]),
        (["\x1b[101;3u"], ["alt+e"]),
    ],
)
def test_an_escape_and_what_follows_it_are_one_key_in_one_read_and_two_keys_in_two(reads, expected):
    assert keys(*reads) == expected
