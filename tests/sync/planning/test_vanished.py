from datetime import timedelta

from msgspec.structs import replace

from atma_tui.domain.records import Reading, Source
from tests.sync.planning.replay import Replay, a_month, kinds, told


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
            assert item.kind == "vanished" and "4 people enrolled" in item.summary and item.tell == ""
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

    def test_it_is_missing_wherever_it_stood_in_the_list(self):
        for place in range(3):
            book, _ = self.first()
            gone = self.all[place]
            book.enrol(book.event(gone.title), 1)
            rest = [one for one in self.all if one is not gone]
            assert kinds(book.sync(*rest)) == ["missing"]
            [item] = book.sync(*rest).items
            assert item.kind == "vanished" and item.summary.endswith(
                "gone from the website, with 1 person enrolled; ask whether it is on."
            )

    def test_a_page_of_a_list_knows_no_end_and_a_web_page_knows_nothing(self):
        book, _ = self.first()
        for _ in range(3):
            assert book.sync(*self.all[:2], covers="window").items == ()
        assert kinds(book.sync(*self.all[:2], covers="all")) == ["missing"]
        book, _ = self.first()
        assert book.sync(self.all[2], covers="some").items == ()

    def test_of_a_series_that_is_not_shown_in_full_no_date_is_missing(self):
        book = Replay()
        dates = [told("s@x", "Circle", day=day, recurrence=f"2026-12-{day:02}T18:00") for day in (3, 10, 17)]
        book.sync(*dates)
        assert book.sync(dates[0], partly=("s@x",)).items == ()
        assert kinds(book.sync(dates[0])) == ["missing", "missing"]

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
        assert "in the book already" in " ".join(book.sync(*self.all, source=other).notes)
        book.sync(*rest)
        book.sync(*rest)
        assert book.event("Middle").live and len(book.events) == 3


