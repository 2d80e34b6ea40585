from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from atma_tui.desk.desk import Desk
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.websites.source_fields import SourceFields
from atma_tui.domain.errors import Guarded, InputError, NotFound
from atma_tui.domain.records import Call, Enrolment, Event, Hold, Listing, Reading, RemoteEvent, Source
from atma_tui.sync.attempts import Outcome
from atma_tui.sync.exchange import Answer
from atma_tui.sync.refusals import LeaveAlone
from tests.domain.made import NOW


def remote(number: int, **fields) -> RemoteEvent:
    given = {
        "uid": f"e{number}@w.example",
        "title": f"Talk {number}",
        "starts": datetime(2026, 12, 10 + number, 18),
        "ends": datetime(2026, 12, 10 + number, 20),
        "zone": "America/Edmonton",
        **fields,
    }
    return RemoteEvent(**given)


REMOTES = [remote(number) for number in range(6)]


@pytest.fixture
def source(desk) -> Source:
    return desk.sources.add("clinic", "https://www.example.org/events.ics", site="edmonton")


def outcome(desk, remotes, etag="one") -> Outcome:
    [source] = desk.sources.list()
    answer = Answer(url=source.url, body=b"-", etag=etag)
    return Outcome(source=source, answer=answer, reading=Reading(events=tuple(remotes)))


def events(desk):
    return {event.title: event for event in desk.book.store.find(Event)}


def test_a_plan_alone_writes_nothing(desk, source):
    result = desk.websites.conclude(outcome(desk, REMOTES), apply=False)
    assert (result.result, result.counts["new"]) == ("planned", 6)
    assert desk.book.store.count(Event) == 0
    assert desk.sources.list() == [source]


def test_applying_is_one_act_with_the_validators_and_undone_by_one(desk, source):
    assert desk.websites.conclude(outcome(desk, REMOTES)).applied
    assert len(events(desk)) == 6
    assert desk.sources.list()[0].etag == "one"
    assert desk.websites.conclude(outcome(desk, REMOTES)).result == "unchanged"
    desk.history.undo()
    assert (desk.book.store.count(Event), desk.book.store.count(Listing)) == (0, 0)
    assert desk.sources.list()[0].etag == "", "the next sync must read everything again"
    assert desk.websites.conclude(outcome(desk, REMOTES)).counts["new"] == 6


def test_a_move_keeps_the_people_and_owes_them_a_call(desk, source, person):
    desk.websites.conclude(outcome(desk, REMOTES))
    talk = events(desk)["Talk 2"]
    desk.enrolments.enrol(talk.id, person_id=person("Bo Example").id)
    later = [
        replace(one, starts=one.starts + timedelta(hours=1), ends=one.ends + timedelta(hours=1), sequence=1)
        if one.uid == "e2@w.example"
        else one
        for one in REMOTES
    ]
    desk.websites.conclude(outcome(desk, later))
    assert desk.book.the(Event, talk.id).starts.hour == 19
    [call] = desk.book.store.find(Call)
    assert call.why.startswith("Talk 2")
    assert desk.book.store.count(Enrolment, offering=talk.id) == 1


def test_what_a_guard_holds_back_changes_nothing_until_it_is_forced(desk, source):
    desk.websites.conclude(outcome(desk, REMOTES))
    held = desk.websites.conclude(outcome(desk, [], etag="two"))
    assert held.result == "held"
    assert isinstance(held.error, Guarded)
    assert desk.sources.list()[0].etag == "one"
    assert len([one for one in events(desk).values() if one.live]) == 6


@pytest.fixture
def example(desk, event):
    """Make an event of the starter book."""

    def make(title, day=20, **fields):
        made = event(title, starts=datetime(2026, 12, day, 18), **fields)
        with desk.book.act("start") as work:
            return work.change(made, starter=True)

    return make


