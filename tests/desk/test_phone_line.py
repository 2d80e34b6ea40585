from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atma_tui.desk.desk import Desk
from atma_tui.desk.people.nicknames import nicknames
from atma_tui.desk.phone_line import LONGEST, read_new, read_party, wishes
from atma_tui.desk.phone_targets import Target, event_target
from atma_tui.domain.people.finding import Match, among
from atma_tui.domain.records import Person, Site
from tests.domain.made import NOW
from tests.domain.made import event as made_event
from tests.ui.rig import add_event, enrol, small_desk

SATURDAY = datetime(2027, 5, 8, 14)
EDMONTON, CALGARY = Site(id="edmonton", name="Edmonton"), Site(id="calgary", name="Calgary")


def target(title: str, site: Site = CALGARY, **fields: object) -> Target:
    return event_target(made_event(title=title, site=site.id, starts=SATURDAY, ends=SATURDAY, **fields), site)


HOUSE = target("Open house", id="evt-house")
NORTH = target("Open house", EDMONTON, id="evt-north")
TALK = target("Talk", id="evt-talk", category="open_house")
TARGETS = [TALK, HOUSE, NORTH]
PEOPLE = [
    Person(id=f"per-{n}", name=name, created=NOW)
    for n, name in enumerate(["Chen Example", "Chen Sample", "Ada Open"])
]


def find_people(words: str) -> list[Match]:
    return among(PEOPLE, words, nicknames())


def read(line: str) -> list[tuple[str, str, int]]:
    return [
        (wish.person.name if wish.person else wish.name, wish.target.id, wish.party)
        for wish in wishes(line, find_people, TARGETS)
    ]


def test_a_person_a_party_and_an_event_in_one_line():
    assert read("chen exa +2 open house cal")[0] == ("Chen Example", "evt-house", 3)


def test_the_event_may_come_first_and_the_party_anywhere():
    assert read("open house cal chen exa")[0] == ("Chen Example", "evt-house", 1)
    assert read("+1 chen exa open house cal")[0] == ("Chen Example", "evt-house", 2)
    assert read("chen exa+1 open house cal")[0] == ("Chen Example", "evt-house", 2)


def test_all_ways_to_read_it_are_offered_the_likeliest_first():
    assert read("chen house") == [
        ("Chen Example", "evt-house", 1),
        ("Chen Example", "evt-north", 1),
        ("Chen Sample", "evt-house", 1),
        ("Chen Example", "evt-talk", 1),
        ("Chen Sample", "evt-north", 1),
        ("Chen Sample", "evt-talk", 1),
    ]


def test_a_title_counts_more_than_a_kind():
    assert read("chen exa open house cal")[0][1] == "evt-house"


@pytest.mark.parametrize("when", ["sat", "8 may", "may 8", "14:00", "saturday"])
def test_an_event_is_known_by_its_day(when):
    assert read(f"chen exa house cal {when}")[0] == ("Chen Example", "evt-house", 1)


def test_a_number_is_whole():
    assert read("chen exa house 14")[0][0] == "Chen Example"
    assert read("chen exa house 1") == []


def test_an_unknown_name_beside_an_event_is_somebody_new():
    assert read("zed wu open house cal +1") == [("Zed Wu", "evt-house", 2)]


def test_a_slip_in_a_name_is_forgiven_but_it_may_be_somebody_new():
    found = wishes("chne sample +1 open house cal", find_people, TARGETS)
    said = [(wish.person.name if wish.person else wish.name, wish.target.id, wish.slip) for wish in found]
    assert (said[0], said[-1]) == (("Chen Sample", "evt-house", True), ("Chne Sample", "evt-house", False))


def test_one_word_or_none_is_no_deed():
    assert read("chen") == read("") == read("+2") == []


@pytest.mark.parametrize("phone", ["+1 780 555 0101", "+1 (780) 555-0101", "+17805550101", "+44 780 555 010"])
def test_the_plus_of_a_phone_number_makes_no_party(phone):
    assert read_party(phone) == (phone, 1)


@pytest.mark.parametrize("phone", ["780 555 0101", "(780) 555-0101", "7805550101"])
def test_a_party_before_a_phone_number_is_no_part_of_it(phone):
    assert read_party(f"chen +2 {phone} open house") == (f"chen {phone} open house", 3)


@given(st.text(max_size=300))
def test_any_line_is_read_and_the_same_line_in_the_same_way(line):
    assert read(line) == read(line)
    rest, party = read_party(line)
    assert 1 <= party <= 200
    assert len(rest) <= LONGEST


@given(st.text(alphabet=st.characters(exclude_characters="+"), max_size=200))
def test_without_a_plus_there_is_no_party(line):
    assert read_party(line)[1] == 1


