"""People imported from a table: each row is told, all is one act, and nothing is ever half done."""

from datetime import datetime

import pytest

from atma_tui.desk.importing.plan import Choices
from atma_tui.domain.errors import InputError, NotFound, Stale, Unreachable
from atma_tui.domain.records import Act, Enrolment, Person, Program, ProgramSeats

HEAD = "Name,Known as,Phone,E-mail,Other phone,Notes,Born,Party"

BAD = {
    "no name": (",,780-555-0101,,,,,", "there is no name"),
    "only blanks": ("  ,,780-555-0101,,,,,", "there is no name"),
    "only digits": ("12345,,,,,,,", "the name has no letter"),
    "only signs": ("--,,,,,,,", "the name begins as a formula does"),
    "an e-mail as the name": ("ada@example.org,,,,,,,", "the name is an e-mail address"),
    "a long name": (f"{'x' * 300},,,,,,,", "the name is longer than 120 characters"),
    "a long short name": (f"Ada,{'x' * 61},,,,,,", "the name they go by is longer than 60"),
    "a short phone": ("Ada,,12345,,,,,", "'12345' is not a phone number"),
    "a phone in words": ("Ada,,ask me,,,,,", "'ask me' is not a phone number"),
    "a phone as a number": ("Ada,,7.81E+09,,,,,", "'7.81E+09' is not a phone number"),
    "two phones in one": ("Ada,,780-555-0101 / 780-555-0102,,,,,", "is not a phone number"),
    "an e-mail without host": ("Ada,,,ada@,,,,", "'ada@' is not an e-mail address"),
    "an e-mail with blanks": ("Ada,,,ada at example.org,,,,", "is not an e-mail address"),
    "a bad second phone": ("Ada,,,,000000000,,,", "is not a phone number"),
    "long notes": (f"Ada,,,,,{'n' * 2001},,", "the note is longer than 2,000 characters"),
    "a birth day": ("Ada,,,,,,12/03/1980,", "is not a year of birth"),
    "no party": ("Ada,,,,,,,0", "'0' is not a party of 1 to 200 people"),
    "a party in words": ("Ada,,,,,,,two", "'two' is not a party"),
    "a formula as the name": ("=1+1,,,,,,,", "the name begins as a formula does"),
    "a formula as the note": ('Ada,,,,,"=HYPERLINK(""x"")",,', "the note begins as a formula does"),
    "a formula kept from being one": ("'@SUM(A1),,,,,,,", "the name begins as a formula does"),
    "control characters": ("Ada\x1b[31m,,,,,,,", "the name holds control characters"),
    "a NUL": ("Ada,,780-555\0-0101,,,,,", "the phone holds control characters"),
    "letters that are lost": ("Ad\ufffd,,,,,,,", "the name holds letters that cannot be read"),
    "a name on two lines": ('"Ada\nSample",,,,,,,', "the name goes over several lines"),
    "too many cells": ("Ada,,,,,,,,more", "it has 9 cells under 8 headings"),
    "too few cells": ("Ada,,780-555-0101", "it has 3 cells, too few for the column “E-mail”"),
    "the headings again": (HEAD, "it is the headings once more"),
    "marks that do not match": ('Ada,"780,,,,,,', "its quotation marks do not match"),
}
"""Kinds of bad row, each with what is said of it."""


def table(*rows, head=HEAD):
    return "\n".join([head, *rows]).encode()


def good(number):
    return f"Person{number} Made-Up{number},,,p{number}@example.org,,,,"


def all_kinds(rows=500):
    """Return a table of so many rows with every kind of bad row among good ones, and where these are."""
    lines = [good(number) for number in range(rows - len(BAD))]
    for place, (row, _) in enumerate(BAD.values()):
        lines.insert(5 + 15 * place, row)
    kinds = {row: kind for kind, (row, _) in BAD.items()}
    return table(*lines), {at: kinds[line] for at, line in enumerate(lines, 2) if line in kinds}


@pytest.fixture
def plan(desk):
    def make(*rows, head=HEAD, **choices):
        return desk.people_import.plan(table(*rows, head=head), Choices(**choices))

    return make


def names(desk):
    return sorted(person.name for person in desk.book.store.find(Person))


def told(plan):
    return [(row.number, row.kind, row.words()) for row in plan.rows]


