"""What an address holds, told without adding it."""

from typing import get_args

import pytest

from atma_tui.cli.commands import websites as commands
from atma_tui.desk.websites.trial_words import FORMATS, trial_lines
from atma_tui.domain.errors import InputError, NotFound
from atma_tui.domain.records import Event, Listing, Reading, SourceFormat
from atma_tui.sync.accepts import ACCEPT
from atma_tui.sync.attempts import Outcome
from atma_tui.sync.exchange import Answer
from atma_tui.sync.recognise import Format
from tests.desk.websites.test_websites import events, outcome, remote


def trying(desk, monkeypatch, *remotes, error=None, **reading):
    """Let any address give these events, or an error."""

    async def read(sources, environ):
        [source] = sources
        answer = Answer(url=source.url)
        told = None if error else Reading(events=remotes, **reading)
        return [Outcome(source=source, answer=answer, reading=told, error=error, format="ical")]

    monkeypatch.setattr(desk.websites, "_read", read)
    return desk.websites.try_out(desk.sources.unnamed("https://www.example.org/events.ics", site="edmonton"))


def lines(desk, trial):
    return trial_lines(trial, lambda site: desk.site(site).name)


def test_it_says_what_it_is_and_how_many_events_are_where(desk, monkeypatch):
    told = [
        remote(1),
        remote(2, place="Calgary"),
        remote(3, place="Calgary"),
        remote(4, place="Online", online=True),
    ]
    trial = trying(desk, monkeypatch, *told)
    assert (trial.format, trial.events, trial.sites) == ("ical", 4, {"edmonton": 1, "calgary": 2})
    assert lines(desk, trial) == [
        "Calendar file (iCalendar), 4 events: 2 at Calgary, 1 at Edmonton, 1 online, not in person.",
        "- Talk 4, Mon 14 Dec 2026, 18:00–20:00: online, not in person; left out.",
    ]


def test_nothing_is_written(desk, monkeypatch):
    trying(desk, monkeypatch, remote(1))
    assert desk.sources.list() == [] and desk.book.store.count(Event) == desk.book.store.count(Listing) == 0


def test_what_is_strange_is_said(desk, monkeypatch):
    doubt = "Said in UTC+0: 18:00 is what its clock shows; by Alberta time that may be 12:00 on Fri 11 Dec 2026."
    both = remote(2, place="Edmonton and Calgary")
    trial = trying(
        desk, monkeypatch, remote(1, notes=(doubt,)), both, lost=("“X” has no date.",), notes=("Assumed.",)
    )
    text = "\n".join(lines(desk, trial))
    assert "1 time is said by another clock than Alberta's" in text
    assert "- “X” has no date." in text and "- Assumed." in text and "1 unreadable" in text
    assert "- Talk 2: It names Calgary too; taken for Edmonton." in text


def test_what_the_book_has_already_and_what_is_over_is_counted_apart(desk, monkeypatch):
    desk.sources.add("clinic", "https://www.example.org/events.ics", site="edmonton")
    desk.websites.conclude(outcome(desk, [remote(1)]))
    old = remote(2, starts=remote(2).starts.replace(year=2025), ends=remote(2).ends.replace(year=2025))
    trial = trying(desk, monkeypatch, remote(1, uid="other@x"), old, remote(3))
    assert (trial.events, trial.known, trial.over, trial.sites) == (3, 1, 1, {"edmonton": 1})
    assert len(events(desk)) == 1


def test_an_address_that_fails_says_why(desk, monkeypatch):
    with pytest.raises(NotFound, match="nothing here"):
        trying(desk, monkeypatch, error=NotFound("nothing here"))
    with pytest.raises(InputError):
        desk.sources.unnamed("ftp://x.example/")
    with pytest.raises(InputError, match="not a format"):
        desk.sources.unnamed("https://x.example/", format="rss")


def test_each_format_has_a_name():
    known = set(get_args(SourceFormat))
    assert known == set(FORMATS) == set(ACCEPT) == set(get_args(commands.Format)) == {"auto", *get_args(Format)}
