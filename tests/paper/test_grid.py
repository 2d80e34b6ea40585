"""A grid of hours on paper: all that is in it can be read, and it takes the same room whatever is in it."""

import pytest

from atma_tui.paper.pdf import render
from atma_tui.paper.sheet import Box, Column, Grid, Sheet, Table
from tests.paper.pdf_text import pages, words

NINE, TEN = 9 * 60, 10 * 60


def sheet(*boxes, columns=("Mon 7 Dec\n09:00–17:00 Edmonton", "Tue 8 Dec"), hours=(8, 18), rows=0):
    grid = Grid(title="", columns=columns, first_hour=hours[0], last_hour=hours[1], boxes=boxes)
    table = Table(title="Due", columns=(Column("Name"),), rows=(("A. S.",),) * rows, empty="Nothing is due.")
    return Sheet(title="Week", subtitle="Mon 7 Dec", blocks=(grid, table), made="Printed by Ada")


@pytest.mark.parametrize("size", ["letter", "a4"])
@pytest.mark.parametrize("hours", [(9, 17), (6, 22)])
def test_a_week_and_what_is_below_it_are_on_one_page(size, hours):
    columns = tuple(f"Day {number}\n09:00–17:00 Edmonton" for number in range(7))
    boxes = [
        Box(
            column=number,
            starts=at * 60,
            ends=at * 60 + 60,
            text=f"{at:02}:00–{at + 1:02}:00 A. S.\nSession\nRoom 1",
        )
        for number in range(7)
        for at in range(9, 17)
    ]
    [page] = pages(render(sheet(*boxes, columns=columns, hours=hours, rows=8), size).data)
    assert (page.count("S."), page.count("Session"), page.count("*")) == (64, 56, 0)


def test_a_text_is_written_as_large_as_its_box_lets_it_and_is_never_cut():
    long = "09:00–09:30 Maximiliana-Wilhelmina van der Example-Placeholder\nReadiness assessment\nRoom 1, Edmonton"
    boxes = [Box(column=0, starts=NINE, ends=NINE + minutes, text=long) for minutes in (240, 30, 5)]
    for box in boxes:
        found = "".join(words(render(sheet(box)).data).split())
        for word in ("Placeholder", "assessment", "Edmonton"):
            assert word in found, box


def test_what_is_too_small_to_be_written_is_told_below_with_its_day():
    small = Box(column=1, starts=NINE, ends=NINE + 5, text="09:00–09:05 Call\nA. S.")
    found = words(render(sheet(small)).data)
    assert "* Tue 8 Dec 09:00–09:05 Call · A. S." in found


@pytest.mark.parametrize("beside", [12, 40])
def test_where_no_character_has_room_beside_the_others_all_is_told_below(beside):
    boxes = [
        Box(column=0, starts=NINE, ends=TEN, text=f"Talk {number}.", place=number, beside=beside)
        for number in range(beside)
    ]
    found = words(render(sheet(*boxes, columns=tuple("abcdefg"))).data)
    for number in range(beside):
        assert f"* a Talk {number}." in found


def test_hours_without_words_are_drawn_with_every_font():
    away = Box(column=1, starts=0, ends=TEN, text="", kind="blocked")
    found = words(render(sheet(away, columns=("Mon 7 Dec", "王小明"))).data)
    assert "Mon 7 Dec" in found and "*" not in found


def test_what_is_at_the_same_time_is_side_by_side_and_what_is_outside_the_hours_is_left_out():
    two = [
        Box(column=0, starts=NINE, ends=TEN, text=f"Talk {number}", place=number, beside=2) for number in range(2)
    ]
    away = Box(column=1, starts=0, ends=24 * 60, text="away: course", kind="blocked")
    free = Box(column=0, starts=TEN, ends=TEN + 90, text="free for a session", kind="open")
    early = Box(column=0, starts=0, ends=6 * 60, text="at night", kind="blocked")
    found = words(render(sheet(*two, away, free, early)).data)
    for said in ("Talk 0 Talk 1", "away: course", "free for a session"):
        assert said in found, found
    assert "at night" not in found
