"""What the clinic keeps about people besides name, phone and e-mail, from the desk's side."""

from datetime import date, datetime

import msgspec
import pytest

from atma_tui.cli.commands.people.shapes import full_person_shape
from atma_tui.desk.clinic.choices import ClinicFields
from atma_tui.desk.people.new_person import NewPerson, known_of
from atma_tui.domain.errors import InputError
from atma_tui.domain.people.optional import OPTIONAL, ConsentMark
from atma_tui.domain.records import KINDS, Act, Contact, Person

SECRETS = ("Mary Mustermann", "780-555-0166", "Otto Beispiel", "780-555-0167", "Klingon", "photo of them")


@pytest.fixture
def keeps_all(desk):
    desk.choices.change(ClinicFields(person_fields=OPTIONAL, consent_kinds=("newsletter", "photo of them")))
    return desk


@pytest.fixture
def ada(keeps_all):
    return keeps_all.people.add(
        NewPerson(
            name="Ada Sample",
            born="1980",
            also="Ada Former; 780-555-0102",
            emergency=f"{SECRETS[0]}; {SECRETS[1]}; sister",
            escort=f"{SECRETS[2]}; {SECRETS[3]}",
            interpreter=SECRETS[4],
            consents=(ConsentMark(kind="Photo of them"),),
        )
    )


def stored(desk, person):
    return desk.book.store.get(Person, person.id)


def test_all_of_it_is_kept_and_shown_with_who_noted_a_consent(desk, ada):
    card = desk.people.card(ada.id).person
    assert card == stored(desk, ada)
    assert card.emergency == Contact(name=SECRETS[0], phone=SECRETS[1], relation="sister")
    [consent] = card.consents
    assert (consent.kind, consent.given, consent.day, consent.by) == (
        *("photo of them", True),
        *(date(2026, 12, 1), "Ada"),
    )


def test_what_is_not_kept_any_more_stays_is_not_shown_and_comes_back(desk, ada):
    desk.choices.change(ClinicFields(person_fields=(), consent_kinds=()))
    card = desk.people.card(ada.id).person
    assert not any((card.birth_year, card.other_names, card.other_phones, card.emergency, card.escort))
    assert (card.interpreter, card.consents) == ("", ())
    typed = known_of(stored(desk, ada), desk.choices.get())
    assert {typed.also, typed.born, typed.emergency, typed.escort, typed.interpreter} == {None}
    assert desk.people.search("ada former") == [stored(desk, ada)]
    desk.people.change(ada.id, msgspec.structs.replace(typed, phone="780-555-0103"))
    desk.choices.change(ClinicFields(person_fields=OPTIONAL, consent_kinds=("photo of them",)))
    assert desk.people.card(ada.id).person == stored(desk, ada)
    assert stored(desk, ada).emergency == ada.emergency
    assert stored(desk, ada).other_names == ("Ada Former",)


@pytest.mark.parametrize(
    "new",
    [
        NewPerson(name="Bo", born="1980"),
        NewPerson(name="Bo", emergency="Mary"),
        NewPerson(name="Bo", escort="Mary"),
        NewPerson(name="Bo", interpreter="Cree"),
        NewPerson(name="Bo", also="Bo Former"),
        NewPerson(name="Bo", also="780-555-0102"),
        NewPerson(name="Bo", consents=(ConsentMark(kind="photo"),)),
    ],
)
def test_what_the_clinic_does_not_keep_is_refused_in_words(desk, person, new):
    desk.choices.change(ClinicFields(person_fields=(), consent_kinds=()))
    with pytest.raises(InputError, match=r"The clinic (does not keep this|asks for no consent)"):
        desk.people.add(new)
    with pytest.raises(InputError):
        desk.people.change(person("Bo Sample").id, new)


def test_former_names_may_be_kept_without_second_phones(desk, person):
    ada = person("Ada Sample", also="Ada Former; 780-555-0102; ada@example.org")
    desk.choices.change(ClinicFields(person_fields=("former-names",)))
    known = known_of(stored(desk, ada), desk.choices.get())
    assert known.also == "Ada Former"
    desk.people.change(ada.id, msgspec.structs.replace(known, also="Ada Other"))
    assert stored(desk, ada).other_names == ("Ada Other",)
    assert stored(desk, ada).other_phones == ("780-555-0102",)
    with pytest.raises(InputError, match="second phones"):
        desk.people.change(ada.id, msgspec.structs.replace(known, also="Ada Other; 780-555-0104"))


