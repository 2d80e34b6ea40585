"""Bytes of a file read as a table: encodings, delimiters, headings, and rows that are no rows."""

from functools import partial

import pytest

from atma_tui.desk.importing.columns import known_headings, matched, may_be_headings
from atma_tui.desk.importing.plan import Choices
from atma_tui.desk.importing.table import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, read_table
from atma_tui.domain.errors import InputError

TEXT = "Name,Phone\nZoë Sample,780-555-0101\n"


def read(data, *chosen):
    data = data if isinstance(data, bytes) else data.encode()
    return read_table(data, partial(known_headings, chosen), partial(may_be_headings, chosen))


def cells(data, *chosen):
    return [row.cells for row in read(data, *chosen).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_it_is_read_in_any_encoding_that_spreadsheets_write(encoding):
    assert cells(TEXT.encode(encoding)) == [("Zoë Sample", "780-555-0101")]


def test_letters_that_are_a_guess_are_said():
    assert "Look at names with accents" in read(TEXT.encode("cp1252")).notes[0]
    assert not read(TEXT.encode("utf-8")).notes
    assert not read(TEXT.encode("utf-16")).notes


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_ends_of_lines_are_found(delimiter, end):
    rows = ["Name,Phone,E-mail", "Ada Sample,780-555-0101,ada@example.org", "Bo Sample,,"]
    text = end.join(rows).replace(",", delimiter)
    assert cells(text) == [("Ada Sample", "780-555-0101", "ada@example.org"), ("Bo Sample", "", "")]


def test_ends_of_lines_may_be_mixed():
    assert cells("Name\r\nAda\rBo\nCy") == [("Ada",), ("Bo",), ("Cy",)]


def test_headings_may_stand_below_a_title_and_that_is_said():
    table = read("sep=;\nSign-up sheet;\n\nName;Phone\nAda;\n")
    assert (table.headings, [row.number for row in table.rows]) == (("Name", "Phone"), [4])
    assert table.notes == ("The 2 rows above the headings are not used.",)


@pytest.mark.parametrize(
    ("above", "row", "headings"),
    [
        ("Contact,,Emergency,", "First name,Last name,Name,Phone",
         ("First name", "Last name", "Emergency Name", "Emergency Phone")),
        ("Name,Contact,", ",Phone,Email", ("Name", "Phone", "Email")),
        ("Participant,,Escort,", "Name,Mobile,Name,Phone",
         ("Name", "Mobile", "Escort Name", "Escort Phone")),
        ("Sign-up sheet,,30 Nov,", "Name,Phone,Email,Notes", ("Name", "Phone", "Email", "Notes")),
    ],
)  # fmt: skip
def test_headings_may_stand_below_merged_cells(above, row, headings):
    table = read(f"{above}\n{row}\nAda,Sample,Bo,780-555-0101\n")
    assert table.headings == headings
    assert [row.number for row in table.rows] == [3]


def test_a_row_without_a_name_is_not_taken_for_headings():
    assert read("Name,Phone\n,780-555-0101\nAda,\n").headings == ("Name", "Phone")
    assert len(read("Name,Phone\n,\nAda,\n").rows) == 1


def test_blank_rows_are_none_and_count_as_a_spreadsheet_counts():
    assert [(row.number, row.cells[0]) for row in read("Name,Phone\n\nAda,\n,\nBo,\n").rows] == [
        (3, "Ada"),
        (5, "Bo"),
    ]


def test_quoted_cells_may_hold_delimiters_marks_and_lines():
    text = 'Name,Notes\n"Sample, Ada","calls ""soon""\nor later"\nBo,\n'
    assert cells(text) == [("Sample, Ada", 'calls "soon"\nor later'), ("Bo", "")]


@pytest.mark.parametrize(
    "rows",
    [
        'Ada,"780,\nBo,403,\nCy,587,',
        'Ada,780,"note\nBo,403,\nCy,587,',
        'Ada,780,"note\nBo,403,\nCy,587,"\nCy,587,',
        '"Ada" Sample,780,\nBo,403,\nCy,587,',
        'Ada,"780\nBo,403,"other"\nBo,403,\nCy,587,',
    ],
)
def test_a_quotation_mark_that_is_not_closed_swallows_nobody(rows):
    found = read(f"Name,Phone,Notes\n{rows}").rows
    assert found[0].problem == "its quotation marks do not match"
    assert {row.cells[0] for row in found if row.cells} >= {"Bo", "Cy"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"PK\x03\x04 a workbook", "is a spreadsheet and not CSV"),
        (TEXT.encode("utf-32"), "cannot be read"),
        (b"\0\x01\x02\x03" * 50, "nothing was imported"),
        (b"Ada Sample,780-555-0101\nBo Sample,\n", "Put a row of headings above the people"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR", "Put a row of headings above the people"),
        (b"Name\n" + b"x" * MAX_BYTES, "is larger than 5 MB"),
        (b"Name\n" + b"Ada\n" * (MAX_ROWS + 1), "has more than 5,000 rows"),
        (b"Name" + b"," * MAX_COLUMNS, "has more than 200 columns"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(data, words):
    with pytest.raises(InputError, match=words) as refusal:
        read(data)
    assert str(refusal.value).endswith("nothing was imported.")


def test_a_row_of_a_person_is_not_taken_for_headings():
    with pytest.raises(InputError, match="row of headings"):
        read("Ada Sample,780-555-0101\nBo,", "1=name")
    assert cells("Teilnehmerin,Nummer\nAda,1", "1=name") == [("Ada", "1")]


# Which column tells what


def fields(headings, *chosen):
    return [one.field for one in matched(headings.split(","), chosen)]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ("Full name,Mobile,E-mail address,Company", ["name", "phone", "email", ""]),
        ("First Name,Last Name,Cell #", ["first-name", "last-name", "phone"]),
        ("Name,Given Name,Family Name,E-mail 1 - Value", ["name", "", "", "email"]),
        ("YOUR NAME *,Phone (optional),Second phone,Other e-mail", ["name", "phone", "also", "also"]),
        ("Attendee's name,Known as,Year of birth,Party size", ["name", "known-as", "born", "party"]),
        ("Name,Quantity", ["name", "party"]),
        ("Name,Comments,Date of birth,Diagnosis", ["name", "", "", ""]),
    ],
)
def test_headings_are_matched(headings, expected):
    assert fields(headings) == expected


@pytest.mark.parametrize(
    ("headings", "chosen", "expected"),
    [
        ("Name,Phone,Mobile", ["Mobile=phone"], ["name", "", "phone"]),
        ("Name,Phone,Mobile", ["mobile=also"], ["name", "phone", "also"]),
        ("Name,Name", ["2=known-as"], ["name", "known-as"]),
        ("Who,Name", ["Who=name", "Name=unused"], ["name", ""]),
        ("First name,Name", ["Name=last-name"], ["first-name", "last-name"]),
        ("Name,a=b", ["a=b=notes"], ["name", "notes"]),
    ],
)
def test_what_is_chosen_goes_before_the_headings(headings, chosen, expected):
    assert fields(headings, *chosen) == expected


@pytest.mark.parametrize(
    ("headings", "chosen", "words"),
    [
        ("Name,Phone,Mobile", [], r"column 2 “Phone” and column 3 “Mobile” may be the phone.*“Phone=phone”"),
        ("Name,Name", [], "“1=name”"),
        ("First name,Name", [], "may be the name"),
        ("Phone", [], "No column tells the name"),
        ("Name", ["Nmae=phone"], "No column is called 'Nmae': 1 Name"),
        ("Name,X,X", ["X=phone"], "More than one column"),
        ("Name", ["Name"], "is not COLUMN=FIELD"),
        ("Name", ["Name=fax"], "is not COLUMN=FIELD"),
        ("Name,Phone", ["3=phone"], "No column is called '3'"),
    ],
)
def test_what_is_not_clear_is_asked(headings, chosen, words):
    with pytest.raises(InputError, match=words):
        fields(headings, *chosen)


def test_a_cell_that_is_too_long_is_said(desk):
    plan = desk.people_import.plan(b"Name\n" + b"x" * 200_000 + b"\nAda Sample\n", Choices())
    assert [row.words() for row in plan.rows] == ["one of its cells is too long", "is new"]
