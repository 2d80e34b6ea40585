"""Figures as they are shown: one declaration of columns, from which everything is drawn."""

import re

from atma_tui.domain.numbers.columns import COLUMNS, columns_of, value, written
from atma_tui.domain.numbers.figures import GROUPINGS, Figures
from atma_tui.domain.numbers.lead import BANDS
from atma_tui.manual import page

_BY_NAME = {one.name: one for one in COLUMNS}


def _of(name, **figures):
    made = Figures(**figures)
    return value(made, _BY_NAME[name]), written(made, _BY_NAME[name])


def test_every_figure_has_a_column():
    derived = {name for name, what in vars(Figures).items() if isinstance(what, property)}
    assert _BY_NAME.keys() == {*Figures.__struct_fields__, *derived}


def test_what_cannot_be_divided_is_no_number():
    empty = Figures()
    unknown = {one.name for one in COLUMNS if value(empty, one) is None}
    days = {"wait_days", "longest_wait_days", "client_days"}
    assert unknown == {one.name for one in COLUMNS if one.written in ("percent", "ratio")} | days
    assert {written(empty, _BY_NAME[name]) for name in unknown} == {"–"}


def test_figures_are_written_as_people_and_as_scripts_read_them():
    assert _of("fill", seats=12, filled=10) == (0.8333, "83 %")
    assert _of("fill", seats=10, filled=12) == (1.2, "120 %")
    assert _of("attendance", came=3, missed=1) == (0.75, "75 %")
    assert _of("no_show_rate", came=3, missed=1) == (0.25, "25 %")
    assert _of("sessions_per_path", sessions=7, paths=3) == (2.3333, "2.33")
    assert _of("calls_per_booking", calls=1, bookings=4) == (0.25, "0.25")
    assert _of("wait_days", wait_days=1.04) == (1.04, "1")
    assert _of("came", came=1200) == (1200, "1200")


def test_the_columns_of_lead_times_are_those_of_bookings():
    for by in GROUPINGS:
        names = {one.name for one in columns_of(by)}
        assert ("events" in names) == (by != "lead")
        assert {"attendance", "no_show_rate", "bookings"} <= names


def test_the_manual_says_of_each_figure_how_it_is_counted_and_its_name():
    text = page("numbers")
    table = re.findall(r"^\| (.*?) +\|", text.partition("## The figures")[2].partition("## Time")[0], re.MULTILINE)
    assert table[1:] == [one.title for one in COLUMNS]
    named = re.findall(r"`(\w+)`", " ".join(text.partition("The names of the figures there")[2].split()))
    assert named == [one.name for one in COLUMNS]
    leads = re.findall(r"^\| (.*?) +\| `(.*?)`", text, re.MULTILINE)
    assert leads == [(one.label, one.key) for one in BANDS]