def test_the_websites_events_replace_untouched_starter_events(desk, source, example, person):
    example("Example")
    used = {title: example(title, day).id for day, title in enumerate(("People", "Gone", "Held", "Called"), 21)}
    example("Listed nowhere", site="calgary")
    ada = person("Ada Sample").id
    desk.enrolments.enrol(used["People"], person_id=ada)
    desk.enrolments.withdraw(desk.enrolments.enrol(used["Gone"], person_id=ada).enrolment.id)
    with desk.book.act("hold") as work:
        work.add(Hold(id="hld-1", offering=used["Held"], seats=1, name="physician", why="x", at=NOW, by="Ada"))
        work.add(Call(id="call-1", person=ada, event=used["Called"], why="It is on.", at=NOW))
    planned = desk.websites.conclude(outcome(desk, REMOTES), apply=False)
    assert planned.counts["removed"] == 1
    assert "example: Example, Sun 20 Dec 2026, 18:00–20:00" in planned.lines
    assert "Example" in events(desk)
    applied = desk.websites.conclude(outcome(desk, REMOTES))
    assert applied.counts == planned.counts and "Example" not in events(desk)
    assert events(desk).keys() > {*used, "Listed nowhere"}
    assert desk.history.recent()[0].summary.endswith(f"{len(REMOTES)} new, 1 removed")
    desk.history.undo()
    assert "Example" in events(desk)


def test_when_nobody_was_asked_no_example_goes(desk, source, example):
    example("Example")
    quiet = desk.websites.conclude(outcome(desk, REMOTES), asked=False)
    assert quiet.applied and quiet.counts["removed"] == 0 and "Example" in events(desk)
    later = desk.websites.conclude(outcome(desk, REMOTES, etag="two"), apply=False)
    assert (later.result, later.counts["removed"]) == ("planned", 1), "asked about when somebody looks"
    assert desk.websites.conclude(outcome(desk, REMOTES, etag="two")).applied and "Example" not in events(desk)


def test_what_a_guard_holds_back_takes_no_example_out(desk, source, example):
    desk.websites.conclude(outcome(desk, REMOTES))
    example("Example")
    held = desk.websites.conclude(outcome(desk, [], etag="two"))
    assert held.counts["removed"] == 0 and "Example" in events(desk)


def test_removing_a_source_keeps_its_events_and_can_be_undone(desk, source):
    desk.websites.conclude(outcome(desk, REMOTES))
    desk.sources.remove("clinic")
    assert {one.source for one in events(desk).values()} == {""}
    with pytest.raises(NotFound):
        desk.sources.remove("clinic")
    desk.history.undo()
    assert {one.source for one in events(desk).values()} == {"clinic"}


def test_only_one_desk_asks_a_source_that_is_due(desk, source, clock):
    other = Desk(desk.book.store, "Bo", clock)
    claimed = desk.websites.claim_due()
    assert claimed is not None
    assert other.websites.claim_due() is None
    clock.forward(minutes=70)
    assert other.websites.claim_due() is not None
    desk.sources.change("clinic", SourceFields(every=0))
    clock.forward(days=2)
    assert desk.websites.claim_due() is None


def test_a_source_that_asked_to_be_left_alone_is(desk, source, clock):
    with desk.book.store.transaction():
        desk.book.store.put(replace(source, not_before=NOW + timedelta(hours=3)))
    assert desk.websites.claim_due() is None
    clock.forward(hours=4)
    assert desk.websites.claim_due() is not None


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x.example/a", "x", "https://"])
def test_addresses_that_are_never_allowed(desk, url):
    with pytest.raises(InputError):
        desk.sources.add("bad", url)
    assert desk.sources.list() == []


def test_a_secret_address_is_not_kept_in_the_book(desk, monkeypatch):
    monkeypatch.setenv("calendar", "https://calendar.example/private-0123456789abcdef0123/basic.ics")
    secret = "https://calendar.example/private-0123456789abcdef0123/basic.ics"
    source = desk.sources.add("calendar", secret, site="calgary")
    assert source.secret == "calendar"
    assert "0123456789abcdef" not in source.url
    assert all("0123456789abcdef" not in act.summary for act in desk.history.recent())


