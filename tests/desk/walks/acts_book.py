"""Acts around events, people, the clinic's set-up, the website, the clock and undo."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from atma_tui.desk.clinic.choices import ClinicFields
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.importing.plan import Choices
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.desk.people.notes import Note
from atma_tui.desk.websites.overrides import FIELDS
from atma_tui.desk.websites.source_fields import SourceFields
from atma_tui.domain.people.optional import OPTIONAL, ConsentMark
from atma_tui.domain.records import (
    BoardNote,
    Clinician,
    Enrolment,
    Event,
    Hours,
    Listing,
    Person,
    Program,
    ProgramSeats,
    Reading,
    RemoteEvent,
    Room,
    Site,
    Source,
)
from atma_tui.domain.series.dates import SeriesPart
from atma_tui.domain.series.rhythm import Repeat
from atma_tui.sync.attempts import Outcome
from atma_tui.sync.exchange import Answer
from tests.desk.walks.acts import act
from tests.desk.walks.walking import Walk

SITES = ("edmonton", "calgary")
PARTS: tuple[SeriesPart, ...] = ("this", "this", "from-here", "all")
TITLES = ("Open house", "Evening", "Workshop")


def fields(walk: Walk) -> EventFields:
    starts = walk.hour()
    return EventFields(
        site=walk.some(SITES),
        title=walk.some(TITLES),
        starts=starts,
        ends=starts + timedelta(hours=walk.some((1, 2))),
        capacity=walk.some((1, 2, 3, None)),
        room=walk.some(("", "group", "small")),
        category=walk.some(("talk", "open_house", "circle", "session", "assessment")),
        program=walk.some(("", "", "", "integration-group")),
        visibility=walk.some(("public", "public", "private")),
    )


@act("events.add")
def add_event(walk: Walk) -> object:
    if walk.desk.book.store.count(Event) > 25:
        return None
    every = walk.some(("week", "2-weeks", "month"))
    repeat = Repeat(every=every, times=walk.some((1, 1, 2)))
    return walk.desk.events.add(fields(walk), repeat=repeat, override=walk.reason())


@act("events.copy")
def copy_event(walk: Walk) -> object:
    if walk.desk.book.store.count(Event) > 25:
        return None
    return walk.desk.events.copy(walk.a(Event).id, walk.hour(), override=walk.reason())


@act("events.edit")
def edit_event(walk: Walk) -> object:
    every = fields(walk).given()
    names = walk.pick.sample(sorted(every), walk.some((1, 1, 2)))
    if "starts" in names and walk.pick.random() < 0.7:
        names = ["starts"]  # then it stays as long as it is
    given = EventFields(**{name: every[name] for name in names})
    dates = walk.some(PARTS)
    return walk.desk.events.edit(walk.a(Event).id, given, override=walk.reason(), dates=dates)


@act("events.edit window")
def edit_window(walk: Walk) -> object:
    ref, at = walk.a(Event).id, walk.some((None, walk.hour(), walk.hour() - timedelta(days=3)))
    field = walk.some(("enrolment_opens", "enrolment_closes", "enrolment_closes"))
    return walk.desk.events.edit(ref, EventFields(**{field: at}), dates=walk.some(PARTS))


@act("events.edit waiting limit")
def limit_waiting(walk: Walk) -> object:
    fields = EventFields(waiting_limit=walk.some((None, 0, 1, 2)))
    return walk.desk.events.edit(walk.a(Event).id, fields, dates=walk.some(PARTS))


@act("events.edit minimum")
def need_people(walk: Walk) -> object:
    fields = EventFields(minimum=walk.some((0, 2, 3)), decide_days=walk.some((0, 3)))
    return walk.desk.events.edit(walk.a(Event).id, fields, dates=walk.some(PARTS))


@act("minimums.run_anyway")
def run_anyway(walk: Walk) -> object:
    return walk.desk.minimums.run_anyway(walk.a(Event).id, walk.reason())


@act("events.edit capacity")
def resize_event(walk: Walk) -> object:
    capacity = walk.some((0, 1, 2, 3, 5, None))
    return walk.desk.events.edit(walk.a(Event).id, EventFields(capacity=capacity), override=walk.reason())


@act("events.cancel")
def cancel_event(walk: Walk) -> object:
    event = walk.a(Event, lambda one: one.live).id
    return walk.desk.events.cancel(event, walk.reason(), dates=walk.some(PARTS))


@act("events.restore")
def restore_event(walk: Walk) -> object:
    return walk.desk.events.restore(walk.a(Event, lambda one: not one.live).id)


@act("closing.close")
def close_site(walk: Walk) -> object:
    site, first = walk.some(SITES), walk.hour(3)
    last = first + timedelta(hours=walk.some((3, 12)))
    touched = walk.desk.closing.touched(site, first, last)
    moves = {one.event.id: one.proposed for one in touched if one.proposed and walk.pick.random() < 0.5}
    stay = [one.event.id for one in touched if one.event.id not in moves and walk.pick.random() < 0.3]
    return walk.desk.closing.close(site, first, last, walk.reason() or "storm", moves=moves, stay=stay)


@act("closing.reopen")
def reopen(walk: Walk) -> object:
    site = walk.a(Site, lambda one: bool(one.closures))
    closure = walk.some(site.closures)
    return walk.desk.closing.reopen(site.id, closure.starts, closure.ends)


# People


def typed(walk: Walk) -> NewPerson:
    name = walk.some(("Ava Sample", "Ben Sample", "Jo O’Neil", "Kai Sample-Example"))
    return NewPerson(
        name=name,
        phone=walk.some(("", "780-555-0101", "780-555-0102")),
        notes=walk.reason(),
        escort=walk.some((None, None, "", "Mo Kontakt; 780-555-0109", "Vi Kontakt")),
        emergency=walk.some((None, None, None, "Lu Kontakt; sister", "Jo Kontakt")),
        consents=walk.some(((), (), (ConsentMark(kind="photo"),), (ConsentMark(kind="photo", given=None),))),
    )


@act("people.add")
def add_person(walk: Walk) -> object:
    return walk.desk.people.add(typed(walk)) if walk.desk.book.store.count(Person) < 12 else None


@act("people.change")
def change_person(walk: Walk) -> object:
    return walk.desk.people.change(walk.a(Person).id, typed(walk))


@act("people.note")
def note_person(walk: Walk) -> object:
    return walk.desk.people.note(walk.a(Person).id, walk.reason())


@act("people_import.apply")
def import_people(walk: Walk) -> object:
    if walk.desk.book.store.count(Person) >= 12:
        return None
    rows = [
        "Name,Phone,Party",
        *(f"{(one := typed(walk)).name},{one.phone},{walk.some((1, 1, 2, 'x'))}" for _ in "ab"),
    ]
    choices = Choices(
        duplicates=walk.some(("skip", "add")),
        skip_bad=walk.maybe(True, False),
        into=walk.maybe(walk.a(Event).id, ""),
    )
    plan = walk.desk.people_import.plan("\n".join(rows).encode(), choices)
    return walk.desk.people_import.apply(plan, "signups.csv")


@act("merging.merge")
def merge(walk: Walk) -> object:
    return walk.desk.merging.merge(
        walk.a(Person).id, walk.a(Person).id, take=walk.some(((), ("name",), ("phone",)))
    )


@act("note_board.write")
def write_on_board(walk: Walk) -> object:
    words = walk.some(("Call the caterer", "Key is at Bo's"))
    return walk.desk.note_board.write(words, site=walk.some(("", "edmonton")))


@act("note_board.change")
def change_on_board(walk: Walk) -> object:
    return walk.desk.note_board.change(walk.a(BoardNote).id, walk.some(("Called the caterer", "Key is back")))


@act("note_board.read")
def read_board(walk: Walk) -> object:
    return walk.desk.note_board.read([one.id for one in walk.desk.note_board.notes()])


@act("note_board.done")
def finish_on_board(walk: Walk) -> object:
    return walk.desk.note_board.done(walk.a(BoardNote).id)


@act("notes.write")
def write_notes(walk: Walk) -> object:
    found = [
        Note("person", walk.a(Person).id, walk.reason()),
        Note("enrolment", walk.a(Enrolment).id, walk.some(("", "by the door"))),
        Note("event", walk.a(Event).id, walk.some(("", "the key is at desk 2"))),
    ]
    return walk.desk.notes.write(walk.pick.sample(found, walk.pick.randint(1, 3)))


@act("masking.mask")
def mask(walk: Walk) -> object:
    return walk.desk.masking.mask(walk.a(Person).id)


@act("masking.unmask")
def unmask(walk: Walk) -> object:
    return walk.desk.masking.unmask(walk.a(Person).id)


@act("looks.flush")
def look(walk: Walk) -> object:
    walk.desk.looks.saw([walk.a(Person)], walk.some(("person", "calls")))
    return walk.desk.looks.flush()


@act("retention.apply")
def remove_names(walk: Walk) -> object:
    if walk.pick.random() < 0.3:
        walk.wait_for(walk.now + timedelta(days=walk.some((40, 400))))
        return walk.desk.note_board.write("the clock is right")
    return walk.desk.retention.apply()


# Undo and the clock


@act("history.undo")
def undo(walk: Walk) -> object:
    return walk.desk.history.undo()


@act("history.undo any")
def undo_any(walk: Walk) -> object:
    return walk.desk.history.undo(walk.some(walk.desk.history.recent(walk.some((3, 12, 40)))).id)


@act("poll")
def time_passes(walk: Walk) -> object:
    walk.now += timedelta(minutes=walk.some((5, 20, 60, 60, 180, 480, 1440)))
    return walk.desk.poll()


@act("poll days ahead")
def days_pass(walk: Walk) -> object:
    walk.now += timedelta(days=walk.some((0, 0, 0, 3, 9)))
    return walk.desk.poll() if walk.pick.random() < 0.5 else None


# Set-up


@act("programs.resize")
def resize_program(walk: Walk) -> object:
    return walk.desk.programs.resize(walk.a(ProgramSeats).id, walk.some((None, 0, 1, 2)), override=walk.reason())


@act("programs.save")
def save_program(walk: Walk) -> object:
    program = walk.a(Program)
    steps = tuple(
        replace(one, minutes=walk.some((30, one.minutes, one.minutes)), gap_days=walk.some((0, 1, one.gap_days)))
        for one in program.steps
    )
    return walk.desk.programs.save(replace(program, steps=steps), override=walk.reason())


@act("programs.save_clinician")
def save_clinician(walk: Walk) -> object:
    one = walk.a(Clinician)
    hours = tuple(Hours(weekday=day, opens="09:00", closes="15:00", site=walk.some(SITES)) for day in range(5))
    return walk.desk.programs.save_clinician(
        one.name,
        ref=one.id,
        supervises=walk.maybe(one.supervises, True),
        active=walk.pick.random() < 0.8,
        hours=walk.some(((), (), hours)),
        override=walk.reason(),
    )


@act("programs.save_site")
def save_site(walk: Walk) -> object:
    group = Room(id="group", name="Group room", seats=walk.some((None, None, 2)))
    small = Room(id="small", name="Small room", seats=walk.some((1, 3, 5)), turnover=walk.some((0, 15, 30)))
    rooms = walk.some(((group, small), (group, small), (group,)))
    hours = tuple(Hours(weekday=day, opens="08:00", closes=walk.some(("12:00", "24:00"))) for day in range(7))
    return walk.desk.programs.save_site(
        walk.some(SITES), rooms=rooms, hours=walk.some((None, (), hours)), override=walk.reason()
    )


@act("absences.add")
def add_absence(walk: Walk) -> object:
    first = walk.hour()
    last = first + timedelta(hours=walk.some((4, 30)))
    return walk.desk.absences.add(walk.a(Clinician).id, first, last, why=walk.reason())


@act("absences.remove")
def remove_absence(walk: Walk) -> object:
    away = walk.a(Clinician, lambda one: bool(one.absences))
    absence = walk.some(away.absences)
    return walk.desk.absences.remove(away.id, absence.starts, absence.ends)


@act("choices.change")
def change_choices(walk: Walk) -> object:
    return walk.desk.choices.change(
        ClinicFields(
            travel_minutes=walk.some((30, 210)),
            late_hours=walk.some((0, 24)),
            offer_hours=walk.some((1, 24)),
            guest_months=walk.some((1, 12)),
            client_years=walk.some((1, 10)),
            person_fields=walk.some((OPTIONAL, ("birth-year", "escort"), ())),
            consent_kinds=walk.some((("newsletter", "photo"), ("photo",), ())),
        ),
        override=walk.reason(),
    )


# The website


@act("sources.add")
def add_source(walk: Walk) -> object:
    return walk.desk.sources.add(walk.some(("website", "other")), "https://website.example/x.ics", site="calgary")


@act("sources.change")
def change_source(walk: Walk) -> object:
    return walk.desk.sources.change(
        walk.a(Source).id, SourceFields(every=walk.some((0, 60)), site=walk.some(SITES))
    )


@act("sources.remove")
def remove_source(walk: Walk) -> object:
    return walk.desk.sources.remove(walk.a(Source).id)


@act("websites.claim_due")
def claim_due(walk: Walk) -> object:
    return walk.desk.websites.claim_due()


def the_website_changes(walk: Walk) -> None:
    """Let the website add, move, cancel or forget an event."""
    told, change = walk.told, walk.some(("add", "add", "move", "cancel", "forget"))
    if change == "add" or not told:
        uid, starts = f"{len(walk.done)}@website.example", walk.hour()
        told[uid] = RemoteEvent(
            uid=uid,
            title=walk.some(TITLES),
            starts=starts,
            ends=starts + timedelta(hours=2),
            zone="America/Edmonton",
            place=walk.some(("Edmonton", "Calgary")),
        )
        return
    one = told[walk.some(sorted(told))]
    if change == "forget":
        del told[one.uid]
        return
    starts = walk.hour()
    moved = replace(one, starts=starts, ends=starts + timedelta(hours=2))
    told[one.uid] = moved if change == "move" else replace(one, status="cancelled")


@act("websites.conclude")
def sync(walk: Walk) -> object:
    for _ in range(walk.some((0, 1, 2))):
        the_website_changes(walk)
    source = walk.a(Source)
    outcome = Outcome(
        source=source,
        answer=Answer(url=source.url, body=b"x"),
        reading=Reading(events=tuple(walk.told.values()), covers="all"),
    )
    return walk.desk.websites.conclude(outcome, force=walk.pick.random() < 0.5)


def listed(walk: Walk) -> str:
    return walk.maybe(walk.a(Listing).event, walk.a(Event).id)


@act("overrides.take_theirs")
def take_theirs(walk: Walk) -> object:
    return walk.desk.overrides.take_theirs(listed(walk), walk.some(sorted(FIELDS)))


@act("overrides.keep")
def keep_ours(walk: Walk) -> object:
    return walk.desk.overrides.keep(listed(walk), walk.some(sorted(FIELDS)))


@act("imports.apply")
def import_file(walk: Walk) -> object:
    blocks = "".join(
        f"BEGIN:VEVENT\r\nDTSTAMP:20261101T000000Z\r\nUID:{number}@file.example\r\nSUMMARY:{walk.some(TITLES)}\r\n"
        f"LOCATION:Calgary\r\nDTSTART;TZID=America/Edmonton:{walk.hour():%Y%m%dT%H%M%S}\r\nDURATION:PT2H\r\n"
        "END:VEVENT\r\n"
        for number in range(walk.some((1, 3)))
    )
    file = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n{blocks}END:VCALENDAR\r\n"
    return walk.desk.imports.apply(file.encode(), "file.ics", site="edmonton")
