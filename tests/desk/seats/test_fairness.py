from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atma_tui.desk.desk import Desk
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.desk.reports.report_file import report_csv, report_name, write_report
from atma_tui.domain.errors import Unreachable
from atma_tui.domain.records import Program, ProgramSeats, Site
from tests.domain.made import NOW
from tests.memory import MemoryBook


class Line:
    """A book with an event of one seat, taken, and people who wait for it."""

    def __init__(self, *names, title="Open house", day=8):
        self.now = NOW
        self.desk = Desk(MemoryBook(), "Ada", lambda: self.now)
        with self.desk.book.act("start") as work:
            work.add(Site(id="edmonton", name="Edmonton"))
            work.add(Site(id="calgary", name="Calgary"))
        self.event = self.add(title, day)
        self.seat = self.enrol("Seated Sample", self.event)
        self.waiting = []
        for name in names:
            self.now += timedelta(hours=1)
            self.waiting.append(self.enrol(name, self.event))

    def add(self, title, day=8, site="edmonton", capacity=1):
        starts = datetime(2026, 12, day, 18)
        fields = EventFields(
            site=site, title=title, starts=starts, ends=starts + timedelta(hours=2), capacity=capacity
        )
        return self.desk.events.add(fields)[0]

    def enrol(self, name, event, **more):
        return self.desk.enrolments.enrol(event.id, new=NewPerson(name=name), **more).enrolment

    def fairness(self, **more):
        return self.desk.reports.fairness(**more)


def names(turns):
    return [turn.person.name for turn in turns]


def test_a_line_in_which_nobody_jumped_is_fair():
    fair = Line("Ann", "Bo").fairness()
    assert (fair.jumps, fair.passes) == ((), ())


def test_a_jump_is_told_with_its_reason():
    line = Line("Ann", "Bo")
    line.desk.waiting.prioritise(line.waiting[1].id, 1, "speaker")
    [jump] = line.fairness().jumps
    assert (jump.person.name, jump.why, jump.title) == ("Bo", "Ada: speaker", "Open house")


def test_everybody_passed_over_is_told_once_for_each_time():
    line = Line("Ann", "Bo")
    line.enrol("Cy", line.event, override="the mayor")
    line.enrol("Di", line.event, override="again")
    assert sorted((turn.person.name, turn.why) for turn in line.fairness().passes) == [
        ("Ann", "Ada: again"),
        ("Ann", "Ada: the mayor"),
        ("Bo", "Ada: again"),
        ("Bo", "Ada: the mayor"),
    ]


def test_who_got_the_seat_in_the_end_was_passed_over_all_the_same():
    line = Line("Ann")
    line.enrol("Cy", line.event, override="the mayor")
    line.desk.enrolments.withdraw(line.waiting[0].id)
    assert names(line.fairness().passes) == ["Ann"]


def test_the_longest_wait_is_first_and_ends_when_the_event_is_over():
    line = Line("Ann", "Bo")
    later = line.add("Later", 20)
    line.enrol("In", later)
    line.now += timedelta(days=1)
    line.enrol("Cy", later)
    assert names(line.fairness().waits) == ["Ann", "Bo", "Cy"]
    line.now = NOW + timedelta(days=10)
    assert names(line.fairness().waits) == ["Cy"]


def test_ten_waits_are_told_at_most():
    assert len(Line(*(f"P{number}" for number in range(12))).fairness().waits) == 10


def test_events_count_by_the_day_they_start_and_waits_always():
    line = Line("Ann", "Bo")
    line.desk.waiting.prioritise(line.waiting[1].id, 1, "speaker")
    inside = line.fairness(first=date(2026, 12, 8), last=date(2026, 12, 8))
    outside = line.fairness(first=date(2026, 12, 9), last=date(2026, 12, 31))
    assert (names(inside.jumps), names(outside.jumps)) == (["Bo"], [])
    assert names(outside.waits) == ["Ann", "Bo"]


def test_places_in_a_program_count_by_the_day_they_were_asked_for():
    line = Line()
    with line.desk.book.act("start") as work:
        work.add(Program(id="walk", title="Walk"))
        places = work.add(ProgramSeats(id="walk@calgary", program="walk", site="calgary", capacity=1))
    line.enrol("In", places)
    waiting = line.enrol("Ann", places)
    line.desk.waiting.prioritise(waiting.id, 1, "moved here")
    assert names(line.fairness(first=date(2026, 12, 1), last=date(2026, 12, 1)).jumps) == ["Ann"]
    assert names(line.fairness(first=date(2026, 12, 2), last=date(2026, 12, 2)).jumps) == []


def test_only_the_chosen_site_counts():
    line = Line("Ann", "Bo")
    line.desk.waiting.prioritise(line.waiting[1].id, 1, "speaker")
    fair = line.fairness(site="calgary")
    assert (fair.jumps, fair.waits) == ((), ())


def test_looking_changes_nothing():
    line = Line("Ann")
    acts = line.desk.history.recent()
    line.fairness()
    assert line.desk.history.recent() == acts


# The file


def test_the_file_has_numbers_and_no_name():
    line = Line("Ann", "Bo")
    text = report_csv(line.desk.reports.events())
    head, row = text.splitlines()
    assert dict(zip(head.split(","), row.split(","), strict=True)) | {"id": ""} == {
        **{"id": "", "site": "edmonton", "title": "Open house", "starts": "2026-12-08T18:00:00-06:00"},
        **{"status": "confirmed", "capacity": "1", "enrolled": "1", "attended": "0", "no_show": "0"},
        **{
            "withdrawn": "0",
            "late": "0",
            "waiting": "2",
            "over": "0",
            "passed": "0",
            "unmarked": "0",
            "counted": "0",
        },
    }
    assert "Ann" not in text


@given(st.sampled_from(["=1+1", "+1", "-1", "@x", "＝1", " =1", "\t=1", "\x1b]0;x\x07=1", "\u200b=1"]))
def test_no_title_becomes_a_formula(title):
    line = Line(title=f"{title} talk")
    row = report_csv(line.desk.reports.events()).splitlines()[1]
    assert row.split(",")[2].startswith("'")


def test_quotes_and_commas_stay_in_their_cell():
    line = Line(title='Talk, "quoted"')
    assert '"Talk, ""quoted"""' in report_csv(line.desk.reports.events())


@pytest.mark.parametrize("site", ["../../etc/x", "a/b", "C:\\x", "con", "-", "", "é\x00"])
def test_the_file_name_is_no_path(site):
    name = report_name(date(2026, 12, 1), date(2026, 12, 31), site)
    assert name.startswith("report-2026-12-01-to-2026-12-31")
    assert name.endswith(".csv")
    assert not set(name) & set('/\\:*?"<>|\x00')
    assert ".." not in name


def test_writing_makes_the_folder_and_replaces_the_file_of_before(tmp_path):
    line = Line("Ann")
    folder = tmp_path / "made" / "here"
    for _ in range(2):
        path = write_report(folder, "report.csv", line.desk.reports.events())
    assert [one.name for one in folder.iterdir()] == ["report.csv"]
    assert path.read_text("utf-8-sig").count("\n") == 2


def test_a_folder_that_cannot_be_written_is_said_in_words(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Unreachable, match="cannot be written"):
        write_report(tmp_path / "file", "report.csv", [])
