"""Records that only say what happened are kept without a connection, and saved once when it is back."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from atma_tui.desk.desk import Desk
from atma_tui.domain.records import Look, Person, Removal
from atma_tui.domain.trust.names import NAMELESS, REMOVED
from atma_tui.store.postgres.link import Link
from atma_tui.store.tiny.files import disk
from tests.store.postgres.desks import names, open_desk, wait_for, wait_until_live, wait_until_offline
from tests.store.samples import person

PATIENCE = 1.0


@pytest.fixture
def open_far(server, database, proxy, tmp_path):
    url = server.url(database).replace(str(server.port), str(proxy.port))
    opened = []

    def open_far():
        opened.append(open_desk(url, tmp_path / "computer", "Far", PATIENCE))
        return opened[-1]

    yield open_far
    for book in opened:
        book.close()


def arrived(near, far, *ids):
    """Wait until these people are in the book, and until the desk that sent them is done with it."""
    wait_for(near, lambda: names(near) == [*ids])
    far._later._sender.submit(lambda: None).result()
    assert far.settle(30)
    assert names(far) == [*ids]


def cut_off(proxy, *books):
    proxy.is_down = True
    proxy.cut()
    for book in books:
        wait_until_offline(book)


def journal_of(server, database):
    return server.run("select count(*) from book.journal where ops <> '[]'", database)[0][0]


def test_with_a_connection_it_is_saved_at_once(open_far, near):
    far = open_far()
    wait_until_live(far)
    far.later(person(1))
    arrived(near, far, "per-001")
    assert far.waiting(Person) == []


def test_without_one_it_waits_through_the_end_of_the_program(open_far, near, proxy, server, database, tmp_path):
    far = open_far()
    wait_until_live(far)
    cut_off(proxy, far)
    far.later(person(1), person(2))
    far.later(person(3))
    assert {one.id for one in far.waiting(Person)} == {"per-001", "per-002", "per-003"}
    assert names(far) == []
    folder = tmp_path / "computer-later"
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in (folder, *folder.iterdir())} == {0o700, 0o600}
    far.close()
    proxy.is_down = False
    again = open_far()
    arrived(near, again, "per-001", "per-002", "per-003")
    assert [*folder.iterdir()] == []
    assert journal_of(server, database) == b"2"


def test_a_reason_that_waited_does_not_bring_back_a_name_that_was_removed(open_far, near, proxy):
    far = open_far()
    wait_until_live(far)
    cut_off(proxy, far)
    before, removed, after = (datetime(2026, 12, 1, hour, tzinfo=UTC) for hour in (9, 10, 11))
    said = {
        ("look-1", before, "per-009"): "Una Rarely's mother",
        ("look-2", after, "per-001"): "Una called",
        ("look-3", after, "per-002"): "Bea called",
    }
    looks = [
        Look(id=id, at=at, by="Far", program="atma-tui 1", place="person", people=(one,), reason=reason)
        for (id, at, one), reason in said.items()
    ]
    far.later(*looks)
    with near.transaction():
        near.put(
            Person(id="per-001", name=NAMELESS, created=before, nameless=removed),
            person(2),
            Removal(id="rem-1", at=removed, by="Near", guests=1),
        )
    proxy.is_down = False
    arrived(near, far, "per-001", "per-002")
    wait_for(near, lambda: near.count(Look) == 3)
    reasons = {look.id: look.reason for look in near.find(Look)}
    assert reasons == {"look-1": REMOVED, "look-2": REMOVED, "look-3": "Bea called"}


def test_a_program_that_died_after_sending_does_not_send_again(open_far, near, proxy, monkeypatch):
    far = open_far()
    wait_until_live(far)
    cut_off(proxy, far)
    far.later(person(1))
    monkeypatch.setattr(disk, "remove", lambda path: None)
    proxy.is_down = False
    arrived(near, far, "per-001")
    far.close()
    monkeypatch.undo()
    with near.transaction():
        near.delete(person(1))
    again = open_far()
    wait_until_live(again)
    again.later(person(2))
    arrived(near, again, "per-002")
    assert again.waiting(Person) == []


def test_two_terminals_that_send_it_at_the_same_time_save_it_once(
    open_far, near, proxy, server, database, monkeypatch
):
    monkeypatch.setattr(Link, "is_saved", lambda link, key: False)  # each looked before the other saved
    one, other = open_far(), open_far()
    wait_until_live(one)
    wait_until_live(other)
    cut_off(proxy, one, other)
    one.later(person(1))
    monkeypatch.setattr(disk, "remove", lambda path: None)
    proxy.is_down = False
    for book in (one, other):
        wait_until_live(book)
        arrived(near, book, "per-001")
    assert journal_of(server, database) == b"1"


def test_an_answer_that_is_lost_neither_loses_nor_doubles_it(open_far, near, proxy, server, database):
    far = open_far()
    wait_until_live(far)
    proxy.cuts = 1.0
    far.later(person(1))
    wait_until_offline(far)
    proxy.cuts = 0.0
    wait_until_live(far)
    arrived(near, far, "per-001")
    assert far.waiting(Person) == []
    assert journal_of(server, database) == b"1"
    assert not far.sharing.notice


def test_looks_without_a_connection_are_in_the_log_when_it_is_back(open_far, near, proxy):
    """With the time at which they happened, each once, also when the desk was closed meanwhile."""
    far = open_far()
    wait_until_live(far)
    with far.transaction():
        far.add(client := Person(id="per-1", name="Ada Sample", status="client", created=datetime.now(UTC)))
    cut_off(proxy, far)
    desk, hour = Desk(far, "Ada"), datetime.now(UTC)
    for _ in range(2):
        desk.looks.saw(client, "person")
        desk.looks.flush()
    desk.looks.saw(client, "calls")
    desk.close()
    proxy.is_down = False
    again = open_far()
    wait_for(near, lambda: near.count(Look) == 2)
    looks = near.find(Look)
    assert sorted(look.place for look in looks) == ["calls", "person"]
    assert all(abs(look.at - hour) < timedelta(minutes=5) for look in looks)
    again.close()
