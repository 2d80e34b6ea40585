"""Opening a book takes no table apart; each is when somebody first looks at it, with all that came since."""

import pytest

from atma_tui.domain.errors import Damaged
from atma_tui.domain.records import Event, Person
from atma_tui.store.tiny.files import snapshot
from atma_tui.store.tiny.files.lazy_tables import LazyTables
from atma_tui.store.tiny.tinybook import TinyBook
from tests.store.samples import event, person


@pytest.fixture
def taken_apart(monkeypatch):
    taken, take = [], LazyTables.__getitem__

    def note(tables, name):
        taken.append(name)
        return take(tables, name)

    monkeypatch.setattr(LazyTables, "__getitem__", note)
    return taken


@pytest.fixture
def folder(tmp_path):
    """A book with people and an event in its snapshot, and changes of people in its journal."""
    book = TinyBook(tmp_path / "book", compact_at=0)
    with book.transaction():
        book.add(person(1), person(2), event(1))
    book.close()
    book = TinyBook(tmp_path / "book")
    with book.transaction():
        book.put(person(2, name="Bo Sample"), person(3))
        book.delete(person(1))
    book.close()
    return tmp_path / "book"


def test_a_table_is_taken_apart_when_somebody_looks_and_no_other_is(folder, taken_apart):
    book = TinyBook(folder)
    assert not {"person", "event"} & {*taken_apart}
    assert [one.id for one in book.find(Event)] == ["evt-1"]
    assert "person" not in taken_apart
    assert book.get(Person, "per-002").name == "Bo Sample"
    assert [one.id for one in book.find(Person)] == ["per-002", "per-003"]
    book.close()


def test_what_others_commit_before_anybody_looks_is_there(folder):
    book, other = TinyBook(folder), TinyBook(folder)
    version = book.version(Person)
    with other.transaction():
        other.put(person(4))
    assert book.changed() == {"person"}
    assert book.version(Person) > version
    assert book.count(Person) == 3
    other.close()
    book.close()


def test_a_table_that_is_none_is_refused_at_once(tmp_path):
    text = b'{"_meta": {"1": {"format":2,"generation":1,"seq":0}}\n,\n"person": [1]\n}\n'
    with pytest.raises(Damaged, match="person"):
        snapshot.parse(text, tmp_path / "book.json")
