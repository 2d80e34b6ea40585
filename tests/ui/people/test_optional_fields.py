"""What the clinic keeps about people, on the screen: decided, asked, shown, and not in privacy mode."""

import pytest

from atma_tui.desk.clinic.choices import ClinicFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.people.optional import OPTIONAL, ConsentMark
from atma_tui.domain.records import Contact
from atma_tui.ui.people.consents_form import ConsentsForm
from atma_tui.ui.people.merge import MergeScreen
from atma_tui.ui.people.person import PersonScreen
from atma_tui.ui.people.person_form import PersonForm
from tests.ui.kit import paste, running, tap, type_text, wait_for
from tests.ui.rig import add_person, app_over, shows, small_desk, words_on


@pytest.fixture
def desk():
    return small_desk()


def keep_all(desk):
    desk.choices.change(ClinicFields(person_fields=OPTIONAL, consent_kinds=("newsletter", "may be phoned")))


async def test_the_clinic_decides_what_is_kept(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await tap(pilot, "f7", "f4")
        await shows(pilot, "What is kept about people", "Former names", "Interpreter")
        await tap(pilot, "n", "tab", "tab", "tab", "tab", "y", "tab", "tab")
        await type_text(pilot, "may be phoned; photo")
        await tap(pilot, "ctrl+s")
        await wait_for(pilot, lambda: desk.choices.get().consent_kinds, "it is saved")
        await tap(pilot, "escape")
    clinic = desk.choices.get()
    assert clinic.person_fields == ("second-contacts", "birth-year", "escort")
    assert clinic.consent_kinds == ("may be phoned", "photo")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_form_asks_for_what_is_kept_and_nothing_else(desk, tmp_path, size):
    desk.choices.change(ClinicFields(person_fields=("emergency", "interpreter")))
    ada = add_person(desk, "Ada Sample")
    async with running(app_over(desk, tmp_path), size=size) as pilot:
        pilot.app.push_screen(PersonForm(ada))
        await shows(pilot, "Emergency", "Interpreter", "Notes", "Save")
        assert "Born" not in words_on(pilot.app) and "Escort" not in words_on(pilot.app)
        await tap(pilot, "tab", "tab", "tab", "tab")
        await paste(pilot, "Mary Sample; 780-555-0101; sister")
        await tap(pilot, "enter")
        await paste(pilot, "Cree")
        await tap(pilot, "ctrl+s")
        await wait_for(pilot, lambda: desk.people.card(ada.id).person.interpreter, "it is saved")
    now = desk.people.card(ada.id).person
    assert now.emergency == Contact(name="Mary Sample", phone="780-555-0101", relation="sister")


async def test_what_is_wrong_in_a_contact_is_said_at_its_field(desk, tmp_path):
    keep_all(desk)
    async with running(app_over(desk, tmp_path), size=(120, 40)) as pilot:
        pilot.app.push_screen(PersonForm())
        await type_text(pilot, "Ada Sample")
        pilot.app.screen.query_one("PersonFields").query("Field")[6].entry.focus()
        await paste(pilot, "780-555-0101")
        await tap(pilot, "tab")
        await shows(pilot, "Say it as name; phone; relation")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "nothing was saved")
    assert desk.people.search("ada") == []


async def test_the_card_shows_it_but_not_in_privacy_mode(desk, tmp_path):
    keep_all(desk)
    ada = add_person(desk, "Ada Sample", emergency="Mary Sample; 780-555-0101", escort="Otto Example", born="1980")
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(PersonScreen(ada.id))
        await shows(pilot, "Emergency contact: Mary Sample; 780-555-0101", "Escort: Otto Example", "Born: 1980")
        await tap(pilot, "f8")
        await shows(pilot, "A. S.")
        assert not [one for one in ("Mary", "Otto", "1980") if one in words_on(pilot.app)]


async def test_a_consent_is_noted_and_taken_back(desk, tmp_path):
    keep_all(desk)
    ada = desk.people.add(NewPerson(name="Ada Sample", consents=(ConsentMark(kind="newsletter"),)))
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(PersonScreen(ada.id))
        await shows(pilot, "Consents: newsletter: given Tue 1 Dec 2026", "a Consents")
        await tap(pilot, "a")
        await shows(pilot, "Tue 1 Dec 2026, noted by Ada", "may be phoned")
        await tap(pilot, "w", "tab", "g", "ctrl+s")
        await shows(pilot, "newsletter: withdrawn", "may be phoned: given")
        await tap(pilot, "f5")
        await shows(pilot, "Consents: newsletter: given Tue 1 Dec 2026")
    assert [one.kind for one in desk.people.card(ada.id).person.consents] == ["newsletter"]


async def test_nobody_is_asked_where_the_clinic_asks_for_nothing(desk, tmp_path):
    ada = add_person(desk, "Ada Sample")
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(PersonScreen(ada.id))
        await shows(pilot, "Ada Sample")
        await tap(pilot, "a")
        assert not isinstance(pilot.app.screen, ConsentsForm)
        await shows(pilot, "only for a clinic that asks for consents")


async def test_merging_shows_both_contacts_and_takes_the_other(desk, tmp_path):
    keep_all(desk)
    ada = add_person(desk, "Ada Sample", emergency="Mary Sample")
    other = add_person(desk, "Ada Sampel", emergency="Zoe Sample")
    taken = []
    async with running(app_over(desk, tmp_path), size=(120, 40)) as pilot:
        pilot.app.push_screen(MergeScreen(ada.id, other.id), taken.append)
        await shows(pilot, "Emergency", "Mary Sample", "Zoe Sample")
        await tap(pilot, "down", "down", "down", "down", "space", "enter")
        await wait_for(pilot, lambda: taken, "it was said")
    assert taken == [frozenset({"emergency"})]
