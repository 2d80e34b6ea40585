"""A book whose events lie around every change of Alberta's clock, exported in every form; and the truth of it."""

from datetime import date, datetime, timedelta

from msgspec.structs import replace

from atma_tui.desk.desk import Desk
from atma_tui.domain.records import Clinic, Clinician, Enrolment, Person, Series
from atma_tui.domain.when import exists, instant
from tests.calendars.writing.made import NOW, SITES, day, event
from tests.memory import MemoryBook

CHANGES = (date(2025, 11, 2), date(2026, 3, 8), date(2026, 11, 1), date(2027, 3, 14))
HOSTILE = 'Ends: "a\\N, b;c" é🤰 日本語\nBEGIN:VEVENT '


def single_events():
    """Hours of the day before, of and after each change; whole days; nothing long; across midnight; odd texts."""
    walls = [
        datetime.combine(changed + timedelta(days=days), datetime.min.time()) + timedelta(minutes=minutes)
        for changed in CHANGES
        for days in (-1, 0, 1)
        for minutes in (0, 60, 90, 180, 540, 1080, 1410)
    ]
    made = [
        event(
            n,
            starts=wall,
            site=("edmonton", "calgary")[n % 2],
            title=f"Talk {n}",
            description=HOSTILE * (n % 4),
            clinician=("", "cli-1")[n % 3 == 0],
        )
        for n, wall in enumerate(walls, 1)
        if exists(wall, "America/Edmonton")
    ]
    made += [day(changed, n, number=200 + n, title="Retreat") for n, changed in enumerate(CHANGES, 1)]
    made += [event(300, minutes=0), event(301, status="cancelled", sequence=3), event(302, visibility="private")]
    return [replace(one, supervisor="cli-1") if one.title in ("Talk 301", "Talk 302") else one for one in made]


def weekly():
    """Wednesdays at 18:30 from before the first change to after the last; some moved, off, in the other city."""
    first = event(1000, starts=datetime(2025, 10, 22, 18, 30), series="ser-1", title="Circle", room="circle")
    every = {
        n: replace(
            first,
            id=f"evt-circle{n}",
            uid=f"circle{n}@atma.example",
            starts=first.starts + timedelta(weeks=n),
            ends=first.ends + timedelta(weeks=n),
        )
        for n in range(76)
        if n not in (1, 54)
    }
    every[20] = replace(every[20], starts=datetime(2026, 3, 8, 3, 30), ends=datetime(2026, 3, 8, 5), sequence=1)
    every[53] = replace(every[53], starts=datetime(2026, 10, 31, 23), ends=datetime(2026, 11, 1, 2), sequence=2)
    every[55] = replace(every[55], status="cancelled", sequence=1)
    every[60] = replace(every[60], site="calgary", room="")
    return list(every.values())


def made_up_desk():
    """A desk over that book; one person is in the first talk and in every date of the series."""
    store = MemoryBook()
    with store.transaction():
        store.add(Clinic(id="clinic"), *SITES.values(), Series(id="ser-1", title="Circle", created=NOW))
        store.add(Clinician(id="cli-1", name="Robin Sample"))
        store.add(Person(id="per-1", name="Ada Sample", created=NOW), *single_events(), *weekly())
        for one in (single_events()[0], *weekly()):
            store.add(
                Enrolment(id=f"enr-{one.id}", offering=one.id, person="per-1", status="enrolled", at=NOW, by="x")
            )
    return Desk(store, "Robin Desk", lambda: NOW)


def files(desk, folder):
    """Write every calendar file there is; returns file name to the events that it must tell."""
    desk.exports.write(folder)
    desk.exports.write(folder, form="jcal")
    invited = single_events()[0]
    (folder / "invitation.ics").write_bytes(desk.exports.invitation(f"enr-{invited.id}"))
    (folder / "dates.ics").write_bytes(desk.exports.invitation("enr-evt-circle0", series=True))
    (folder / "rule.ics").write_bytes(desk.exports.invitation("enr-evt-circle0", rule=True))
    own = desk.clinician_calendars.write(folder.with_name(f"{folder.name}-private"), "cli-1")
    (folder / "clinician.ics").write_bytes(own.file.read_bytes())
    public = [one for one in (*single_events(), *weekly()) if one.visibility == "public"]
    told = {"invitation": [invited], "dates": weekly(), "all": public}
    told["clinician"] = [one for one in single_events() if _is_clinicians(one)]
    told |= {site: [one for one in public if one.site == site] for site in SITES}
    found = {f"{stem}.ics": events for stem, events in told.items()}
    found |= {f"{stem}.json": told[stem] for stem in ("all", *SITES)}
    return found | {"rule.ics": [replace(one, uid="ser-1@atma.example") for one in weekly()]}


def _is_clinicians(one):
    """Whether an event is in the clinician's own file: what they are in, from four weeks ago on."""
    return "cli-1" in (one.clinician, one.supervisor) and one.ends.date() >= NOW.date() - timedelta(days=28)


def truth(events):
    """What a reader must find: UID, start and end, in UTC; whole days as dates."""
    return sorted((one.uid, _said(one, one.starts), _said(one, one.ends)) for one in events)


def _said(one, wall):
    if one.all_day:
        return f"{wall:%Y%m%d}"
    return f"{instant(wall, one.zone):%Y%m%dT%H%M%SZ}"
