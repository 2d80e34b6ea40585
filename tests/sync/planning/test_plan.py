from datetime import datetime, timedelta

import pytest

from atma_tui.domain.records import RemoteEvent
from atma_tui.sync.planning.merge import overrides
from atma_tui.sync.site_matching import Siting
from tests.sync.planning.replay import NOW, SITES, Replay, kinds, told


def test_a_first_sync_takes_in_what_is_to_come_at_a_known_site():
    book = Replay()
    plan = book.sync(
        told("a@x", "Open house"),
        told("b@x", "Talk", place="ATMA Calgary, Calgary", private=True, url="https://www.atma.example/talk/"),
        told("c@x", "Nowhere", place="Room 3"),
        told("d@x", "Long ago", month=10),
        told("e@x", "Off", status="cancelled"),
    )
    assert sorted(kinds(plan)) == ["new", "new", "new", "unsited"]
    assert plan.counts == dict.fromkeys(plan.counts, 0) | {"new": 3}
    house, talk = book.event("Open house"), book.event("Talk")
    assert (house.site, house.visibility, house.source, house.category) == (
        "edmonton",
        "public",
        "website",
        "open_house",
    )
    assert (talk.site, talk.visibility, talk.url) == ("calgary", "private", "https://www.atma.example/talk/")
    assert house.uid == f"{house.id}@atma.example"
    assert house.capacity is None and house.created == house.modified == book.now
    assert book.event("Off").status == "cancelled"


def test_the_source_s_site_takes_what_names_none():
    book = Replay(site="calgary")
    book.sync(told("a@x", place="Room 3"), told("b@x", "Talk", place="Edmonton"), told("c@x", "Both", place=""))
    assert [book.event(title).site for title in ("Open house", "Talk", "Both")] == [
        "calgary",
        "edmonton",
        "calgary",
    ]


def test_a_moved_event_keeps_its_people_and_they_are_owed_a_call():
    book = Replay()
    book.sync(told("a@x"), told("b@x", "Talk"))
    before = book.edit(
        book.event("Open house"),
        capacity=20,
        room="group",
        notes="Bring chairs",
        minimum=5,
        series="s",
        enrolment_closes=datetime(2026, 12, 2, 12),
    )
    book.enrol(before)
    plan = book.sync(told("a@x", day=4, hour=19), told("b@x", "Talk"))
    [item] = plan.items
    after = book.event("Open house")
    assert item.kind == "moved" and item.people.total == 4
    assert item.tell == (
        "Open house in Edmonton moved from Thu 3 Dec 2026, 18:00–19:00 to Fri 4 Dec 2026, 19:00–20:00"
    )
    assert plan.owed == (item,)
    assert after.id == before.id and after.uid == before.uid
    assert (after.sequence, after.modified) == (1, book.now)
    assert (after.capacity, after.room, after.notes, after.minimum, after.series, after.enrolment_closes) == (
        20,
        "group",
        "Bring chairs",
        5,
        "s",
        datetime(2026, 12, 2, 12),
    )


def test_a_move_to_another_city_says_so_and_warns_of_the_room():
    book = Replay()
    book.sync(told("a@x"))
    book.enrol(book.edit(book.event("Open house"), room="group"))
    [item] = book.sync(told("a@x", place="ATMA Calgary, Calgary")).items
    assert item.kind == "moved" and "from Thu 3 Dec 2026, 18:00–19:00, Edmonton to" in item.tell
    assert any("room" in warning for warning in item.warnings)
    assert book.event("Open house").site == "calgary"


def test_nobody_is_called_about_what_is_over_or_concerns_nobody():
    book = Replay()
    book.sync(told("a@x"), told("b@x", "Yesterday", month=11, day=14, hour=6))
    book.enrol(book.event("Yesterday"))
    plan = book.sync(told("a@x", day=4), told("b@x", "Yesterday", month=11, day=14, hour=5))
    assert kinds(plan) == ["moved", "moved"] and plan.owed == ()


def test_a_new_title_or_text_is_a_change_without_calls():
    book = Replay()
    book.sync(told("a@x"), told("b@x", "Talk"))
    book.enrol(book.event("Open house"))
    plan = book.sync(told("a@x", "Open house and tea", description="Tea."), told("b@x", "Talk"))
    [item] = plan.items
    assert (item.kind, item.tell) == ("changed", "")
    assert [(difference.field, difference.there) for difference in item.taken] == [
        ("title", "Open house and tea"),
        ("description", "Tea."),
    ]


def test_cancelled_upstream_is_cancelled_here_with_calls_owed():
    book = Replay()
    book.sync(told("a@x"), told("b@x", "Talk"))
    book.enrol(book.event("Open house"))
    plan = book.sync(told("a@x", status="cancelled"), told("b@x", "Talk"))
    event = book.event("Open house")
    assert (event.status, event.why) == ("cancelled", "Cancelled on the website")
    assert plan.counts["cancelled"] == 1
    assert plan.owed[0].tell == "Open house, Thu 3 Dec 2026, 18:00–19:00, is cancelled"
    [item] = book.sync(told("a@x"), told("b@x", "Talk")).items
    assert (item.kind, book.event("Open house").status, book.event("Open house").why) == ("back", "confirmed", "")
    assert item.tell.endswith("is on again")


