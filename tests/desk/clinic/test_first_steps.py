"""What a new book asks for first, and when it stops asking."""

from datetime import UTC, datetime

from msgspec import UNSET

from atma_tui.desk.clinic.choices import ClinicFields
from atma_tui.desk.desk import Desk
from atma_tui.desk.opening import _start
from atma_tui.desk.people.new_person import NewPerson
from tests.memory import MemoryBook

NOON = datetime(2026, 11, 25, 18, tzinfo=UTC)


def new_book():
    desk = Desk(MemoryBook(), "Ada", lambda: NOON)
    _start(desk)
    return desk


def test_a_new_book_asks_for_all_of_them():
    assert new_book().first_steps.open() == ("clinic", "sites", "website", "people")


def test_what_is_done_is_not_asked_for_again():
    desk = new_book()
    desk.choices.change(ClinicFields(name="Demo clinic", offer_hours=UNSET))
    desk.sources.add("clinic", "https://www.example.org/events")
    assert desk.first_steps.open() == ("sites", "people")


def test_with_the_first_person_the_book_is_in_use():
    desk = new_book()
    desk.people.add(NewPerson(name="Ada Sample", phone="780-555-0190"))
    assert desk.first_steps.open() == ()
