import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from atma_tui.ui.ground.show import plain
from atma_tui.ui.widgets.columns import GAP, Column, fit_cell, fit_columns, fit_text, wrap_text
from atma_tui.ui.widgets.spans import Span, text_of

COLUMNS = st.lists(
    st.builds(
        Column,
        st.just("t"),
        st.integers(1, 30),
        flex=st.integers(0, 3),
        wide_only=st.sampled_from([0, 60, 100]),
        align=st.sampled_from(["left", "right"]),
    ),
    min_size=1,
    max_size=8,
)
TEXTS = st.text(st.sampled_from("aé漢字👍e\u0301 [/]"), max_size=40).map(plain)


@given(COLUMNS, st.integers(0, 220))
def test_columns_fill_the_width_and_never_more(columns, width):
    fitted = fit_columns(columns, width)
    total = sum(cells for _, cells in fitted) + GAP * max(0, len(fitted) - 1)
    least = sum(columns[index].min for index, _ in fitted) + GAP * max(0, len(fitted) - 1)
    assert total <= max(width, least)
    if any(columns[index].flex for index, _ in fitted) and least <= width:
        assert total == width
    assert all(cells >= columns[index].min for index, cells in fitted)
    assert [index for index, _ in fitted] == sorted(index for index, _ in fitted)


def test_a_column_for_wide_lists_goes_when_it_is_narrow_and_not_all_fits():
    columns = (Column("a", 5, flex=1), Column("b", 5, wide_only=60))
    assert [index for index, _ in fit_columns(columns, 59, (70, 5))] == [0]
    assert [index for index, _ in fit_columns(columns, 60, (70, 5))] == [0, 1]
    assert [index for index, _ in fit_columns(columns, 30, (20, 5))] == [0, 1]


def test_a_column_gives_what_its_texts_do_not_need_to_the_one_beside_it():
    columns = (Column("who", 10, flex=1), Column("remark", 20, flex=5), Column("seats", 10))
    assert dict(fit_columns(columns, 50, (30, 6, 4)))[0] >= 30


def test_a_column_without_any_text_is_left_out():
    columns = (Column("who", 10), Column("mail", 20), Column("phone", 10))
    assert fit_columns(columns, 60, (10, 0, 10)) == [(0, 10), (2, 10)]


@given(COLUMNS, st.integers(20, 220), st.data())
def test_no_column_has_spare_cells_while_another_is_too_narrow(columns, width, data):
    needs = data.draw(st.tuples(*(st.integers(1, 60) for _ in columns)))
    fitted = dict(fit_columns(columns, width, needs))
    wanted = {index: max(needs[index], len(columns[index].title)) for index in fitted}
    if any(fitted[index] < wanted[index] for index in fitted):
        assert all(fitted[index] <= wanted[index] for index in fitted)


def test_the_last_columns_go_first_when_there_is_no_room():
    assert fit_columns((Column("a", 10), Column("b", 10), Column("c", 10)), 22) == [(0, 10), (1, 10)]


def test_spare_width_is_shared_by_flex():
    assert fit_columns((Column("a", 10, flex=1), Column("b", 10, flex=3)), 62) == [(0, 20), (1, 40)]


@given(TEXTS, st.integers(0, 60))
def test_a_text_takes_exactly_its_cells(text, width):
    assert cell_len(fit_text(text, width)) == width


@given(st.lists(st.builds(Span, TEXTS)), st.integers(0, 60), st.sampled_from(["left", "right"]))
def test_a_cell_of_pieces_takes_exactly_its_cells(spans, width, align):
    pieces = fit_cell(tuple(spans), width, Column("t", 1, align=align))
    assert sum(cell_len(text) for text, _ in pieces) == width
    whole = text_of(tuple(spans))
    if cell_len(whole) <= width:
        assert "".join(text for text, tone in pieces if tone is not None) == whole


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [("Open house", 10, "Open house"), ("Open house", 6, "Open …"), ("漢字漢字", 6, "漢字 …"), ("漢字", 1, "…")],
)
def test_cut_texts_say_so(text, width, shown):
    assert fit_text(text, width) == shown


@pytest.mark.parametrize(
    ("text", "widths", "lines"),
    [
        ("Workshop: a quiet hour", [7, 15, 15], ["", "Workshop: a", "quiet hour"]),
        ("Workshop: a quiet hour", [7], ["Worksh…"]),
        ("Talk: sleep", [5, 5], ["Talk:", "sleep"]),
        ("Weekly integration circle", [7, 7], ["Weekly", "integr…"]),
        ("Unbreakable", [6, 6], ["Unbrea", "kable"]),
        ("漢字 かな", [4, 4], ["漢字", "かな"]),
        ("", [5, 5], [""]),
        ("Talk", [0], [""]),
    ],
)
def test_a_text_goes_on_in_the_lines_below(text, widths, lines):
    assert wrap_text(text, widths) == lines


@given(TEXTS, st.lists(st.integers(0, 12), min_size=1, max_size=4))
def test_no_line_is_longer_than_its_width(text, widths):
    lines = wrap_text(text, widths)
    assert 1 <= len(lines) <= len(widths)
    assert all(cell_len(line) <= width for line, width in zip(lines, widths, strict=False))


def test_numbers_end_at_the_right():
    assert fit_cell("7", 4, Column("n", 4, align="right")) == [("   ", None), ("7", "")]
