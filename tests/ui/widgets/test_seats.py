import pytest
from hypothesis import given
from hypothesis import strategies as st

from atma_tui.desk.phone_targets import Target
from atma_tui.domain.seats import Pool, Seats
from atma_tui.ui.enrolments.pick_event_words import target_row
from atma_tui.ui.ground.glyphs import ASCII, UNICODE
from atma_tui.ui.widgets.seats import say_seats, seat_bar, seat_cell
from atma_tui.ui.widgets.spans import text_of

NUMBERS = st.integers(0, 400)


def said(**sum_):
    return text_of(say_seats(**sum_))


@pytest.mark.parametrize(
    ("sum_", "words"),
    [
        ({"taken": 16, "free": 4}, "▰▰▰▱ 4 free of 20"),
        ({"taken": 17, "free": 3}, "▰▰▰▱ Almost full: 3 free"),
        ({"taken": 0, "free": 1}, "▱▱▱▱ 1 free of 1"),
        ({"taken": 0, "free": 20}, "▱▱▱▱ 20 free of 20"),
        ({"taken": 20, "free": 0}, "▰▰▰▰ FULL"),
        ({"taken": 20, "free": 0, "waiting": 2}, "▰▰▰▰ FULL · 2 waiting"),
        ({"taken": 19, "free": 1, "waiting": 2}, "▰▰▰▱ 1 free, 2 waiting"),
        ({"taken": 21, "free": -1}, "▰▰▰▰ OVER by 1"),
        ({"taken": 21, "free": -1, "waiting": 3}, "▰▰▰▰ OVER by 1 · 3 waiting"),
        ({"taken": 0, "free": None}, "open"),
        ({"taken": 12, "free": None}, "open · 12 in"),
        ({"taken": 0, "free": 0}, "▰▰▰▰ FULL"),
    ],
)
def test_seats_are_said_by_bar_number_and_word(sum_, words):
    assert said(**sum_) == words


@pytest.mark.parametrize(
    ("width", "words"),
    [(30, "▰▰▰▰ FULL · 12 waiting"), (21, "▰▰▰▰ FULL +12"), (12, "▰▰▰▰ FULL"), (8, "FULL"), (3, "FULL")],
)
def test_narrow_cells_say_less_but_never_less_than_the_word(width, words):
    assert said(taken=20, free=0, waiting=12, width=width) == words


@pytest.mark.parametrize(
    ("width", "words"), [(30, "▰▰▰▱ Almost full: 3 free"), (19, "▰▰▰▱ Almost full: 3"), (14, "Almost full: 3")]
)
def test_few_seats_are_almost_full_wherever_they_are_listed(width, words):
    assert said(taken=17, free=3, width=width) == words


def test_what_picks_an_event_says_how_full_it_is_as_every_list_does():
    seats = Seats(pools=(Pool(name="seats", capacity=20, enrolled=17, held=0, offered=0),))
    target = Target(
        id="e", title="Open house", site="Calgary", when="Sat 8 May 14:00", program="", known_by="", seats=seats
    )
    assert text_of(target_row(target, UNICODE).cells[-1]) == "▰▰▰▱ Almost full: 3"


def test_ascii_consoles_get_ascii():
    assert said(taken=16, free=4, glyphs=ASCII) == "###- 4 free of 20"
    assert said(taken=20, free=0, waiting=2, glyphs=ASCII) == "#### FULL, 2 waiting"


@given(taken=NUMBERS, free=st.one_of(st.none(), st.integers(-5, 400)), waiting=NUMBERS, width=st.integers(9, 80))
def test_it_fits_and_the_state_is_in_the_words(taken, free, waiting, width):
    words = said(taken=taken, free=free, waiting=waiting, width=width)
    assert len(words) <= max(width, len("Almost full: 3"))
    state = "open" if free is None else "OVER" if free < 0 else "FULL" if free == 0 else str(free)
    assert state in words


@given(NUMBERS, st.integers(-5, 400), st.sampled_from([UNICODE, ASCII]))
def test_the_bar_is_full_only_when_nothing_is_free_and_empty_only_when_nothing_is_taken(taken, free, glyphs):
    bar = seat_bar(taken, free, glyphs=glyphs)
    assert len(bar) == 4
    assert (bar == glyphs.taken * 4) == (free <= 0)
    assert (bar == glyphs.free * 4) == (taken == 0 and free > 0)


def test_a_full_room_makes_an_event_with_seats_left_full():
    own = Pool(name="seats", capacity=20, enrolled=8, held=1, offered=1)
    room = Pool(name="Blue room", capacity=12, enrolled=12, held=0, offered=0)
    assert text_of(seat_cell(Seats(pools=(own, room)))) == "▰▰▰▰ FULL"
    assert text_of(seat_cell(Seats(pools=(own,)))) == "▰▰▱▱ 10 free of 20"
