"""What was settled at the last plan is set aside at the next, unless one of its parts is another one now."""

from copy import copy

import pytest
from msgspec.structs import replace

from atma_tui.sync.planning.settled import Settled
from tests.sync.planning.replay import Replay, told

DAYS = range(1, 9)


@pytest.fixture
def book():
    book = Replay()
    book.sync(*(told(f"{day}@x", f"Talk {day}", day=day) for day in DAYS))
    return book


def said(book):
    return [one.remote for one in book.listings.values()]


def left(settled, book, remotes):
    rest = settled.without(remotes, list(book.listings.values()), book.events, "website")
    assert len(rest.remotes) == len(rest.listings)
    return sorted(one.title for one in rest.remotes)


def test_what_is_as_it_was_needs_no_second_look(book):
    settled, remotes = Settled(), said(book)
    assert left(settled, book, remotes) == left(settled, book, remotes) == []
    assert left(settled, book, [copy(one) for one in remotes]) == [], "the same words, read anew"


@pytest.mark.parametrize("part", ["event", "listing", "remote"])
def test_what_changed_is_left_and_the_rest_is_set_aside(book, part):
    settled, remotes = Settled(), said(book)
    left(settled, book, remotes)
    event = book.event("Talk 3")
    [listing] = [one for one in book.listings.values() if one.event == event.id]
    if part == "event":
        book.edit(event, title="Ours")
    elif part == "listing":
        book.listings[listing.id] = replace(listing, missing=1)
    else:
        remotes = [replace(one, place="Calgary") if one.title == "Talk 3" else one for one in remotes]
    assert left(settled, book, remotes) == left(settled, book, remotes) == ["Talk 3"]


def test_what_goes_and_comes_back_is_settled_again(book):
    settled, remotes = Settled(), said(book)
    left(settled, book, remotes)
    rest = settled.without(remotes[1:], list(book.listings.values()), book.events, "website")
    assert [one.remote.title for one in rest.listings] == [remotes[0].title] and not rest.remotes
    assert left(settled, book, remotes) == []


def test_an_event_that_is_listed_twice_is_looked_at_again_at_both_places(book):
    event, settled = book.event("Talk 3"), Settled()
    twin = told("twin@x", "Talk 3", day=3)
    [listing] = [one for one in book.listings.values() if one.event == event.id]
    book.listings["twin"] = replace(listing, id="twin", remote=twin)
    left(settled, book, said(book))
    book.edit(event, title="Ours")
    assert left(settled, book, said(book)) == ["Talk 3", "Talk 3"]
