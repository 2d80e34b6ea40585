from datetime import timedelta

import pytest
from msgspec.structs import replace

from atma_tui.calendars.reading.duplicate_uids import told_apart
from atma_tui.domain.records import Source
from tests.sync.planning.replay import Replay, a_month, kinds, told


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
        plan = book.sync(
            told("z@x", "Circle", day=30, url="http://atma.example/event/circle"), told("b@x", "Talk")
        )
        assert kinds(plan) == ["moved"]

    @pytest.mark.parametrize(
        "other", [{"title": "Round", "day": 30}, {"title": "Circle", "place": "ATMA Calgary, Calgary"}]
    )
    def test_a_page_that_shows_another_event_or_another_city_is_not_enough(self, other):
        book = Replay()
        page = {"url": "https://www.atma.example/event/circle/"}
        book.sync(told("a@x", "Circle", **page), told("b@x", "Talk", day=31))
        circle = book.event("Circle")
        plan = book.sync(told("z@x", **other, **page), told("b@x", "Talk", day=31))
        assert sorted(kinds(plan)) == ["missing", "new"] and book.events[circle.id] == circle

    def test_a_name_that_is_given_to_another_event_is_not_the_same_event(self):
        book = Replay()
        book.sync(told("1@x", "Circle"), told("b@x", "Talk", day=31))
        circle = book.event("Circle")
        book.enrol(circle)
        rest = told("1@x", "Round", day=30, place="ATMA Calgary, Calgary"), told("b@x", "Talk", day=31)
        assert sorted(kinds(book.sync(*rest))) == ["missing", "new"]
        [gone] = book.sync(*rest).items
        assert gone.kind == "vanished" and "4 people" in gone.summary
        assert book.events[circle.id] == circle
        [moved] = (one for one in book.sync(replace(rest[0], title="Round table"), rest[1]).items if one.taken)
        assert moved.after.id == book.event("Round table").id

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
        assert plan.items == () and not plan.blocked_by and "renames" in plan.notes[0]
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

    def test_an_event_that_the_desk_made_itself_is_not_made_twice(self):
        book = Replay()
        book.sync(told("a@x"))
        own = book.edit(book.event("Open house"), source="", description="Ours", capacity=12)
        book.enrol(own)
        book.listings.clear()
        plan = book.sync(told("b@x", description="Theirs"))
        [item] = plan.items
        assert item.kind == "kept" and [one.there for one in item.kept] == ["Theirs"]
        assert "in the book already" in plan.notes[0]
        assert book.event("Open house") == own
        assert kinds(book.sync(told("b@x", hour=19, description="Theirs"))) == ["moved"]
        assert book.event("Open house").description == "Ours"

    def test_two_sources_of_which_one_names_no_place_tell_of_one_event(self):
        book = Replay(site="edmonton")
        book.sync(told("a@x", place=""))
        other = Source(id="other", url="https://x.example/")
        assert kinds(book.sync(told("b@y", place="Edmonton, 2nd floor"), source=other)) == ["kept"]
        assert len(book.events) == 1

    def test_what_was_taken_off_as_gone_is_on_again_when_another_source_lists_it(self):
        book = Replay()
        for told_of in ((told("a@x"), told("z@x", "Later", day=20)), *[(told("z@x", "Later", day=20),)] * 2):
            book.sync(*told_of)
        assert not book.event("Open house").live
        other = Source(id="other", url="https://x.example/")
        assert kinds(book.sync(told("b@y"), source=other)) == ["back"]
        assert book.event("Open house").live

    def test_of_two_desk_events_that_could_be_meant_neither_is_taken(self):
        book = Replay()
        book.sync(told("a@x"))
        own = book.edit(book.event("Open house"), source="")
        book.events["evt-2"] = replace(own, id="evt-2", uid="evt-2@x")
        book.listings.clear()
        [item] = book.sync(told("a@x")).items
        assert item.kind == "new" and "already has" in item.warnings[0]

    @pytest.mark.parametrize(
        "there",
        [
            {"place": "ATMA Calgary, Calgary", "day": 9},
            {"place": "ATMA Calgary, Calgary"},
            {"day": 9},
            {"title": "Circle", "day": 9},
        ],
    )
    @pytest.mark.parametrize("name", [{"uid": "a@x"}, {"uid": "b@y", "url": "https://www.atma.example/event/a/"}])
    def test_a_name_that_two_sources_share_makes_no_two_events_one(self, name, there):
        book, other = Replay(), Source(id="other", url="https://x.example/")
        first = told("a@x", "Talk", url="https://www.atma.example/event/a/")
        book.sync(first)
        [item] = book.sync(told(**{"title": "Talk", **name, **there}), source=other).items
        assert item.kind == "new" and len(book.events) == 2
        assert item.warnings == (
            "Talk, Thu 3 Dec 2026, 18:00–19:00, Edmonton has the same name; see whether they are one.",
        )

    def test_a_name_with_its_site_and_start_is_one_event_and_the_line_names_both(self):
        book, other = Replay(), Source(id="other", url="https://x.example/")
        book.sync(told("a@x", "Talk"))
        plan = book.sync(told("a@x", "Talk with tea"), source=other)
        assert len(book.events) == 1 and kinds(plan) == ["kept"]
        assert plan.notes == (
            "“Talk with tea”, Thu 3 Dec 2026, 18:00–19:00, is in the book already: "
            "Talk, Thu 3 Dec 2026, 18:00–19:00, Edmonton; it is not made twice.",
        )

    def test_a_third_source_finds_what_two_have_told_of(self):
        book = Replay()
        for source in ("a", "b", "c"):
            book.sync(told(f"{source}@x"), source=Source(id=source, url=f"https://{source}.example/"))
        assert len(book.events) == 1

    def test_our_own_event_that_is_told_otherwise_is_said(self):
        book, other = Replay(), Source(id="own", url="https://x.example/")
        book.sync(told("a@x"))
        own = book.event("Open house").uid
        plan = book.sync(told(own, "Open house", day=9), told("a@x"), source=other)
        assert not plan.items and "is this book's own Open house, Thu 3 Dec 2026" in plan.notes[1]

    def test_an_appointment_of_that_name_and_time_is_left_alone(self):
        book = Replay()
        book.sync(told("a@x"))
        book.edit(book.event("Open house"), source="", step="session")
        book.listings.clear()
        assert kinds(book.sync(told("a@x"))) == ["new"]