def test_500_rows_with_every_kind_of_bad_row_are_named_and_nothing_is_done(desk):
    data, at = all_kinds()
    looked = desk.people_import.plan(data, Choices())
    assert len(looked.rows) == 500
    bad = {row.number: row for row in looked.rows if row.kind == "bad"}
    assert bad.keys() == at.keys()
    assert len(at) == len(BAD) > 20
    for number, kind in at.items():
        assert BAD[kind][1] in bad[number].words(), kind
    with pytest.raises(InputError, match=r"^29 rows are bad, so nothing was imported: row 7: .* and 24 more\.$"):
        desk.people_import.apply(looked, "list.csv")
    assert (names(desk), desk.book.store.count(Act)) == ([], 1)


def test_with_the_bad_rows_left_out_one_undo_takes_all_back(desk):
    data, _ = all_kinds()
    looked = desk.people_import.plan(data, Choices(skip_bad=True))
    done = desk.people_import.apply(looked, "list.csv")
    assert (done.applied, done.counts["added"], done.counts["bad"]) == (True, 500 - len(BAD), len(BAD))
    assert len(names(desk)) == 500 - len(BAD)
    [act] = desk.book.store.find(Act)[1:]
    assert (act.verb, act.summary) == ("import people", "Imported 471 people from list.csv")
    desk.history.undo(act.id)
    assert names(desk) == []


def test_every_bad_row_is_told_by_itself(plan):
    for kind, (row, words) in BAD.items():
        [bad] = plan(row).rows
        assert (bad.kind, bad.number) == ("bad", 2), kind
        assert words in bad.words(), kind


def test_all_that_is_wrong_with_a_row_is_told(plan):
    assert told(plan("Ada,,12,ada@,,,,")) == [
        (2, "bad", "'12' is not a phone number (7 to 15 digits); 'ada@' is not an e-mail address")
    ]


def test_what_a_row_tells_is_kept(desk, plan):
    row = 'Zoë  Sample,Zo,\'+1 780 555 0101,zoe@example.org,403-555-0102,"calls at noon\nor later",1980,'
    desk.people_import.apply(plan(row), "list.csv")
    [zoe] = desk.book.store.find(Person)
    assert (zoe.name, zoe.known_as, zoe.phone, zoe.email) == (
        "Zoë Sample",
        "Zo",
        "+1 780 555 0101",
        "zoe@example.org",
    )
    assert (zoe.other_phones, zoe.notes, zoe.birth_year) == (("403-555-0102",), "calls at noon or later", 1980)
    assert desk.people.search("403 555 0102") == [zoe]


def test_first_and_last_names_are_joined(desk, plan):
    desk.people_import.apply(plan("Ada,Sample", ",Solo", head="First name,Surname"), "list.csv")
    assert names(desk) == ["Ada Sample", "Solo"]


# Who is known already


KNOWN = "Ada Sample"


@pytest.mark.parametrize(
    ("row", "kind", "why"),
    [
        ("Ada Sample,,780 555 0101,,,,,", "known", "same name and phone number"),
        ("Ada Sample,,,ADA@example.org,,,,", "known", "same name and e-mail"),
        ("Ada Sample,,,,,,,", "known", "same name"),
        ('"Sample, Ada",,+1 (780) 555-0101,,,,,', "known", "same name and phone number"),
        ("Ada Sample,,403-555-0199,,,,,", "duplicate", "same name"),
        ("Bo Sample,,780-555-0101,,,,,", "duplicate", "same phone number"),
        ("Ada Sampel,,,,,,,", "duplicate", "nearly the same name"),
        ("Bo Example,,,,,,,", "new", ""),
    ],
)
def test_who_is_in_the_book_is_found_with_the_reason(desk, plan, person, row, kind, why):
    ada = person(KNOWN, phone="780-555-0101", email="ada@example.org")
    [found] = plan(row).rows
    assert (found.kind, found.why, found.person) == (kind, why, ada.id if why else "")


def test_two_of_one_name_in_the_book_are_not_told_apart_by_it(plan, person):
    person(KNOWN), person(KNOWN)
    assert [row.kind for row in plan(f"{KNOWN},,,,,,,").rows] == ["duplicate"]


