import csv
import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atma_tui.cli.output import cells, csv_text, cut, json_text, show, table_lines
from atma_tui.cli.reply import Reply, Table

TEXT = st.text(max_size=30)
ROWS = st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("é", 1), ("e\u0301", 1), ("日本", 4), ("ｶﾅ", 2), ("😀", 2), ("\u200b", 0)]
)
def test_a_text_takes_as_many_columns_as_a_terminal_gives_it(text, width):
    assert cells(text) == width


@given(TEXT, st.integers(1, 20))
def test_a_cut_text_never_takes_more_than_its_width(text, width):
    assert cells(cut(text, width)) <= width


@given(ROWS, st.integers(30, 100))
def test_a_table_fits_the_terminal(rows, width):
    table = Table(("ID", "NAME", "TITLE"), rows, frozenset())
    assert all(cells(line) <= width for line in table_lines(table, width))


@given(ROWS)
def test_columns_stand_below_each_other_whatever_is_in_them(rows):
    table = Table(("A", "B", "C"), [(*row[:2], "|") for row in rows])
    ends = {cells(line.rpartition("|")[0]) for line in table_lines(table, None)[1:]}
    assert len(ends) == 1


@given(ROWS)
def test_no_control_character_is_ever_printed(rows):
    for line in table_lines(Table(("A", "B", "C"), rows), None):
        assert not [char for char in line if unicodedata.category(char) in ("Cc", "Cf", "Cs")]


def test_ids_are_never_cut():
    table = Table(("ID", "TITLE"), [("evt-0123456789abcdef", "A very long title that cannot be shown in full")])
    assert all("evt-0123456789abcdef" in line for line in table_lines(table, 30)[1:])
    assert "…" in table_lines(table, 40)[1]


def test_numbers_stand_to_the_right():
    lines = table_lines(Table(("ID", "N"), [("a", 5), ("b", 123)]), None)
    assert lines == ["ID    N", "a     5", "b   123"]


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+780 555 0101",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "\x00=1",
        "\u200b=1",
        "＝1+1",
        "=cmd|'/c'!A1",
    ],
)
def test_no_cell_of_csv_is_a_formula(cell):
    [_, [washed]] = csv.reader(io.StringIO(csv_text(Table(("a",), [[cell]]))))
    assert washed.startswith("'")


@given(st.lists(TEXT, min_size=1, max_size=4))
def test_csv_is_one_line_per_row_and_reads_back(cells):
    text = csv_text(Table(("a",) * len(cells), [cells]))
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 2 and len(rows[1]) == len(cells)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in rows[1])


def test_numbers_stay_numbers_in_csv():
    assert csv_text(Table(("a", "b"), [[-3, None]])) == "a,b\n-3,\n"


@given(st.recursive(TEXT, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=5))
def test_json_says_the_same_and_is_safe_in_a_terminal(shape):
    text = json_text(shape)
    assert json.loads(text) == shape
    assert not set(text) & {"\x1b", "\x9b", "\x7f", "\u202e", "\u2066", "\u200b"}
    text.encode()


def test_notes_go_to_stderr_whatever_is_asked_for(capsys):
    show(Reply(shape=[1], parts=["hello"], notes=["mind this"]), as_json=True)
    out, err = capsys.readouterr()
    assert (json.loads(out), err) == ([1], "mind this\n")


def test_names_from_outside_reach_neither_terminal_nor_spreadsheet(cli):
    event = cli.event()
    name = "\x1b]0;owned\x07=HYPERLINK(1)\u202e"
    cli.ok("enrol", event, "--name", name, "--phone", "+1 780 555 0101")
    shown = cli.ok("roster", event).out + cli.ok("roster", event, "--json").out + cli.ok("people").out
    assert "HYPERLINK" in shown and not set("\x1b\x07\u202e") & set(shown)
    [row] = csv.DictReader(io.StringIO(cli.ok("roster", event, "--csv").out))
    assert row["name"] == "'=HYPERLINK(1)" and row["phone"] == "'+1 780 555 0101"


def test_a_sentence_in_the_last_column_is_never_cut():
    summary = "Information evening of Thu 26 Nov 2026 is cancelled: the speaker is ill, all are to be told today"
    table = Table(("CALL", "NAME", "WHY"), [("call-1", "Ada Sample", summary)], wraps=True)
    assert table_lines(table, 60)[1] == f"call-1  Ada Sample  {summary}"
