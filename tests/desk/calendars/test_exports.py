"""What leaves the desk as a calendar, whatever the book holds."""

import os
import stat
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atma_tui.calendars.validation.validator import objections
from atma_tui.desk.clinic.choices import ClinicFields
from atma_tui.desk.desk import Desk
from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.errors import Blocked, InputError
from atma_tui.domain.people.contacts import initials
from atma_tui.domain.records import (
    Call,
    Clinic,
    Enrolment,
    Event,
    Hold,
    Pathway,
    Person,
    Series,
    SeriesSubscription,
)
from atma_tui.domain.series.rhythm import Repeat
from tests.calendars.writing.made import NOW, SITES
from tests.calendars.writing.made import event as made_event
from tests.calendars.writing.made import lines as told
from tests.memory import MemoryBook

FORMS = ("ics", "jcal", "csv")


def texts(folder):
    """All files of a folder, unfolded."""
    return {path.name: path.read_bytes().replace(b"\r\n ", b"").decode("utf-8") for path in folder.glob("[!.]*")}


WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=9).map("qzx{}".format)
"""No word of a calendar's own begins so."""
PEOPLE = st.lists(
    st.builds(
        lambda first, last, phone, mail: Person(
            id=f"per-{mail}",
            name=f"{first.title()} {last.title()}",
            known_as=first[::-1],
            phone=f"780-555-{phone:04}",
            email=f"{mail}@example.org",
            created=NOW,
        ),
        *(WORDS, WORDS, st.integers(100, 199), WORDS),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda one: one.id,
)
PLACES = st.sampled_from(
    ["{name}", "{name}, {phone}", "{email}\nATTENDEE:mailto:{email}", "x\r\nSUMMARY:{name}", "é"]
)


@st.composite
def books(draw):
    """A book in which people's names stand wherever the desk may write them, but for public titles."""
    store, people = MemoryBook(), draw(PEOPLE)
    clinic = Clinic(id="clinic", seats_in_feed=draw(st.booleans()))
    with store.transaction():
        store.add(clinic, *SITES.values(), *people, Series(id="ser-1", title=people[0].name, created=NOW))
        for number in range(draw(st.integers(1, 4))):
            one = draw(st.sampled_from(people))

            def secret(one=one):
                return draw(PLACES).format(name=one.name, phone=one.phone, email=one.email)

            private = draw(st.booleans())
            event = made_event(
                number,
                starts=datetime(2026, 12, 1, 18) + timedelta(weeks=number),
                site=draw(st.sampled_from(sorted(SITES))),
                status=draw(st.sampled_from(["confirmed", "cancelled"])),
                title=f"Session {secret()}" if private else f"Talk {number}",
                description=secret() if private else "",
                place=secret() if private else "",
                visibility="private" if private else "public",
                **dict.fromkeys(("notes", "why", "override_reason"), secret()),
                clinician=one.name,
                supervisor=one.id,
                series="ser-1",
                capacity=5,
            )
            enrolment = Enrolment(
                id=f"enr-{number}", offering=event.id, person=one.id, status="enrolled", at=NOW, by=one.name,
                override_reason=secret(), priority_why=secret(), passed=(secret(),),
            )  # fmt: skip
            hold = Hold(
                id=f"hold-{number}", offering=event.id, seats=1, name=one.name, why=secret(), at=NOW, by="x"
            )
            call = Call(
                id=f"call-{number}", person=one.id, event=event.id, why=secret(), tries=(secret(),), at=NOW
            )
            subscription = SeriesSubscription(
                id=f"std-{number}", series="ser-1", person=one.id, since=event.starts, at=NOW, by=one.name
            )
            path = Pathway(
                id=f"path-{number}", enrolment=enrolment.id, person=one.id, program=one.name, site=event.site,
                began=NOW, changed=NOW, why=secret(),
            )  # fmt: skip
            store.add(event, enrolment, hold, call, subscription, path)
    return store, people


def secrets(people):
    for one in people:
        yield from (*one.name.split(), one.known_as, one.phone, one.email, one.email.partition("@")[0])


@given(book=books())
@settings(max_examples=60)
def test_nobody_is_in_any_export_and_nothing_private_in_a_public_one(book, tmp_path_factory):
    store, people = book
    desk, out = Desk(store, people[0].name, lambda: NOW), tmp_path_factory.mktemp("out")
    for form in FORMS:
        desk.exports.write(out / "public", form=form)
    for site in SITES:
        desk.exports.write_private(out / "staff", site)
    (out / "own").mkdir()
    for one in store.find(Enrolment):
        for rule in (False, True):
            (out / "own" / f"{one.id}-{rule}.ics").write_bytes(
                desk.exports.invitation(one.id, series=True, rule=rule)
            )

    public, all_files = texts(out / "public"), {}
    for name in ("public", "staff", "own"):
        all_files |= {(name, file): text for file, text in texts(out / name).items()}
    for file, text in all_files.items():
        for secret in secrets(people):
            assert secret.casefold() not in text.casefold(), file
    for event in store.find(Event):
        if event.visibility == "private":
            assert not any(event.uid in text for text in public.values())
            assert event.uid in all_files["staff", f"private-{event.site}.ics"] or not event.live
    assert all(not objections((out / "public" / name).read_bytes()) for name in public if name.endswith(".ics"))


def test_the_staffs_calendar_shows_private_events_with_initials_and_says_what_it_is(desk, event, person, tmp_path):
    made = event("Call about ketamine", visibility="private", category="information_call")
    event("Open house", starts=datetime(2026, 12, 9, 18))
    desk.enrolments.enrol(made.id, person_id=person("Ada Sample").id)

    assert desk.exports.write_private(tmp_path, "edm") == {"private-edmonton.ics": "written"}
    path = tmp_path / "private-edmonton.ics"
    data = path.read_bytes()
    assert told(data, "SUMMARY") == [f"Information call · {initials('Ada Sample')}", "Open house"]
    assert b"X-WR-CALDESC:Staff only" in data and b"NAME:STAFF ONLY" in data
    assert objections(data) == []
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_public_and_the_staffs_calendars_never_share_a_folder(desk, event, tmp_path):
    event()
    desk.exports.write(tmp_path / "public", form="csv")
    with pytest.raises(Blocked, match="public"):
        desk.exports.write_private(tmp_path / "public", "edmonton")
    desk.exports.write_private(tmp_path / "staff", "edmonton")
    with pytest.raises(Blocked, match="staff only"):
        desk.exports.write(tmp_path / "staff")
    assert [path.name for path in (tmp_path / "staff").iterdir()] == ["private-edmonton.ics"]


def test_an_export_leaves_nothing_but_calendars_in_the_folder(desk, event, tmp_path):
    event()
    for form in FORMS:
        desk.exports.write(tmp_path / "out", form=form)
    names = {path.name for path in (tmp_path / "out").glob("[!.]*")}
    assert names == {
        f"{stem}{end}" for stem in ("edmonton", "calgary", "all") for end in (".ics", ".json", ".csv")
    }
    assert set(desk.exports.write(tmp_path / "out").values()) == {"unchanged"}


def test_an_export_works_where_nothing_can_be_kept(desk, event, tmp_path, monkeypatch):
    event()
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert set(desk.exports.write(tmp_path / "out").values()) == {"written"}


def weekly(desk, weeks=4):
    return desk.events.add(
        EventFields(
            site="edmonton", title="Circle", starts=datetime(2026, 12, 8, 18), ends=datetime(2026, 12, 8, 20)
        ),
        repeat=Repeat(times=weeks),
    )


def test_a_series_is_invited_to_date_by_date_or_as_one_rule(desk, person):
    dates = weekly(desk)
    ada = person("Ada Sample")
    enrolments = [desk.enrolments.enrol(one.id, person_id=ada.id).enrolment for one in (dates[0], *dates[2:])]
    desk.events.edit(dates[3].id, EventFields(starts=datetime(2026, 12, 30, 19)))

    one_by_one = desk.exports.invitation(enrolments[0].id, series=True)
    assert told(one_by_one, "UID") == [dates[0].uid, dates[2].uid, dates[3].uid]
    rule = desk.exports.invitation(enrolments[0].id, rule=True)
    assert told(rule, "RRULE") == ["FREQ=WEEKLY;UNTIL=20261230T000000Z;INTERVAL=1"]
    assert told(rule, "EXDATE") == ["20261215T180000"]
    assert told(rule, "RECURRENCE-ID") == ["20261229T180000"]
    assert objections(rule) == objections(one_by_one) == []


def test_only_who_has_a_seat_is_invited(desk, event, person):
    made = event(capacity=1)
    first, second = (
        desk.enrolments.enrol(made.id, person_id=person(name).id).enrolment
        for name in ("Ada Sample", "Bo Example")
    )
    with pytest.raises(Blocked, match="waiting list"):
        desk.exports.invitation(second.id)
    with pytest.raises(Blocked, match="no series"):
        desk.exports.invitation(first.id, series=True)
    desk.enrolments.withdraw(first.id)
    with pytest.raises(Blocked, match="has not taken"):
        desk.exports.invitation(second.id)
    with pytest.raises(Blocked, match="gave the seat back"):
        desk.exports.invitation(first.id)


def seats(desk, out):
    """What the calendar says of the only event's seats, and when it says that it changed."""
    desk.exports.write(out)
    data = (out / "all.ics").read_bytes()
    [description], [at], [stamp], [number] = (
        told(data, name) for name in ("DESCRIPTION", "LAST-MODIFIED", "DTSTAMP", "SEQUENCE")
    )
    assert at == stamp and number == "0"
    return description.rpartition("\\n\\n")[2], at


def test_seats_in_words_and_when_they_changed_go_together(desk, event, person, clock, tmp_path):
    made = event(capacity=2)
    none = seats(desk, tmp_path)
    assert "seat" not in none[0]

    clock.forward(minutes=1)
    desk.choices.change(ClinicFields(seats_in_feed=True))
    steps = [none, seats(desk, tmp_path)]
    for act in (
        lambda: desk.enrolments.enrol(made.id, person_id=person("Ada Sample").id),
        desk.history.undo,
        lambda: desk.holds.hold(made.id, seats=2, name="physician", why="x", until=clock() + timedelta(minutes=5)),
        lambda: clock.forward(minutes=10) or desk.poll(),
        lambda: desk.choices.change(ClinicFields(seats_in_feed=False)),
    ):
        clock.forward(minutes=1)
        act()
        steps.append(seats(desk, tmp_path))
        assert seats(desk, tmp_path) == steps[-1], "nothing changed, nothing rises"
    assert [words for words, _ in steps] == [
        none[0],
        "2 seats left.",
        "1 seat left.",
        "2 seats left.",
        "No seats left\\; call to be put on the waiting list.",
        "2 seats left.",
        none[0],
    ]
    moments = [at for _, at in steps]
    assert moments == sorted(set(moments)), "each change of the words is later than the last"


def test_other_choices_of_the_clinic_change_no_calendar(desk, event, clock, tmp_path):
    event(capacity=2)
    before = seats(desk, tmp_path)
    clock.forward(minutes=1)
    desk.choices.change(ClinicFields(offer_hours=48, travel_minutes=200))
    assert seats(desk, tmp_path) == before


def test_choices_are_checked_undone_and_leave_old_names_alone(desk, event):
    made = event()
    desk.choices.change(ClinicFields(feed_domain="Clinic.Example"))
    assert desk.choices.get().feed_domain == "clinic.example"
    assert event("Other").uid.endswith("@clinic.example") and made.uid.endswith("@atma.example")
    desk.history.undo(desk.history.recent(2)[1].id)
    assert desk.choices.get() == Clinic(id="clinic")
    for wrong in (
        {"feed_domain": "not a domain"},
        {"offer_hours": 9999},
        {"offer_hours": 0},
        {"name": " "},
        {"travel_minutes": -1},
    ):
        with pytest.raises(InputError, match="nothing was changed"):
            desk.choices.change(ClinicFields(**wrong))


def test_a_calendar_name_that_looks_private_stays_free():
    from atma_tui.calendars.writing.publish import file_names

    assert file_names(["private-edmonton", "edmonton"]) == {
        "edmonton": "edmonton.ics",
        "private-edmonton": "site-private-edmonton.ics",
    }
