from datetime import datetime

import pytest

from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.records import Event, Person, Program, Site, Step
from atma_tui.domain.trust.titles import TitleHider, hidden_title, hides_title, known_words
from tests.domain.made import NOW

KNOWN = known_words(
    [Program(id="p", title="Ketamine-assisted therapy", steps=(Step(id="session", title="Ketamine session"),))],
    [Site(id="calgary", name="Calgary")],
)


def event(title: str, **fields: object) -> Event:
    at = datetime(2026, 12, 8, 18)
    given = {"category": "session", "visibility": "private", **fields}
    return Event(
        id="e", uid="e", site="calgary", title=title, starts=at, ends=at, created=NOW, modified=NOW, **given
    )


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Ketamine session", "Ketamine session"),
        ("Session 2 Calgary", "Session 2 Calgary"),
        ("Session: Ada Sample", "Session: A. S."),
        ("Sample, Ada (follow-up)", "S., A. (follow-up)"),
        ("Mary-Ann O'Samply", "M.-A. O."),
        ("Call J.R. 780-555-0101", "Call J. 7.-5.-0."),
        ("ada", "A."),
        ("Ædan Ünal", "Æ. Ü."),
    ],
)
def test_of_a_title_the_words_stay_that_name_nobody(title, shown):
    assert hidden_title(title, KNOWN) == shown


def test_titles_of_private_events_and_of_appointments_are_hidden():
    assert hides_title(event("Ada", visibility="public"))
    assert hides_title(event("Ada", category="circle"))
    assert not hides_title(event("Talk by Ada Sample", category="talk", visibility="public"))


def test_a_title_is_hidden_wherever_it_stands():
    hider = TitleHider(["Session: Ada Sample", "Session: Ada", "Ketamine session"], KNOWN)
    assert hider.text("Bo is in Session: Ada Sample.") == "Bo is in Session: A. S.."
    assert hider.text("Session: Ada and Session: Ada Sample") == "Session: A. and Session: A. S."
    assert hider.text("a talk") == "a talk"
    view = [event("Session: Ada Sample"), ("Session: Ada", 1), {"title": "Session: Ada"}]
    assert hider.hide(view) == [event("Session: A. S."), ("Session: A.", 1), {"title": "Session: A."}]
    assert TitleHider(["Ketamine session"], KNOWN).hide(view) is view


def test_the_name_of_somebody_new_stays_as_it_was_typed():
    hider = TitleHider(["Ada Sample"], KNOWN)
    for new in (NewPerson(name="Ada Sample"), Person(id="p", name="Ada Sample", created=NOW)):
        assert hider.hide([new]) == [new]
