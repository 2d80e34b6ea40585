"""Sheets as PDFs: every name is there whole, in any script, on as many pages as it takes."""

import pytest

from atma_tui.paper import fonts
from atma_tui.paper.pdf import render
from atma_tui.paper.sheet import Bar, Chart, Charts, Column, Lines, Sheet, Table
from tests.paper.pdf_text import pages, words


def sheet(*blocks, **fields):
    given = {"title": "Roster", "subtitle": "Edmonton · Tue 8 Dec 2026", "made": "Printed by Ada", **fields}
    return Sheet(blocks=blocks, **given)


def table(*names, **fields):
    columns = (Column("Name"), Column("Here", room=True))
    return Table(title="People", columns=columns, rows=tuple((one,) for one in names), **fields)


@pytest.mark.parametrize("size", ["letter", "a4"])
@pytest.mark.parametrize("wide", [False, True])
def test_every_name_is_on_some_page_and_the_pages_are_numbered(size, wide):
    names = [f"Griffin Sample-{number:03}" for number in range(150)]
    found = pages(render(sheet(table(*names, tall=True), wide=wide), size).data)
    assert len(found) > 3
    for number, page in enumerate(found, 1):
        assert f"Page {number} of {len(found)}" in " ".join(page.split())
        assert "Roster" in page and "Edmonton · Tue 8 Dec 2026" in page and "Printed by Ada" in page
        assert "Name" in page.split("\n\n")[1] + page.split("\n\n")[2], "the titles of columns are repeated"
    everything = " ".join(found)
    assert [name for name in names if name not in everything] == []


@pytest.mark.parametrize(
    "name", ["Zoë Łukasiewicz", "Đặng Thị Ánh", "Søren O’Beispiel", "Γιώργος Δείγμα", "Пример Примеров", "สมชาย"]
)
def test_names_in_many_scripts_are_read_back_as_they_were(name):
    printed = render(sheet(table(name)))
    assert printed.missing == ""
    assert name in words(printed.data)


@pytest.mark.parametrize("name", ["محمد مثال", "अमित उदाहरण"])
def test_joined_scripts_have_fonts(name):
    assert render(sheet(table(name))).missing == ""


def test_a_name_longer_than_its_column_goes_on_in_the_next_line():
    long = "Maximiliana-Wilhelmina-Konstantina van der Example-Placeholder-Beispiel"
    found = render(sheet(Table(title="", columns=(Column("Name", 1), Column("What", 9)), rows=((long, "x"),))))
    assert "".join(long.split()) in "".join(words(found.data).replace(" x ", "").split())


def test_letters_without_a_font_are_told_and_marked(monkeypatch):
    monkeypatch.setattr(fonts, "_on_this_computer", lambda letters: iter(()))
    printed = render(sheet(Lines(title="", lines=("\U00013080 Sample",))))
    assert printed.missing == "\U00013080"
    assert "\ufffd Sample" in words(printed.data)


def test_what_is_drawn_is_clean():
    found = words(render(sheet(table("Ada\x1b[31m Sample\u202e"), warning="Heed\x07 this")).data)
    assert "Ada Sample" in found and "Heed this" in found


def test_a_table_without_rows_says_so():
    assert "Nobody is waiting." in words(render(sheet(table(empty="Nobody is waiting."))).data)


def test_charts_say_what_their_bars_amount_to_and_go_on_on_another_page_whole():
    bars = [Bar(f"Week {number}", f"{number} %", number / 25) for number in range(50)]
    charts = [
        Chart(title=f"Chart {number}", bars=tuple(bars[:20]), note="The last 20 of 50.") for number in range(5)
    ]
    found = pages(render(sheet(Charts(charts=tuple(charts)))).data)
    assert [page.count("The last 20 of 50.") for page in found] == [4, 1]
    for page in found:
        assert page.count("Week 19") == page.count("19 %") == page.count("Week 0") == page.count("Chart")


def test_a_bar_without_a_part_has_room_for_a_long_label_and_others_are_cut_to_theirs():
    long = "Seats that came from the waiting list"
    found = words(
        render(sheet(Charts(charts=(Chart(title="", bars=(Bar(long, "1"), Bar(long, "2", 0.5))),)))).data
    )
    assert f"{long} 1" in found
    assert found.count(long) == 1 and "Seats that came from … 2" in found
