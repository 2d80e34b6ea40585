"""Escape sequences in pasted text, wherever a read cuts them."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from atma_tui.domain.text import clean
from atma_tui.ui.ground.terminal_input import PastedEscapes

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
