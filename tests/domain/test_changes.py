from datetime import datetime

import pytest
from msgspec.structs import replace

from atma_tui.domain.changes import changed_words, with_changes
from atma_tui.domain.records import Clinician, Event, Person, Program, Room, Site, Step, Template
from atma_tui.domain.typed import read_hours
from tests.domain.made import NOW, event

TALK = event(
    title="Talk", capacity=20, starts=datetime(2026, 12, 8, 18), ends=datetime(2026, 12, 8, 20), room="lounge"
)
NAMES = {"lounge": "Lounge", "edmonton": "Edmonton", "calgary": "Calgary"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"capacity": 5}, "capacity 20 -> 5"),
        ({"capacity": None}, "capacity 20 -> no limit"),
        ({"room": ""}, "room Lounge -> none"),
        ({"site": "calgary"}, "site Edmonton -> Calgary"),
        ({"category": "open_house"}, "category other -> open house"),
        (
            {"starts": datetime(2026, 12, 9, 18), "ends": datetime(2026, 12, 9, 20)},
            "starts Tue 8 Dec 2026 18:00 -> Wed 9 Dec 2026 18:00",
        ),
        ({"ends": datetime(2026, 12, 8, 21)}, "ends Tue 8 Dec 2026 20:00 -> Tue 8 Dec 2026 21:00"),
        ({"notes": "secret"}, "notes changed"),
        ({"description": "An evening"}, "description none -> “An evening”"),
        ({"title": "Lecture", "capacity": 5}, "title Talk -> Lecture, capacity 20 -> 5"),
        ({"sequence": 3, "rev": 4, "override_reason": "x (Ada)"}, ""),
        ({}, ""),
    ],
)
def test_a_change_of_an_event_names_the_old_and_the_new_value(fields: dict[str, object], words: str) -> None:
    after: Event = replace(replace(TALK, site="edmonton"), **fields)
    assert changed_words(replace(TALK, site="edmonton"), after, NAMES) == words


def test_hours_and_rooms_are_said_as_they_are_typed() -> None:
    before = Clinician(id="dr", name="Dr. Sample", hours=read_hours("mon-fri 9-17"))
    after = replace(before, hours=read_hours("mon 9-12"), active=False)
    assert changed_words(before, after) == "hours mon-fri 9-17 -> mon 9-12, active yes -> no"
    site = Site(id="edmonton", name="Edmonton")
    larger = replace(site, rooms=(Room(id="group", name="Group room", seats=20),), hours=read_hours("tue 18-24"))
    rooms = "rooms none -> Group room 20 seats 15 min"
    assert changed_words(site, larger) == f"{rooms}, hours mon-fri 9-17 -> tue 18-24"


def test_without_hours_those_that_hold_are_said() -> None:
    own = Clinician(id="dr", name="Dr. Sample", hours=read_hours("mon 9-12"))
    assert changed_words(own, replace(own, hours=())) == "hours mon 9-12 -> the site's"
    site = Site(id="edmonton", name="Edmonton", hours=read_hours("tue 18-24"))
    assert changed_words(site, replace(site, hours=())) == "hours tue 18-24 -> mon-fri 9-17"


def test_the_steps_of_a_program_are_compared_one_by_one() -> None:
    call, talk = Step(id="call", title="Call"), Step(id="talk", title="Talk", minutes=30)
    before = Program(id="kat", title="Program", steps=(call, talk))
    after = replace(before, steps=(replace(call, minutes=45), Step(id="end", title="End")))
    words = "step End added, step Talk removed, step Call: minutes 60 -> 45"
    assert changed_words(before, after) == words
    assert changed_words(before, replace(before, steps=(talk, call))) == "order of steps changed"


def test_the_keys_of_a_person_are_not_said_twice() -> None:
    before = Person(id="per-1", name="Ada", phone="780 555 0101", phone_key="7805550101", created=NOW)
    after = replace(before, phone="403 555 0102", phone_key="4035550102", email="a@b.ca", email_key="a@b.ca")
    words = "phone 780 555 0101 -> 403 555 0102, e-mail none -> a@b.ca"
    assert with_changes("Changed Ada", before, after) == f"Changed Ada: {words}"
    assert with_changes("Changed Ada", before, before) == "Changed Ada"


def test_of_a_long_text_the_part_is_said_that_changed() -> None:
    text = "We talk about what helps people to come home to themselves, and there is tea in the lounge afterwards."
    before = replace(TALK, description=text)
    assert changed_words(before, replace(before, description=text.replace("tea", "soup"))) == (
        "description “…themselves, and there is tea in the lounge afterwards.” -> "
        "“…themselves, and there is soup in the lounge afterwards.”"
    )
    cut = changed_words(before, replace(before, description="x" * 1000))
    assert cut.startswith("description “We talk about") and cut.endswith("xxx…”") and len(cut) < 150
    assert changed_words(before, replace(before, description="")).endswith("-> none")


def test_of_programs_and_templates_the_texts_are_said() -> None:
    before = Program(id="kat", title="Program", steps=(Step(id="call", title="Call", description="Short"),))
    after = replace(before, for_whom="Adults", steps=(Step(id="call", title="Call", description="Long"),))
    words = changed_words(before, after)
    assert "for whom none -> “Adults”" in words and "step Call: description “Short” -> “Long”" in words
    template = Template(id="remind", subject="Soon", body="See you")
    assert changed_words(template, replace(template, body="Come")) == "text “See you” -> “Come”"


def test_long_values_are_cut() -> None:
    assert len(changed_words(TALK, replace(TALK, title="x" * 1000, place="y" * 1000, url="z" * 1000))) <= 500
