import pytest

from atma_tui.ui.ground.glyphs import ASCII, UNICODE, glyphs_of


@pytest.mark.parametrize(("term", "glyphs"), [("linux", ASCII), ("xterm-256color", UNICODE), (None, UNICODE)])
def test_only_the_console_of_linux_is_drawn_for_in_ascii(term, glyphs):
    assert glyphs_of({} if term is None else {"TERM": term}) is glyphs