class TestOneUid:
    """Two events under one UID, as a reader tells them apart."""

    ROOMS = ("ATMA Edmonton, room A", "ATMA Edmonton, room B")

    def read(self, *events):
        return told_apart(events)[0]

    def test_events_of_one_start_are_both_taken_in_and_found_again(self):
        book = Replay()
        a, b = (told("1@x", "Yoga", place=room) for room in self.ROOMS)
        assert kinds(book.sync(*self.read(a, b))) == ["new", "new"]
        assert book.sync(*self.read(b, a)).items == ()

    def test_a_later_move_of_the_second_finds_the_second(self):
        book = Replay()
        a, b = (told("1@x", "Yoga", place=room) for room in self.ROOMS)
        book.sync(*self.read(a, b))
        second = book.event("Yoga", place=self.ROOMS[1])
        book.enrol(second)
        moved = told("1@x", "Yoga", place=self.ROOMS[1], hour=20)
        [item] = book.sync(*self.read(a, moved)).items
        assert (item.kind, item.before.id, item.people.total) == ("moved", second.id, 4)
        [item] = book.sync(*self.read(a, replace(moved, status="cancelled"))).items
        assert (item.kind, item.before.id) == ("cancelled", second.id)

    def test_both_move_each_with_its_own_people(self):
        book = Replay()
        a, b = (told("1@x", "Yoga", place=room) for room in self.ROOMS)
        book.sync(*self.read(a, b))
        ids = {place: book.event("Yoga", place=place).id for place in self.ROOMS}
        book.sync(*self.read(*(told("1@x", "Yoga", place=one.place, hour=h) for one, h in ((a, 20), (b, 19)))))
        assert ids == {place: book.event("Yoga", place=place).id for place in self.ROOMS}

    def test_one_with_a_new_title_and_one_in_a_new_room_are_the_same(self):
        book = Replay()
        a, b = told("1@x", "Yoga", place=self.ROOMS[0]), told("1@x", "Tea", place=self.ROOMS[1])
        book.sync(*self.read(a, b))
        tea, yoga = book.event("Tea").id, book.event("Yoga").id
        plan = book.sync(*self.read(replace(a, title="Yoga for all"), replace(b, place="ATMA Edmonton, room C")))
        assert sorted(kinds(plan)) == ["changed", "moved"]
        assert (book.event("Tea").id, book.event("Yoga for all").id) == (tea, yoga)

    def test_a_second_event_that_comes_later_leaves_the_first_as_it_is(self):
        book = Replay()
        a, b = (told("1@x", "Yoga", place=room) for room in self.ROOMS)
        book.sync(*self.read(a))
        assert kinds(book.sync(*self.read(a, b))) == ["new"]

    def test_whatever_format_told_them_none_is_dropped(self):
        book = Replay()
        a, b = (told("1@x", "Yoga", place=room, recurrence="2026-12-03T18:00") for room in self.ROOMS)
        assert kinds(book.sync(a, b)) == ["new", "new"]

    def test_what_is_left_out_for_a_newer_version_is_said(self):
        book = Replay()
        plan = book.sync(told("1@x", "Yoga", sequence=1), told("1@x", "Yoga", sequence=2, hour=20))
        assert kinds(plan) == ["new"] and book.event("Yoga").starts.hour == 20
        assert plan.notes == (
            "“Yoga”, Thu 3 Dec 2026, 18:00–19:00, ATMA Edmonton, Edmonton, "
            "and “Yoga”, Thu 3 Dec 2026, 20:00–21:00, ATMA Edmonton, Edmonton, "
            "have one name; the second is the newer one.",
        )
        two = told("2@x", "Tea", sequence=1), told("2@x", "Talk", sequence=2, day=20)
        assert sorted(kinds(book.sync(*two, source=Source(id="other", url="https://x.example/")))) == [
            "new",
            "new",
        ]