def test_what_the_desk_cancelled_stays_cancelled():
    book = Replay()
    book.sync(told("a@x"))
    book.edit(book.event("Open house"), status="cancelled", why="Storm")
    for status in ("tentative", "cancelled", "confirmed"):
        book.sync(told("a@x", status=status, description=status))
        assert (book.event("Open house").status, book.event("Open house").why) == ("cancelled", "Storm")


def test_a_desk_edit_stands_while_the_website_says_what_it_said():
    book = Replay()
    book.sync(told("a@x"), told("b@x", "Talk"))
    book.edit(book.event("Open house"), title="Open house with soup")
    plan = book.sync(told("a@x", description="New text"), told("b@x", "Talk"))
    [item] = plan.items
    assert item.kind == "changed"
    assert [difference.field for difference in item.kept] == ["title"]
    event = book.event("Open house with soup")
    assert event.description == "New text"
    [item] = book.sync(told("a@x", description="New text"), told("b@x", "Talk")).items
    assert item.kind == "kept" and item.kept[0].there == "Open house"


def test_changed_on_both_sides_is_a_conflict_and_the_desk_s_words_are_kept():
    book = Replay()
    book.sync(told("a@x"), told("b@x", "Talk"))
    mine = book.edit(book.event("Open house"), starts=NOW.replace(tzinfo=None), ends=NOW.replace(tzinfo=None))
    plan = book.sync(told("a@x", day=9), told("b@x", "Talk"))
    assert plan.counts["conflicts"] == 1 and plan.items[0].kind == "conflict"
    assert book.events[mine.id] == mine
    assert plan.items[0].conflicts[0].there == "Wed 9 Dec 2026, 18:00–19:00"


def test_the_same_edit_on_both_sides_is_none():
    book = Replay()
    book.sync(told("a@x"))
    book.edit(book.event("Open house"), title="Tea")
    assert book.sync(told("a@x", "Tea")).items == ()


def test_the_same_instant_in_another_zone_is_no_move():
    book = Replay()
    book.sync(told("a@x"))
    moved = RemoteEvent(
        uid="a@x",
        title="Open house",
        starts=NOW.replace(2026, 12, 4, 0, tzinfo=None),
        ends=NOW.replace(2026, 12, 4, 1, tzinfo=None),
        zone="Etc/UTC",
        place="ATMA Edmonton, Edmonton",
    )
    assert book.sync(moved).items == ()
    assert book.event("Open house").zone == "America/Edmonton"


@pytest.mark.parametrize("older", [{"sequence": 1}, {"sequence": 2, "modified": NOW - timedelta(days=3)}])
def test_an_older_version_is_a_warning_and_not_taken(older):
    book = Replay()
    now = {"sequence": 2, "modified": NOW if "modified" in older else None}
    book.sync(told("a@x", "Talk", **now))
    plan = book.sync(told("a@x", "Tal", **older))
    assert kinds(plan) == ["stale"] and book.event("Talk")
    newer = {"sequence": 3, "modified": NOW + timedelta(days=1) if "modified" in older else None}
    assert kinds(book.sync(told("a@x", "Talks", **newer))) == ["changed"]


def test_where_the_desk_s_words_stand_can_be_shown_at_any_time():
    book = Replay()
    book.sync(told("a@x"))
    event = book.edit(book.event("Open house"), title="Tea")
    [listing] = book.listings.values()
    [difference] = overrides(event, listing.remote, Siting(SITES))
    assert (difference.field, difference.here, difference.there) == ("title", "Tea", "Open house")


def test_quotes_dashes_and_blanks_are_no_change():
    book = Replay()
    book.sync(told("a@x", "What’s next – a talk", description="One.\n\nTwo."))
    assert book.sync(told("a@x", "What's next - a talk", description="One.\nTwo.")).items == ()


def test_a_site_in_the_categories_counts_before_that_of_the_source():
    book = Replay(site="edmonton")
    book.sync(told("a@x", place="Library", categories=("Calgary",)), told("b@x", "Talk", place="Library"))
    assert [book.event(title).site for title in ("Open house", "Talk")] == ["calgary", "edmonton"]


def test_two_sites_that_are_named_are_both_reported():
    [item] = Replay().sync(told("a@x", place="Edmonton and Calgary")).items
    assert item.kind == "unsited" and "it names both Calgary and Edmonton; left out" in item.summary
    [item] = Replay(site="edmonton").sync(told("a@x", place="Edmonton and Calgary")).items
    assert item.kind == "new" and item.warnings == ("It names Calgary too; taken for Edmonton.",)
