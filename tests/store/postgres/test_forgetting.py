"""After names are removed from a shared book, neither its tables nor any replica holds them."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from atma_tui.desk.desk import Desk
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.errors import Unreachable
from atma_tui.domain.records import Person, Removal, Site
from atma_tui.store import copying
from atma_tui.store.tiny import checking
from tests.store.postgres.desks import add, open_desk, wait_for, wait_until_live
from tests.store.samples import NOW, person
from tests.store.tiny.test_forgetting import bytes_of, remove_name

TABLES = "select t.table_name from information_schema.tables t where t.table_schema in ('book', 'reporting')"


def rows_of(server, database):
    """Return every row of every table as text, also of the views."""
    found = []
    for schema, table in server.run(TABLES.replace("select t", "select t.table_schema, t"), database):
        name = f"{schema.decode()}.{table.decode()}"
        found += [row[0] or b"" for row in server.run(f"select t::text from {name} t", database)]
    return b"\n".join(found)


def named(book):
    return book.get(Person, "per-001").name


@pytest.fixture
def desks(url, tmp_path):
    opened = {name: open_desk(url, tmp_path / name, name) for name in ("near", "far", "away")}
    with opened["near"].transaction():
        opened["near"].add(person(1, "Una Rare"))
    for book in opened.values():
        wait_until_live(book)
        wait_for(book, lambda book=book: book.count(Person) == 1)
    opened.pop("away").close()
    yield opened
    for book in opened.values():
        book.close()


def test_no_table_and_no_replica_holds_the_name_afterwards(desks, server, database, url, tmp_path):
    assert b"Una Rare" in rows_of(server, database)
    remove_name(desks["near"])
    wait_for(desks["far"], lambda: named(desks["far"]) == "Name removed")
    assert b"Una Rare" not in rows_of(server, database)
    assert b"Una Rare" not in bytes_of(tmp_path / "near")
    assert b"Una Rare" not in bytes_of(tmp_path / "far")
    add(desks["far"], 2)
    desks["near"].settle()
    add(desks["near"], 3)
    assert server.run("select trimmed, seq from book.head", database) == [[b"1", b"4"]]
    desks["near"].settle()
    assert checking.check(desks["near"]) == []

    assert b"Una Rare" in bytes_of(tmp_path / "away")
    away = open_desk(url, tmp_path / "away")
    wait_for(away, lambda: away.count(Person) == 3)
    assert named(away) == "Name removed"
    assert b"Una Rare" not in bytes_of(tmp_path / "away")
    away.close()


def test_a_desk_that_was_away_for_more_than_the_journal_holds_copies_the_book_anew(desks, url, tmp_path):
    add(desks["near"], 2)
    remove_name(desks["near"])
    away = open_desk(url, tmp_path / "away")
    wait_for(away, lambda: away.count(Person) == 2)
    assert named(away) == "Name removed"
    assert b"Una Rare" not in bytes_of(tmp_path / "away")
    away.close()


def test_the_login_of_a_desk_may_not_and_that_of_a_lead_may(server, database, tmp_path):
    server.run(
        f"create role calgary login; grant {database}_desk to calgary;"
        f"create role the_lead login; grant {database}_leads to the_lead"
    )
    desk, lead = (open_desk(server.url(database, login), tmp_path / login) for login in ("calgary", "the_lead"))
    with desk.transaction():
        desk.add(person(1, "Una Rare"))
    with pytest.raises(Unreachable, match="role of leads"):
        remove_name(desk)
    assert named(desk) == "Una Rare"
    lead.settle()
    remove_name(lead)
    assert b"Una Rare" not in rows_of(server, database)
    desk.close()
    lead.close()
    server.run("drop role calgary; drop role the_lead")


def test_a_book_of_before_that_is_moved_here_keeps_its_removals(url, tmp_path):
    """There is nothing to forget then, and the login of a desk is enough."""
    desk = open_desk(url, tmp_path / "computer")
    with desk.transaction():
        desk.add(Removal(id="rem-0", at=NOW, by="Ada"), person(1))
    assert named(desk)
    desk.close()


def test_retention_leaves_no_name_in_tables_replicas_or_a_new_backup(url, server, database, tmp_path):
    clock = [NOW]
    books = [open_desk(url, tmp_path / name, name) for name in ("near", "far")]
    near, far = (Desk(book, "Ada", lambda: clock[0]) for book in books)
    with near.book.act("start") as work:
        work.add(Site(id="edmonton", name="Edmonton"))
    starts = datetime(2026, 12, 8, 18)
    fields = EventFields(
        site="edmonton", title="Talk", starts=starts, ends=starts + timedelta(hours=2), capacity=1
    )
    talk = near.events.add(fields)[0]
    for name in ("Una Rarely", "Zoë O’Seldom"):
        new = NewPerson(name=name, phone=f"780-555-{1000 + len(name)}", email=f"{name[:3]}@seldom.example")
        near.enrolments.enrol(talk.id, new=new)
    [una] = near.people.search("una")
    near.people.note(una.id, "Una asks for Zoë")
    near.events.edit(talk.id, EventFields(notes="Una Rarely has the key"))
    clock[0] += timedelta(days=400)
    near.note_board.write("The clock is right.")
    counts = near.reports.events()
    books[1].settle()
    assert far.people.search("una")

    assert near.retention.apply().guests == 2
    wait_for(books[1], lambda: not far.people.search("una"))
    copying.backup(books[1], tmp_path / "backup.json")
    everywhere = rows_of(server, database) + bytes_of(tmp_path)
    for word in ("Una", "Rarely", "Zoë", "Seldom", "seldom", "555-10", "55510"):
        assert word.encode() not in everywhere
    assert [replace(one, event=talk) for one in far.reports.events()] == [
        replace(one, event=talk) for one in counts
    ]
    assert checking.check(books[0]) == []
    for book in books:
        book.close()
