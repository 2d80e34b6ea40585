from datetime import timedelta

from msgspec.structs import replace

from atma_tui.domain.records import Source
from tests.sync.planning.replay import Replay, kinds, told


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
        assert "in the book already" in " ".join(book.sync(*self.all, source=other).notes)
        book.sync(*rest)
        book.sync(*rest)
        assert book.event("Middle").live and len(book.events) == 3


def a_month(count=20, **more):
    return [told(f"e{n}@x", f"Event {n}", day=n % 25 + 2, hour=8 + n % 10, **more) for n in range(count)]


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

    def test_much_unreadable_is_asked_about(self):
        self.held("unreadable", *a_month(), told("z@x", "New"), lost=("x",) * 4)

    def test_a_few_changes_pass(self):
        book = Replay()
        book.sync(*a_month())
        month = a_month()
        plan = book.sync(*month[:1], *month[5:], told("z@x", "Late", day=30))
        assert not plan.blocked_by and plan.counts["missing"] == 4
