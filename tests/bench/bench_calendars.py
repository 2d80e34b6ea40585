"""How long calendars take, against icalendar alone in the same run: python -m tests.bench.bench_calendars

Times are of the processor, best of some runs; only the ratios say something on a shared machine.
"""

import time
from datetime import UTC, datetime, timedelta

from icalendar import Calendar
from icalendar import Event as VEvent
from msgspec.structs import replace

from atma_tui.calendars.reading.reader import ReadBlocks, read_calendar
from atma_tui.calendars.words import about_words, category_words, place_words
from atma_tui.calendars.writing.event_cache import KeptBytes
from atma_tui.calendars.writing.feed import feed
from atma_tui.domain.when import instant
from tests.calendars.writing.made import CLINIC, NOW, SITES, event

EVENTS = 10_000
ABOUT = "Forty minutes of talk, the rest of the time for questions. The doors close once the room is full."


def best(work, runs=1):
    times = []
    for _ in range(runs):
        started = time.process_time()
        result = work()
        times.append(time.process_time() - started)
    return min(times), result


def events():
    return [
        event(n, starts=datetime(2026, 12, 1, 9) + timedelta(hours=n), description=ABOUT, room="circle",
              category="talk",              url=f"https://www.atma.example/e/{n}")
        for n in range(EVENTS)
    ]  # fmt: skip


def by_icalendar_alone(made):
    """The same calendar, by icalendar's own ways of building and writing."""
    calendar = Calendar.new(prodid="-//x//x//EN", name="All", description="Public events")
    for one in made:
        site = SITES[one.site]
        built = VEvent.new(
            uid=one.uid, summary=one.title, start=instant(one.starts, one.zone), end=instant(one.ends, one.zone),
            stamp=one.modified, created=one.created, last_modified=one.modified, sequence=one.sequence,
            status="CONFIRMED", classification="PUBLIC", transparency="TRANSPARENT", url=one.url,
            description=about_words(one, None), location=place_words(one, site),
            categories=category_words(one, site),
        )  # fmt: skip
        calendar.add_component(built)
    return calendar.to_ical()


def report(name, seconds, reference, wanted):
    ratio = reference / seconds
    print(
        f"{name:44}{seconds:9.3f} s {ratio:9.1f} x   wanted {wanted:g} x {'' if ratio >= wanted else '  MISSED'}"
    )


def main():
    made = events()

    def export(some, kept):
        return feed("All", "all", some, SITES, CLINIC, now=NOW, kept=kept)

    alone, _ = best(lambda: by_icalendar_alone(made))
    print(f"{'export, icalendar alone':44}{alone:9.3f} s")
    kept = KeptBytes()
    first, data = best(lambda: export(made, kept))
    report("export, first", first, alone, 1)
    copies = [replace(one) for one in made]
    report("export, nothing changed", best(lambda: export(copies, kept), 5)[0], alone, 100)
    later = datetime(2026, 11, 24, tzinfo=UTC)
    changed = [
        replace(one, title=f"New {n}", modified=later) if n % 500 == 0 else one for n, one in enumerate(made)
    ]
    report("export, 20 events changed", best(lambda: export(changed, kept))[0], alone, 50)

    whole, _ = best(lambda: Calendar.from_ical(data))
    print(f"{'import, icalendar alone (parsing only)':44}{whole:9.3f} s")
    blocks = ReadBlocks()
    ours, _ = best(lambda: read_calendar(data, now=NOW, kept=blocks))
    report("import, first", ours, whole, 1)
    edited = data.replace(b"SUMMARY:Talk 77\r", b"SUMMARY:Walk 77\r").replace(
        b"SUMMARY:Talk 99\r", b"SUMMARY:Walk 99\r"
    )
    report("import, 2 events changed", best(lambda: read_calendar(edited, now=NOW, kept=blocks))[0], whole, 10)


if __name__ == "__main__":
    main()