class TestNextFew:
    """A source that lists only its next ten events."""

    def first(self, count=10):
        book = Replay()
        self.all = [told(f"e{n}@x", f"Event {n}", day=n * 2) for n in range(1, 15)]
        book.sync(*self.all[:count])
        return book

    def early(self, number):
        return told(f"early{number}@x", f"Early {number}", day=1, hour=9 + number)

    def test_it_is_found_out_when_new_events_push_the_last_ones_out(self):
        book = self.first()
        plan = book.sync(self.early(1), self.early(2), *self.all[:8])
        assert kinds(plan) == ["new", "new"] and "only its next 10 events" in plan.notes[0]
        for _ in range(3):
            assert book.sync(self.early(1), self.early(2), *self.all[:8]).items == ()
        assert book.event("Event 10").live and not book.plan(Reading(events=())).notes

    def test_it_is_remembered_and_forgotten_when_it_lists_more(self):
        book = self.first()
        book.sync(self.early(1), *self.all[:9])
        assert kinds(book.sync(self.early(1), *self.all[:8])) == ["missing", "missing"], (
            "the list has room for them"
        )
        assert book.remembered["website"].lists_next == 10
        book.sync(self.early(1), *self.all[:11])
        assert book.remembered["website"].lists_next == 0
        assert kinds(book.sync(self.early(1), *self.all[:10])) == ["missing"]

    def test_what_is_gone_from_the_middle_is_missing(self):
        book = self.first()
        book.sync(self.early(1), *self.all[:9])
        plan = book.sync(self.early(1), *self.all[:4], *self.all[5:10])
        assert [(item.kind, item.before and item.before.title) for item in plan.items] == [("missing", "Event 5")]

    def test_a_list_that_grows_shorter_or_is_a_few_is_whole(self):
        book = self.first()
        assert kinds(book.sync(*self.all[:9])) == ["missing"]
        book = self.first(4)
        assert kinds(book.sync(self.early(1), *self.all[:3])) == ["new", "missing"]
        assert book.remembered["website"].lists_next == 0

    def test_the_file_of_the_events_calendar_is_known_for_it(self):
        book = Replay()
        posts = [told(f"{n}-1-2@w", f"Event {n}", day=n % 30 + 1, hour=8 + n // 30) for n in range(10, 40)]
        by_start = sorted(posts, key=lambda one: one.starts)
        book.sync(*posts)
        assert kinds(book.sync(told("99-1-2@w", "Early", day=1, hour=6), *by_start[:29])) == ["new"]


class TestGuards:
    def held(self, name, *events, **reading):
        book = Replay()
        book.sync(*a_month())
        before = dict(book.events), dict(book.listings)
        plan = book.sync(*events, **reading)
        assert plan.guards == (name,) and "Nothing was changed" in plan.blocked_by
        assert not plan.add and not plan.put and plan.owed == ()
        assert before == (book.events, book.listings)
        book.sync(*events, force=(name,), **reading)
        assert before != (book.events, book.listings)

    def test_an_empty_calendar_is_asked_about(self):
        book = Replay()
        book.sync(*a_month())
        assert book.sync().guards == ("empty",)
        assert book.sync(force=("empty",)).counts["missing"] == 20
        assert not Replay().sync().blocked_by

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

    def test_many_that_are_cancelled_all_at_once_are_asked_about(self):
        off = {"status": "cancelled"}
        self.held("cancelled", *(replace(one, **off) for one in a_month()))
        self.held("cancelled", *(replace(one, **(off if n < 5 else {})) for n, one in enumerate(a_month())))

    def test_a_few_that_are_cancelled_are_not_and_those_that_were_do_not_count(self):
        book, off = Replay(), {"status": "cancelled"}
        book.sync(*a_month())
        for first in (4, 7, 10):
            plan = book.sync(*(replace(one, **(off if n < first else {})) for n, one in enumerate(a_month())))
            assert (plan.guards, plan.counts["cancelled"]) == ((), 4 if first == 4 else 3)

    def test_many_that_go_to_the_other_site_all_at_once_are_asked_about(self):
        self.held("elsewhere", *(replace(one, place="ATMA Calgary, Calgary") for one in a_month()))

    def test_many_that_are_online_all_at_once_are_asked_about(self):
        self.held("online", *(replace(one, online=n < 5) for n, one in enumerate(a_month())))

    def test_a_few_that_are_online_now_pass(self):
        book = Replay()
        book.sync(*a_month())
        plan = book.sync(*(replace(one, online=n < 4) for n, one in enumerate(a_month())))
        assert not plan.blocked_by and plan.counts["online"] == 4

    def test_much_unreadable_is_asked_about(self):
        self.held("unreadable", *a_month(), told("z@x", "New"), lost=("x",) * 4)

    def test_a_few_changes_pass(self):
        book = Replay()
        book.sync(*a_month())
        month = a_month()
        plan = book.sync(*month[:1], *month[5:], told("z@x", "Late", day=30))
        assert not plan.blocked_by and plan.counts["missing"] == 4

    def test_the_question_counts_what_the_plan_counts(self):
        book, month = Replay(), a_month()
        book.sync(*month)
        plan = book.sync(*month[:14])
        assert plan.counts["missing"] == 6
        assert plan.blocked_by.startswith("6 of 20 coming events are no longer listed by website.")

    def test_what_was_missing_before_is_counted_and_not_asked_about_again(self):
        book, month = Replay(), a_month()
        book.sync(*month)
        assert not book.sync(*month[:16]).blocked_by
        plan = book.sync(*month[:15])
        assert plan.counts["missing"] == 5 and not plan.blocked_by
        plan = book.sync(*month[:9])
        assert plan.counts["missing"] == 7, "four were taken off for being gone"
        assert "7 of 16 coming events are no longer listed by website, 6 of them since" in plan.blocked_by

    def test_what_the_book_keeps_where_it_is_did_not_move(self):
        book, month = Replay(), a_month()
        book.sync(*month)
        later = [
            replace(one, starts=one.starts + timedelta(hours=1), ends=one.ends + timedelta(hours=1))
            for one in month
        ]
        for event in [book.event(f"Event {n}") for n in range(5)]:
            book.edit(event, starts=event.starts + timedelta(days=1), ends=event.ends + timedelta(days=1))
        plan = book.sync(*later)
        assert plan.counts["changed"] == 15 and plan.counts["conflicts"] == 5
        assert plan.blocked_by.startswith("15 of 20 coming events of website moved 1 h later, all alike.")