def test_the_log_says_what_it_was_and_undo_takes_it_back(desk, ada):
    known = known_of(stored(desk, ada), desk.choices.get())
    marks = (ConsentMark(kind="photo of them", given=False),)
    changed = msgspec.structs.replace(known, emergency="Zoe Sample", interpreter="", consents=marks)
    desk.people.change(ada.id, changed)
    said = desk.history.recent(1)[0].summary
    assert f"emergency contact {SECRETS[0]}; {SECRETS[1]}; sister -> Zoe Sample" in said
    assert f"interpreter {SECRETS[4]} -> none" in said
    assert "consents photo of them: given Tue 1 Dec 2026 -> photo of them: withdrawn Tue 1 Dec 2026" in said
    desk.history.undo()
    assert stored(desk, ada).emergency == ada.emergency
    assert stored(desk, ada).consents == ada.consents


def test_merging_takes_what_is_chosen_and_the_last_word_on_consents(desk, ada):
    other = desk.people.add(
        NewPerson(
            name="Ada Sampel",
            emergency="Zoe Sample",
            escort="Zoe Sample",
            consents=(ConsentMark(kind="photo of them", given=False), ConsentMark(kind="newsletter")),
        )
    )
    kept = desk.merging.merge(ada.id, other.id, take=("emergency",))
    assert (kept.emergency.name, kept.escort.name, kept.interpreter) == ("Zoe Sample", SECRETS[2], SECRETS[4])
    assert {one.kind: one.given for one in kept.consents} == {"photo of them": False, "newsletter": True}


def test_a_masked_client_shows_none_of_it(desk, ada, clock):
    desk.people.change(ada.id, NewPerson(name="Ada Sample", interpreter="Dothraki", escort="Only Name"))
    desk.people.change(ada.id, NewPerson(name="Ada Sample", emergency="", escort="Zoe Example; 780-555-0168"))
    desk.masking.mask(ada.id)
    card, acts = desk.people.card(ada.id), desk.book.store.find(Act)
    said = [*SECRETS[:5], "Dothraki", "Only Name", "Zoe Example"]
    seen = desk.masking.hide([card, acts, [one.summary for one in acts], full_person_shape(card.person)])
    for secret in said:
        assert secret.encode() not in msgspec.json.encode(seen[0].person)
        assert not [one for one in (*seen[1], *seen[2]) if secret in str(getattr(one, "summary", one))], secret
        assert secret not in str(seen[3])


def test_who_is_called_for_a_masked_client_keeps_their_own_name(desk, ada, person):
    person(SECRETS[0])
    desk.masking.mask(ada.id)
    assert desk.masking.hide([f"Added {SECRETS[0]}", SECRETS[0]]) == [f"Added {SECRETS[0]}", SECRETS[0]]


def test_nothing_of_it_is_left_once_the_name_is_removed(desk, ada, event, clock):
    seat = desk.enrolments.enrol(event("Talk").id, person_id=ada.id).enrolment
    clock.forward(days=7, hours=8)
    desk.arrivals.check_in(seat.id)
    desk.people.change(ada.id, NewPerson(name="Ada Sample", emergency="Zoe Sample"))
    clock.forward(days=500)
    desk.note_board.write("The clock is right.")
    due = desk.retention.due()
    assert [one.person.id for one in due.people] == [ada.id]
    desk.retention.apply([one.person.id for one in due.people])
    left = b"\n".join(msgspec.json.encode(one) for kind in KINDS.values() for one in desk.book.store.find(kind))
    for secret in (*SECRETS[:5], "Zoe Sample"):
        assert secret.encode() not in left


def test_who_is_called_for_somebody_who_stays_keeps_their_name(desk, ada, person, clock):
    guest = person(SECRETS[0])
    clock.forward(days=400)
    desk.people.note(ada.id, "still comes")
    desk.retention.apply([guest.id])
    assert stored(desk, ada).emergency.name == SECRETS[0]
    assert stored(desk, guest).name != SECRETS[0]


def test_checking_in_to_a_session_points_out_that_no_escort_is_noted(desk, keeps_all, person, event, clock):
    bo = person("Bo Sample")
    doctor = desk.programs.save_clinician("Dr. Sample", supervises=True)
    watched = event("Afternoon", starts=datetime(2026, 12, 1, 12))
    with desk.book.act("start") as work:
        work.change(watched, supervisor=doctor.id)
    talk = event("Talk", starts=datetime(2026, 12, 1, 18))
    seats = [desk.enrolments.enrol(one.id, person_id=bo.id).enrolment for one in (watched, talk)]
    said = [desk.arrivals.check_in(seat.id).summary for seat in seats]
    assert said == ["Bo Sample is here for Afternoon; no escort is noted", "Bo Sample is here for Talk"]


def test_the_persons_own_copy_has_what_the_clinic_does_not_show(desk, ada):
    desk.choices.change(ClinicFields(person_fields=(), consent_kinds=()))
    copy = desk.own_copies.of(ada.id)
    for secret in SECRETS:
        assert secret in copy.text