@given(st.integers(0, 199), st.sampled_from(["chen {}", "{} chen", "chen {} open", " chen  {} "]))
def test_plus_n_is_n_more(others, line):
    rest, party = read_party(line.format(f"+{others}"))
    assert party == others + 1
    assert "+" not in rest


@given(
    st.lists(st.sampled_from(["chen", "+2", "open", "house", "cal", "8", "x", "sample", "+", "may"]), max_size=12)
)
def test_every_reading_is_of_somebody_who_fits_and_no_target_twice_for_the_same(words):
    line = " ".join(words)
    found = wishes(line, find_people, TARGETS)
    assert len(found) <= 6
    assert len({(one.person and one.person.id, one.target.id) for one in found}) == len(found)
    assert all(one.party == read_party(line)[1] for one in found)


@given(st.text(max_size=200))
def test_somebody_new_is_read_from_anything(words):
    new = read_new(words)
    assert read_new(words) == new


@pytest.mark.parametrize(
    ("words", "name", "phone", "email"),
    [
        ("zed wu 780 555-0199 zed@example.org", "Zed Wu", "780 555-0199", "zed@example.org"),
        ("Zed van Wu", "Zed van Wu", "", ""),
        ("(780) 555 0199", "", "(780) 555 0199", ""),
        ("d'arcy o'neil-smith +2", "D'Arcy O'Neil-Smith", "", ""),
        ("élan żak", "Élan Żak", "", ""),
        ("zed wu tel:780-555-0199 x22", "Zed Wu", "tel:780-555-0199 x22", ""),
    ],
)
def test_name_phone_and_mail_are_told_apart(words, name, phone, email):
    new = read_new(words)
    assert (new.name, new.phone, new.email) == (name, phone, email)


def test_the_desk_says_what_would_happen(desk: Desk, event, person):
    person("Chen Example")
    house = event("Open house", capacity=3)
    line = desk.phone_line
    found = line.read("chen +2 open house edm", line.targets())
    assert [(one.wish.target.id, one.preview.status, one.preview.free_after) for one in found.doable] == [
        (house.id, "enrolled", 0)
    ]


def test_what_is_found_has_its_seats_and_what_is_off_is_not_found(desk: Desk, event, person):
    event("Open house", capacity=3)
    off = event("Open circle")
    desk.events.cancel(off.id, why="storm")
    found = desk.phone_line.read("open", desk.phone_line.targets())
    assert [(one.title, one.seats.free) for one in found.targets] == [("Open house", 3)]


def test_the_words_of_an_event_alone_are_nobodys_name(desk: Desk, event, person):
    event("Open house")
    found = desk.phone_line.read("house edm", desk.phone_line.targets())
    assert found.doable == ()
    assert [one.title for one in found.targets] == ["Open house"]


def test_a_line_that_names_an_event_as_a_whole_is_looked_at_before_it_is_done(desk: Desk, event, person):
    event("Open house")
    person("Ada Open")
    targets = desk.phone_line.targets()
    assert desk.phone_line.read("open house", targets).asks
    assert not desk.phone_line.read("open house +1", targets).asks
    assert not desk.phone_line.read("ada open house", targets).asks


def test_a_new_callers_phone_and_e_mail_are_taken():
    [wish] = wishes("zed wu 780-555-0199 zed@example.org open house cal", find_people, TARGETS)
    assert wish.person is None
    assert (wish.name, wish.phone, wish.email) == ("Zed Wu", "780-555-0199", "zed@example.org")


@pytest.mark.parametrize(
    "line",
    ["withdraw zzz", "cancel zzz", "withdrwa zzz", "withdraw", "move zed wu talk", "call zed wu open house"],
)
def test_a_verb_never_makes_somebody_new(line):
    desk = desk_with_events()
    found = desk.phone_line.read(line, desk.phone_line.targets())
    assert found.new is None
    assert all(one.wish.person for one in found.doable)


def test_a_slip_in_a_verb_is_forgiven_and_a_line_is_no_dead_end():
    desk = desk_with_events()
    targets = desk.phone_line.targets()
    [deed] = desk.phone_line.read("withdrwa chne", targets).deeds
    assert (deed.verb, deed.person.name) == ("withdraw", "Chen Example")
    assert [one.name for one in desk.phone_line.read("move chen", targets).people] == ["Chen Example"]
    assert [one.title for one in desk.phone_line.read("withdraw zed open house", targets).targets] == [
        "Open house"
    ]
    assert desk.phone_line.read("zed wu 780-555-0199", targets).new == read_new("zed wu 780-555-0199")


def desk_with_events() -> Desk:
    desk = small_desk()
    enrol(desk, add_event(desk), "Chen Example")
    add_event(desk, "Talk", site="calgary")
    return desk