def test_who_is_in_the_file_twice_is_added_once(desk, plan, person):
    person("Known Sample", phone="587-555-0100")
    looked = plan(
        *("Ada Sample,,780-555-0101,,,,,", "ada sample,,780 555 0101,,,,,"),
        *("Known Sample,,587-555-0100,,,,,", "Known Sample,,,,,,,"),
        "Bo Sample,,780-555-0101,,,,,",
    )
    assert told(looked) == [
        (2, "new", "is new"),
        (3, "double", "the same as Ada Sample in row 2 (same name and phone number)"),
        (4, "known", "in the book as Known Sample (same name and phone number)"),
        (5, "double", "the same as Known Sample in row 4 (same name)"),
        (6, "duplicate", "may be Ada Sample in row 2 (same phone number); left out"),
    ]
    desk.people_import.apply(looked, "list.csv")
    assert names(desk) == ["Ada Sample", "Known Sample"]


def test_who_may_be_known_is_added_only_when_that_is_chosen(desk, plan, person):
    person(KNOWN, phone="780-555-0101")
    rows = ("Bo Sample,,780-555-0101,,,,,", f"{KNOWN},,780-555-0101,,,,,")
    looked = plan(*rows)
    assert (looked.changes, desk.people_import.apply(looked, "list.csv").applied) == (False, False)
    desk.people_import.apply(plan(*rows, duplicates="add"), "list.csv")
    assert names(desk) == [KNOWN, "Bo Sample"]


# Enrolled by the same act


def test_new_and_known_people_are_enrolled_in_the_order_of_the_file(desk, plan, person, event):
    known, talk = person("Known Sample"), event(capacity=3)
    rows = (good(1), "Known Sample,,,,,,,2", good(2), "Known Sample,,,,,,,", "Bo Sampel,,,p1@example.org,,,,")
    looked = plan(*rows, into=talk.id)
    assert [row.words() for row in looked.rows] == [
        "is new; gets a seat",
        "in the book as Known Sample (same name); gets 2 seats",
        "is new; waits for a seat, place 1 in line",
        "the same as Known Sample in row 3 (same name)",
        "may be Person1 Made-Up1 in row 2 (same e-mail); left out",
    ]
    assert desk.book.store.count(Enrolment) == 0
    done = desk.people_import.apply(looked, "list.csv")
    inside = {one.id: one for one in desk.book.store.find(Enrolment, offering=talk.id)}
    assert [inside[row.seat.enrolment].person for row in done.rows if row.seat] == [
        done.rows[0].added,
        known.id,
        done.rows[2].added,
    ]
    act = desk.book.store.last(Act)
    assert act.summary == ("Imported 2 people from list.csv; 2 enrolled in Open house, 1 on the waiting list")
    desk.history.undo(act.id)
    assert names(desk) == ["Known Sample"]
    assert not [one for one in desk.book.store.find(Enrolment) if one.live]


def test_a_party_that_fits_in_no_case_is_told_so_before(desk, plan, event):
    talk = event(capacity=3)
    looked = plan(f"{good(1)}9", into=talk.id)
    [row] = looked.rows
    assert row.words().endswith(
        "waits for 9 seats, place 1 in line: it has 3 places in all, too few for a party of 9 whoever leaves"
    )
    assert desk.people_import.apply(looked, "list.csv").applied


def test_who_cannot_be_enrolled_is_told_and_the_others_are(desk, plan, person, event):
    talk, other = event(capacity=9), event(title="Circle", starts=datetime(2026, 12, 8, 18), room="")
    inside, elsewhere = person("In Sample"), person("Off Sample")
    desk.enrolments.enrol(talk.id, person_id=inside.id)
    desk.enrolments.enrol(other.id, person_id=elsewhere.id)
    looked = plan("In Sample,,,,,,,", "Off Sample,,,,,,,", good(1), into=talk.id)
    refused = [row.seat.why for row in looked.rows if row.seat.status == "refused"]
    assert refused[0].startswith("In Sample is enrolled in Open house already")
    assert "Off Sample" in refused[1] and "Nothing" not in refused[1]
    done = desk.people_import.apply(looked, "list.csv")
    assert done.counts["enrolled"] == 1
    assert len(desk.book.store.find(Enrolment, offering=talk.id)) == 2


SHOP = "Order #,First Name,Last Name,Email,Quantity,Ticket Type,Attendee #,Order Type,Attendee Status"
"""As the attendee list of a large ticket shop begins."""