def test_a_desk_edit_stands_until_the_websites_words_are_taken(desk, source, person):
    desk.websites.conclude(outcome(desk, REMOTES))
    talk = events(desk)["Talk 2"]
    desk.events.edit(talk.id, EventFields(title="Our talk", starts=datetime(2026, 12, 12, 17)))
    assert desk.websites.conclude(outcome(desk, REMOTES)).counts["changed"] == 0
    [override] = desk.overrides.all()
    assert {one.field for one in override.differences} == {"title", "when"}
    desk.enrolments.enrol(talk.id, person_id=person("Bo Example").id)
    desk.overrides.take_theirs(talk.id, "when")
    assert desk.book.the(Event, talk.id).starts.hour == 18
    assert desk.book.store.count(Call) == 1
    assert [one.field for one in desk.overrides.all()[0].differences] == ["title"]


def test_a_cancelled_event_can_be_put_on_again(desk, event, person):
    one = event()
    desk.enrolments.enrol(one.id, person_id=person("Bo Example").id)
    desk.events.cancel(one.id, "storm")
    assert desk.events.restore(one.id).status == "confirmed"
    assert len(desk.agenda.card(one.id).roster) == 1
    assert [call.why for call in desk.book.store.find(Call)][-1:] != []


def test_a_difference_that_somebody_decided_to_keep_is_asked_again_only_for_new_words(desk, source):
    desk.websites.conclude(outcome(desk, REMOTES))
    talk = events(desk)["Talk 2"]
    desk.events.edit(talk.id, EventFields(title="Our talk"))
    desk.overrides.keep(talk.id, "title")
    assert desk.overrides.all()[0].kept == {"title"}
    with pytest.raises(InputError):
        desk.overrides.keep(talk.id, "place")
    new = [replace(one, title="Their new talk") if one.uid == "e2@w.example" else one for one in REMOTES]
    assert desk.websites.conclude(outcome(desk, new)).counts["conflicts"] == 1
    [override] = desk.overrides.all()
    assert (override.kept, override.differences[0].there) == (frozenset(), "Their new talk")
    assert desk.websites.conclude(outcome(desk, new)).counts["conflicts"] == 0, "a conflict is told once"
    assert events(desk)["Our talk"].id == talk.id


def test_past_syncs_are_listed_newest_first_per_source(desk, source):
    desk.websites.conclude(outcome(desk, REMOTES[:3]))
    desk.websites.conclude(outcome(desk, REMOTES[:3]))
    desk.websites.conclude(outcome(desk, REMOTES))
    desk.sources.add("other", "https://other.example/x.ics")
    [clinic, other] = desk.sources.views()
    assert [act.summary for act in clinic.past] == [
        "Synced with clinic: 3 new",
        "Synced with clinic: 3 new",
    ]
    assert other.past == ()


def test_a_website_that_moved_to_another_host_is_told_and_followed_only_by_hand(desk, source):
    at = Answer(url="https://new.example/x.ics", permanent_url="https://new.example/x.ics", body=b"-", etag="one")
    for reading in (Reading(events=tuple(REMOTES)), None):
        told = replace(outcome(desk, REMOTES), reading=reading, answer=replace(at, unchanged=reading is None))
        [line] = [line for line in desk.websites.conclude(told).lines if "new.example" in line]
        assert "moved for good" in line
    assert desk.sources.list()[0].url == source.url
    desk.sources.change("clinic", SourceFields(url="https://new.example/x.ics"))
    assert (desk.sources.list()[0].url, desk.sources.list()[0].etag) == ("https://new.example/x.ics", "")
    assert desk.websites.conclude(outcome(desk, REMOTES)).result == "unchanged", "its events are its own still"


def test_a_source_with_a_secret_is_not_moved_with_it(desk, monkeypatch):
    monkeypatch.setenv("TOKEN", "Bearer x")
    desk.sources.add("staff", "https://staff.example/", secret="TOKEN")
    with pytest.raises(InputError):
        desk.sources.change("staff", SourceFields(url="https://elsewhere.example/"))
    assert desk.sources.list()[0].url == "https://staff.example/"


def read_with_validators(desk):
    desk.websites.conclude(outcome(desk, REMOTES))
    assert desk.sources.list()[0].etag == "one"


def moved(desk):
    desk.sources.change("clinic", SourceFields(url="https://www.example.org/other.ics"))


