from datetime import timedelta

import pytest
from msgspec.structs import replace

from atma_tui.domain.records import RemoteEvent, Source
from atma_tui.sync.merge import overrides
from atma_tui.sync.siting import Siting
from tests.sync.replay import NOW, SITES, Replay, kinds, told


def a_month(count=20, **more):
    return [told(f"e{n}@x", f"Event {n}", day=n % 25 + 2, hour=8 + n % 10, **more) for n in range(count)]


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
    assert plan.counts == {"new": 3, "changed": 0, "missing": 0, "cancelled": 0, "unreadable": 0, "conflicts": 0}
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
        book.event("Open house"), capacity=20, room="group", notes="Bring chairs", minimum=5, series="s"
    )
    book.enrol(before)
    plan = book.sync(told("a@x", day=4, hour=19), told("b@x", "Talk"))
    [item] = plan.items
    after = book.event("Open house")
    assert item.kind == "moved" and item.people == 4
    assert item.tell == (
        "Open house in Edmonton moved from Thu 3 Dec 2026, 18:00–19:00 to Fri 4 Dec 2026, 19:00–20:00"
    )
    assert plan.owed == (item,)
    assert after.id == before.id and after.uid == before.uid
    assert (after.sequence, after.modified) == (1, book.now)
    assert (after.capacity, after.room, after.notes, after.minimum, after.series) == (
        20,
        "group",
        "Bring chairs",
        5,
        "s",
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
    plan = book.sync(told("a@x", "Open house and tea", about="Tea."), told("b@x", "Talk"))
    [item] = plan.items
    assert (item.kind, item.tell) == ("changed", "")
    assert [(difference.field, difference.there) for difference in item.taken] == [
        ("title", "Open house and tea"),
        ("about", "Tea."),
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
        book.sync(told("a@x", status=status, about=status))
        assert (book.event("Open house").status, book.event("Open house").why) == ("cancelled", "Storm")


def test_a_desk_edit_stands_while_the_website_says_what_it_said():
    book = Replay()
    book.sync(told("a@x"), told("b@x", "Talk"))
    book.edit(book.event("Open house"), title="Open house with soup")
    plan = book.sync(told("a@x", about="New text"), told("b@x", "Talk"))
    [item] = plan.items
    assert item.kind == "changed"
    assert [difference.field for difference in item.kept] == ["title"]
    event = book.event("Open house with soup")
    assert event.about == "New text"
    [item] = book.sync(told("a@x", about="New text"), told("b@x", "Talk")).items
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


class TestVanished:
    def first(self):
        book = Replay()
        self.all = [told("a@x", "First"), told("b@x", "Middle", day=10), told("c@x", "Last", day=20)]
        book.sync(*self.all)
        return book, [self.all[0], self.all[2]]

    def test_missed_once_it_waits_and_twice_it_is_taken_off(self):
        book, rest = self.first()
        assert kinds(book.sync(*rest)) == ["missing"]
        assert kinds(book.sync(*rest, after=timedelta(minutes=20))) == ["missing"]
        assert book.event("Middle").live
        assert kinds(book.sync(*rest, after=timedelta(minutes=20))) == ["vanished"]
        assert (book.event("Middle").status, book.event("Middle").why) == ("cancelled", "No longer on the website")
        assert book.sync(*rest).items == ()

    def test_with_people_it_is_a_task_and_stays(self):
        book, rest = self.first()
        book.enrol(book.event("Middle"))
        book.sync(*rest)
        for _ in range(3):
            [item] = book.sync(*rest).items
            assert item.kind == "vanished" and "4 people enrolled" in item.says and item.tell == ""
            assert book.event("Middle").live

    def test_it_comes_back_as_the_same_event(self):
        book, rest = self.first()
        middle = book.event("Middle")
        book.sync(*rest)
        assert kinds(book.sync(*self.all)) == ["back"]
        book.sync(*rest)
        book.sync(*rest)
        assert not book.event("Middle").live
        assert kinds(book.sync(*self.all)) == ["back"]
        assert replace(book.event("Middle"), sequence=0, modified=middle.modified) == middle

    def test_it_comes_back_under_another_name(self):
        book, rest = self.first()
        book.sync(*rest)
        assert kinds(book.sync(*rest, told("new@x", "Middle", day=10))) == ["back"]
        assert len(book.events) == 3

    def test_what_the_desk_puts_on_again_is_not_taken_off_twice(self):
        book, rest = self.first()
        book.sync(*rest)
        book.sync(*rest)
        book.edit(book.event("Middle"), status="confirmed", why="")
        assert kinds(book.sync(*rest)) == ["missing"]
        assert book.event("Middle").live

    def test_after_the_last_listed_date_nothing_is_known(self):
        book, _ = self.first()
        for _ in range(3):
            assert book.sync(*self.all[:2]).items == ()
        assert book.event("Last").live

    def test_a_whole_list_knows_its_end_and_a_web_page_knows_nothing(self):
        book, _ = self.first()
        assert kinds(book.sync(*self.all[:2], covers="all")) == ["missing"]
        book, _ = self.first()
        assert book.sync(self.all[2], covers="some").items == ()

    def test_past_or_cancelled_events_may_go(self):
        book, rest = self.first()
        book.sync(self.all[0], replace(self.all[1], status="cancelled"), self.all[2])
        assert book.sync(*rest).items == ()
        assert book.sync(self.all[2], after=timedelta(days=25)).items == ()

    def test_when_something_could_not_be_read_absence_proves_nothing(self):
        book, rest = self.first()
        plan = book.sync(*rest, lost=("One event has no date.",))
        assert plan.items == () and plan.counts["unreadable"] == 1

    def test_what_another_source_lists_is_not_taken_off(self):
        book, rest = self.first()
        other = Source(id="other", url="https://calendar.example/")
        assert "known from another source" in " ".join(book.sync(*self.all, source=other).notes)
        book.sync(*rest)
        book.sync(*rest)
        assert book.event("Middle").live and len(book.events) == 3


class TestNames:
    def test_a_rescheduled_post_is_the_same_event(self):
        book = Replay()
        book.sync(told("51-100-200@www.atma.example", "Circle"), told("52-1-2@www.atma.example", "Talk"))
        circle = book.event("Circle")
        plan = book.sync(
            told("51-300-400@www.atma.example", "Circle of friends", day=17),
            told("52-1-2@www.atma.example", "Talk"),
        )
        assert kinds(plan) == ["moved"]
        assert book.event("Circle of friends").id == circle.id
        rest = told("51@www.atma.example", "Circle of friends", day=17), told("52@www.atma.example", "Talk")
        assert book.sync(*rest, covers="all").items == ()

    def test_two_posts_are_never_one_event(self):
        book = Replay()
        book.sync(told("51-1-2@w", "Circle"), told("59-1-2@w", "Talk", day=20))
        plan = book.sync(told("57-1-2@w", "Circle", day=4), told("59-1-2@w", "Talk", day=20))
        assert sorted(kinds(plan)) == ["missing", "new"]

    def test_the_same_page_is_the_same_event(self):
        book = Replay()
        pages = {"url": "https://www.atma.example/event/circle/"}
        book.sync(told("a@x", "Circle", **pages), told("b@x", "Talk"))
        plan = book.sync(told("z@x", "Round", day=30, url="http://atma.example/event/circle"), told("b@x", "Talk"))
        assert kinds(plan) == ["moved"]

    def test_a_page_that_all_events_share_names_none(self):
        book = Replay()
        page = {"url": "https://www.atma.example/events/"}
        book.sync(told("a@x", "Circle", **page), told("b@x", "Talk", day=20, **page))
        plan = book.sync(told("z@x", "Round", day=9, **page), told("b@x", "Talk", day=20, **page))
        assert sorted(kinds(plan)) == ["missing", "new"]

    def test_a_new_name_near_by_is_taken_for_a_move_and_says_so(self):
        book = Replay()
        book.sync(told("a@x", "Circle"), told("b@x", "Talk", day=20))
        [item] = book.sync(told("z@x", "Circle", day=10), told("b@x", "Talk", day=20)).items
        assert item.kind == "moved" and "another name" in item.warnings[0]

    def test_the_nearest_of_a_series_is_taken(self):
        book = Replay()
        book.sync(*(told(f"a{day}@x", "Circle", day=day) for day in (3, 10, 17)), told("b@x", "Talk", day=20))
        circles = {event.starts.day: event.id for event in book.events.values() if event.title == "Circle"}
        book.sync(
            told("a3@x", "Circle", day=3),
            *(told(f"z{day}@x", "Circle", day=day, minutes=90) for day in (10, 17)),
            told("b@x", "Talk", day=20),
        )
        assert circles == {event.starts.day: event.id for event in book.events.values() if event.title == "Circle"}

    def test_random_names_at_every_request_change_nothing(self):
        book = Replay()
        book.sync(*a_month())
        plan = book.sync(*(replace(one, uid=f"r{number}@x") for number, one in enumerate(a_month())))
        assert plan.items == () and not plan.held and "renames" in plan.notes[0]
        assert len(book.events) == 20

    def test_a_past_event_is_not_moved_into_the_future(self):
        book = Replay()
        book.sync(told("a@x", "Circle", month=11, day=15))
        old = book.event("Circle")
        book.enrol(old)
        plan = book.sync(told("a@x", "Circle", month=12, day=15), after=timedelta(days=9))
        assert kinds(plan) == ["new"] and book.events[old.id] == old
        assert len(book.events) == 2

    def test_this_book_s_own_events_are_not_taken_in_again(self):
        book = Replay()
        book.sync(told("a@x"))
        own = book.event("Open house").uid
        plan = book.sync(told(own, "Open house"), told("a@x"), source=Source(id="own", url="https://x.example/"))
        assert not plan.items and "own" in " ".join(plan.notes)

    def test_a_double_of_a_desk_event_is_pointed_out(self):
        book = Replay()
        book.sync(told("a@x"))
        book.edit(book.event("Open house"), source="")
        book.listings.clear()
        [item] = book.sync(told("a@x")).items
        assert "already has" in item.warnings[0]


class TestGuards:
    def held(self, name, *events, **reading):
        book = Replay()
        book.sync(*a_month())
        before = dict(book.events), dict(book.listings)
        plan = book.sync(*events, **reading)
        assert plan.guards == (name,) and plan.held.endswith("Nothing was changed.")
        assert not plan.add and not plan.put and plan.owed == ()
        assert before == (book.events, book.listings)
        book.sync(*events, force=(name,), **reading)
        assert before != (book.events, book.listings)

    def test_an_empty_calendar_is_asked_about(self):
        book = Replay()
        book.sync(*a_month())
        assert book.sync().guards == ("empty",)
        assert book.sync(force=("empty",)).counts["missing"] == 20
        assert not Replay().sync().held

    def test_many_missing_at_once_are_asked_about(self):
        self.held("missing", *a_month()[:14], told("late@x", "Late", day=30))

    def test_one_of_many_left_is_asked_about_even_at_the_end_of_the_list(self):
        book = Replay()
        book.sync(*a_month())
        assert book.sync(a_month()[0]).guards == ("missing",)

    def test_a_common_shift_is_asked_about(self):
        self.held(
            "shifted",
            *(
                replace(one, starts=one.starts + timedelta(hours=1), ends=one.ends + timedelta(hours=1))
                for one in a_month()
            ),
        )

    def test_much_unreadable_is_asked_about(self):
        self.held("unreadable", *a_month(), told("z@x", "New"), lost=("x",) * 4)

    def test_a_few_changes_pass(self):
        book = Replay()
        book.sync(*a_month())
        month = a_month()
        plan = book.sync(*month[:1], *month[5:], told("z@x", "Late", day=30))
        assert not plan.held and plan.counts["missing"] == 4


def test_where_the_desk_s_words_stand_can_be_shown_at_any_time():
    book = Replay()
    book.sync(told("a@x"))
    event = book.edit(book.event("Open house"), title="Tea")
    [listing] = book.listings.values()
    [difference] = overrides(event, listing.remote, Siting(SITES))
    assert (difference.field, difference.here, difference.there) == ("title", "Tea", "Open house")


def test_quotes_dashes_and_blanks_are_no_change():
    book = Replay()
    book.sync(told("a@x", "What’s next – a talk", about="One.\n\nTwo."))
    assert book.sync(told("a@x", "What's next - a talk", about="One.\nTwo.")).items == ()