@pytest.mark.parametrize(
    ("said", "comes"),
    [
        ("Attending", True),
        ("Checked In", True),
        ("", True),
        ("Partially Refunded", True),
        ("Not cancelled", True),
        ("Not Attending", False),
        ("Refunded/Canceled", False),
        ("CANCELLED", False),
        ("Deleted", False),
        ("Transferred", False),
    ],
)
def test_who_gave_their_place_back_is_left_out_and_that_is_said(desk, plan, event, said, comes):
    evening = event(capacity=5)
    rows = [
        f"11,Ada,Sample,ada@example.org,1,General,21,Free,{said}",
        "12,Bo,Example,,1,General,22,Free,Attending",
    ]
    planned = plan(*rows, head=SHOP, into=evening.id)
    done = desk.people_import.apply(planned, "shop.csv")
    assert ("Ada Sample" in names(desk)) == comes
    assert len(desk.book.store.find(Enrolment, offering=evening.id)) == 1 + comes
    if not comes:
        row = planned.rows[0]
        assert (row.kind, row.words()) == ("cancelled", f"left out: the file says “{said}”")
        assert "1 cancelled there" in done.counts_words()


def test_who_gave_a_place_back_and_took_another_is_enrolled_once(desk, plan, event):
    evening = event(capacity=5)
    rows = (
        "11,Ada,Sample,ada@example.org,1,General,21,Free,Refunded",
        "12,Ada,Sample,ada@example.org,1,Late,22,Free,Attending",
    )
    done = desk.people_import.apply(plan(*rows, head=SHOP, into=evening.id), "shop.csv")
    assert [row.kind for row in done.rows] == ["cancelled", "new"]
    assert done.counts["enrolled"] == 1


def test_a_row_whose_cells_are_shifted_is_bad_whatever_its_status_seems_to_be(plan):
    row = "11,Ada,Sample,ada@example.org,1,General,21,Free,Cancelled,more"
    assert plan(row, head=SHOP).rows[0].kind == "bad"


def test_nobody_is_enrolled_where_there_is_nothing_to_be_enrolled_in(desk, plan, event):
    with pytest.raises(NotFound):
        plan(good(1), into="evt-none")
    cancelled = event()
    desk.events.cancel(cancelled.id, "storm")
    assert "is cancelled" in plan(good(1), into=cancelled.id).rows[0].words()


def test_people_are_given_places_in_a_program_and_paths_of_their_own(desk, plan):
    with desk.book.act("start") as work:
        work.add(Program(id="kat", title="Therapy", path="individual"))
        work.add(ProgramSeats(id="kat@edmonton", program="kat", site="edmonton", capacity=1))
    looked = plan(good(1), good(2), f"{good(3)}2", into="kat@edmonton")
    assert looked.into == "Therapy, Edmonton"
    assert [row.seat.status for row in looked.rows] == ["enrolled", "waiting", "refused"]
    done = desk.people_import.apply(looked, "list.csv")
    first = desk.book.person(done.rows[0].added)
    assert first.status == "client"
    assert len(desk.pathways.of_person(first.id)) == 1
    desk.history.undo(desk.book.store.last(Act).id)
    assert names(desk) == []
    assert desk.pathways.under_way() == []


# Nothing half done


def test_a_plan_that_does_not_hold_any_more_is_refused(desk, plan, person):
    looked = plan(good(1), "Ada Sample,,,,,,,")
    person(KNOWN)
    with pytest.raises(Stale, match="nothing was imported"):
        desk.people_import.apply(looked, "list.csv")
    assert names(desk) == [KNOWN]


@pytest.mark.parametrize("at", [1, 50, 99, 150])
def test_a_book_that_fails_on_the_way_has_nothing_of_it(desk, plan, event, monkeypatch, at):
    talk = event(capacity=50)
    looked = plan(*map(good, range(100)), into=talk.id)
    acts, add, calls = desk.book.store.count(Act), desk.book.store.add, iter(range(10_000))

    def failing(*records):
        if next(calls) == at:
            raise Unreachable("The disk is full.")
        add(*records)

    monkeypatch.setattr(desk.book.store, "add", failing)
    with pytest.raises(Unreachable):
        desk.people_import.apply(looked, "list.csv")
    monkeypatch.undo()
    assert (names(desk), desk.book.store.count(Enrolment), desk.book.store.count(Act)) == ([], 0, acts)
    desk.people_import.apply(looked, "list.csv")
    assert len(names(desk)) == 100


def test_looking_changes_nothing(desk, plan, event):
    acts = desk.book.store.count(Act)
    plan(good(1), good(2), into=event().id)
    assert (names(desk), desk.book.store.count(Act)) == ([], acts + 1)