def removed_and_put_back(desk):
    desk.sources.remove("clinic")
    desk.history.undo()


def moved_and_moved_back(desk):
    moved(desk)
    read_with_validators(desk)
    desk.history.undo()


def asked_seldom_and_undone(desk):
    desk.sources.change("clinic", SourceFields(every=240))
    read_with_validators(desk)
    desk.history.undo()


@pytest.mark.parametrize(
    "change",
    [
        moved,
        removed_and_put_back,
        moved_and_moved_back,
        asked_seldom_and_undone,
        lambda desk: desk.sources.change("clinic", SourceFields(clock="instant")),
    ],
)
def test_after_a_change_of_a_source_and_after_undoing_one_everything_is_read(desk, source, change):
    read_with_validators(desk)
    change(desk)
    [now] = desk.sources.list()
    assert (now.etag, now.last_modified) == ("", "")


def test_undoing_a_change_of_a_source_forgets_nothing_of_its_server(desk, source, clock):
    desk.sources.change("clinic", SourceFields(every=240))
    later = NOW + timedelta(minutes=40)
    busy = Outcome(source=desk.sources.list()[0], error=LeaveAlone("Busy.", later))
    desk.websites.conclude(busy)
    desk.history.undo()
    [now] = desk.sources.list()
    assert (now.every, now.not_before, now.failed, now.tried) == (60, later, "Busy.", NOW)
    desk.sources.change("clinic", SourceFields(url="https://elsewhere.example/x.ics"))
    assert desk.sources.list()[0].not_before is None, "another server asked"


def test_a_sync_that_was_undone_is_not_done_again_by_itself(desk, source, clock):
    desk.websites.conclude(outcome(desk, REMOTES))
    desk.history.undo()
    clock.forward(days=2)
    assert desk.websites.claim_due() is None
    desk.history.undo(desk.history.recent(1)[0].id)
    assert len(events(desk)) == 6
    assert desk.websites.claim_due() is not None, "the undo was undone"
    desk.history.undo(desk.history.recent(1)[0].id)
    clock.forward(days=2)
    assert desk.websites.claim_due() is None
    desk.websites.conclude(outcome(desk, REMOTES))
    clock.forward(days=2)
    assert desk.websites.claim_due() is not None, "somebody synced it again"


def test_a_clock_that_was_ahead_does_not_stop_the_syncs(desk, source, clock):
    clock.forward(days=400)
    assert desk.websites.claim_due() is not None
    clock.forward(days=-400)
    assert desk.websites.claim_due() is not None


def test_a_plan_is_told_field_by_field_and_a_thousand_sentences_are_some(desk, source):
    desk.websites.conclude(outcome(desk, REMOTES))
    desk.events.edit(events(desk)["Talk 3"].id, EventFields(title="Our talk"))
    later = [replace(one, title=f"{one.title}, new") if one.uid[1] in "23" else one for one in REMOTES]
    lost = tuple(f"“Broken {number}” has no date." for number in range(1000))
    read = replace(outcome(desk, later), reading=Reading(events=tuple(later), lost=lost, notes=lost))
    result = desk.websites.conclude(read, apply=False, force=True)
    assert "- title: Talk 2 → Talk 2, new" in result.lines
    assert "- title stays Our talk; the website says Talk 3, new" in result.lines
    assert result.counts["unreadable"] == 1000
    assert result.lines.count("and 980 more") == 2 and len(result.lines) < 60


def test_another_site_of_a_source_holds_for_new_events_and_moves_no_old_one(desk, source):
    desk.websites.conclude(outcome(desk, REMOTES[:1]))
    desk.sources.change("clinic", SourceFields(site="calgary"))
    assert "takes calgary for events that name none" in desk.history.recent()[0].summary
    desk.websites.conclude(outcome(desk, REMOTES))
    sites = [events(desk)[f"Talk {number}"].site for number in range(6)]
    assert sites == ["edmonton", *["calgary"] * 5]
    with pytest.raises(NotFound):
        desk.sources.change("clinic", SourceFields(site="regina"))
    desk.sources.change("clinic", SourceFields(site=""))
    assert desk.sources.list()[0].site == ""
