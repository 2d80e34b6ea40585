"""What is typed for the clinic's set-up is read, and said so that it reads the same again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Hours, Part, Room, StepKind
from atma_tui.domain.typed import (
    hours_words,
    kinds_words,
    read_hours,
    read_kinds,
    read_rooms,
    rooms_words,
    short_id,
)

SITES = {"edmonton": "Edmonton", "calgary": "Calgary"}


@pytest.mark.parametrize("words", ["tue 18-24", "tue 18-24:00", "tue 18-0", "tue 6pm-12am", "tue 18:00-00:00"])
def test_hours_may_end_at_midnight(words: str) -> None:
    assert read_hours(words) == (Hours(weekday=1, opens="18:00", closes="24:00"),)
    assert hours_words(read_hours(words)) == "tue 18-24"


def test_days_hours_and_a_site():
    assert read_hours("mon-fri 9-17 edm; sat 10-12, 1pm-3:30pm Calgary", SITES) == (
        Hours(weekday=5, opens="10:00", closes="12:00", site="calgary"),
        Hours(weekday=5, opens="13:00", closes="15:30", site="calgary"),
        *(Hours(weekday=day, opens="09:00", closes="17:00", site="edmonton") for day in range(5)),
    )


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("mon, wed 9-17", [0, 2]),
        ("daily 8 - 20", list(range(7))),
        ("weekend 10-14", [5, 6]),
        ("sat-mon 9-12", [0, 5, 6]),
        ("Monday-Wednesday 9:00-17:30", [0, 1, 2]),
    ],
)
def test_ways_to_name_days(words, days):
    assert [one.weekday for one in read_hours(words)] == days


def test_no_words_are_no_hours():
    assert read_hours("  ") == ()


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("mon", "needs days and hours"),
        ("9-17", "needs days and hours"),
        ("mon 17-9", "ends before it begins"),
        ("mon 9-17 toronto", "'toronto'"),
        ("mon 25-26", "not a time of day"),
        ("mon 9-12 edmonton; mon 11-14 calgary", "named twice"),
        ("mon-wed-fri 9-17", "mon-wed-fri"),
    ],
)
def test_what_makes_no_sense_is_named(words, named):
    with pytest.raises(InputError, match=named):
        read_hours(words, SITES)


@st.composite
def weeks(draw):
    """Hours of a week without overlap, in quarters of an hour."""
    found = []
    for day in range(7):
        cuts = sorted(draw(st.sets(st.integers(0, 95), max_size=4)))
        for first, last in zip(cuts[::2], cuts[1::2], strict=False):
            opens, closes = (f"{one // 4:02}:{one % 4 * 15:02}" for one in (first, last))
            site = draw(st.sampled_from(["", *SITES]))
            found.append(Hours(weekday=day, opens=opens, closes=closes, site=site))
    return tuple(sorted(found, key=lambda one: (one.site, one.weekday, one.opens)))


@given(weeks())
def test_hours_read_as_they_are_said(hours):
    assert read_hours(hours_words(hours, SITES), SITES) == hours


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_sentence(words):
    for read in (read_hours, read_kinds, read_rooms):
        try:
            read(words)
        except InputError as error:
            assert str(error)


def test_kinds_with_their_parts():
    words = "Psycholytic: Preparation 15, Administration 45 min; Psychedelic: All of it 120"
    kinds = read_kinds(words)
    assert kinds == (
        StepKind(
            id="psycholytic",
            title="Psycholytic",
            parts=(Part(title="Preparation", minutes=15), Part(title="Administration", minutes=45)),
        ),
        StepKind(id="psychedelic", title="Psychedelic", parts=(Part(title="All of it", minutes=120),)),
    )
    assert read_kinds(kinds_words(kinds)) == kinds


@pytest.mark.parametrize("words", ["Long", "Long:", "Long: preparation", "A: x 1; a: y 2", ": x 1"])
def test_kinds_without_a_name_or_minutes_are_refused(words):
    with pytest.raises(InputError):
        read_kinds(words)


def test_rooms_keep_their_ids():
    before = (Room(id="group", name="Group room"), Room(id="r1", name="Room 1", seats=2))
    rooms = read_rooms("group room 20 seats; Room 1 2 seats 30 min; Lounge", before)
    assert rooms == (
        Room(id="group", name="group room", seats=20),
        Room(id="r1", name="Room 1", seats=2, turnover=30),
        Room(id="lounge", name="Lounge"),
    )
    assert read_rooms(rooms_words(rooms), rooms) == rooms


def test_two_rooms_of_one_name_are_refused():
    with pytest.raises(InputError, match="same name"):
        read_rooms("Lounge; lounge")


def test_a_name_without_letters_gives_no_id():
    with pytest.raises(InputError):
        short_id("…")
