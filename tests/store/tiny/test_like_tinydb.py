"""Random histories on a book and on an unchanged TinyDB in memory give the same answers."""

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, where
from tinydb.operations import delete, increment
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from atma_tui.store.tiny.indexes import Key
from atma_tui.store.tiny.table import JournalDB


class TextIdTable(Table):
    document_id_class = str


class PlainDB(TinyDB):
    table_class = TextIdTable


names = st.sampled_from(["ada", "bo", "Ada", "", "zoë"])
values = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), names, st.lists(names, max_size=2))
documents = st.fixed_dictionaries(
    {}, optional={"name": names, "tags": values, "n": st.integers(0, 3), "more": values}
)
ids = st.sampled_from([f"d{number}" for number in range(6)])
simple = st.one_of(
    names.map(lambda name: where("name") == name),
    values.map(lambda value: where("tags") == value),
    names.map(lambda name: where("name") != name),
    st.integers(0, 3).map(lambda n: where("n") > n),
    names.map(lambda name: where("tags").any([name])),
    st.just(where("more").exists()),
    st.sampled_from([0, re.IGNORECASE]).map(lambda flags: where("name").search("ada", flags=flags)),
)
queries = st.one_of(
    simple,
    st.tuples(simple, simple).map(lambda both: both[0] & both[1]),
    st.tuples(simple, simple).map(lambda both: both[0] | both[1]),
    st.tuples(simple, simple, simple).map(lambda all: all[0] & all[1] & all[2]),
    simple.map(lambda query: ~query),
)
writes = st.one_of(
    st.tuples(st.just("insert"), ids, documents),
    st.tuples(st.just("insert_multiple"), st.lists(st.tuples(ids, documents), max_size=3)),
    st.tuples(st.just("upsert"), ids, documents),
    st.tuples(st.just("upsert_where"), documents, queries),
    st.tuples(st.just("update"), documents, queries),
    st.tuples(st.just("update_ids"), documents, st.lists(ids, max_size=3)),
    st.tuples(st.just("update_all"), documents),
    st.tuples(st.just("increment"), queries),
    st.tuples(st.just("delete_field"), queries),
    st.tuples(st.just("update_multiple"), st.lists(st.tuples(documents, queries), max_size=2)),
    st.tuples(st.just("remove"), queries),
    st.tuples(st.just("remove_ids"), st.lists(ids, max_size=3, unique=True)),
    st.tuples(st.just("truncate")),
    st.tuples(st.just("drop_table")),
)
steps = st.lists(st.tuples(st.sampled_from(["people", "notes"]), st.integers(0, 1), writes, queries), max_size=25)


def write(db, name, what, *given):
    """Do one write; returns its answer, or the error that TinyDB raises for it."""
    table = db.table(name)
    try:
        match what:
            case "insert":
                return table.insert(Document(given[1], given[0]))
            case "insert_multiple":
                return table.insert_multiple([Document(document, id) for id, document in given[0]])
            case "upsert":
                return table.upsert(Document(given[1], given[0]))
            case "upsert_where":
                missing = not table.contains(given[1])
                return missing or sorted(table.upsert(given[0], given[1]))
            case "update":
                return sorted(table.update(given[0], given[1]))
            case "update_ids":
                return table.update(given[0], doc_ids=given[1])
            case "update_all":
                return sorted(table.update(given[0]))
            case "increment":
                return sorted(table.update(increment("n"), given[0] & where("n").exists()))
            case "delete_field":
                return sorted(table.update(delete("tags"), given[0] & where("tags").exists()))
            case "update_multiple":
                return sorted(table.update_multiple(given[0]))
            case "remove":
                return sorted(table.remove(given[0]))
            case "remove_ids":
                return table.remove(doc_ids=given[0])
            case "truncate":
                return table.truncate()
            case "drop_table":
                return db.drop_table(name)
    except ValueError as error:
        return str(error)


def look(db, name, query):
    """Ask everything that a table can be asked."""
    table = db.table(name)
    found = {doc.doc_id: dict(doc) for doc in table.search(query)}
    first = table.get(query)
    return (
        found,
        first is None if first is None else first.doc_id in found,
        table.count(query),
        table.contains(query),
        len(table),
        {doc.doc_id: dict(doc) for doc in table},
        {doc.doc_id: dict(doc) for doc in table.all()},
        [table.get(doc_id=f"d{number}") for number in range(6)],
        sorted(doc.doc_id for doc in table.get(doc_ids=["d1", "d3", "dx"])),
        {name for name in db.tables() if len(db.table(name))},
    )


KEYS = {"name": Key("name"), "tags": Key("tags", None)}


@pytest.mark.parametrize("keys", [{}, KEYS], ids=["plain", "indexed"])
def test_a_book_answers_like_an_unchanged_tinydb(keys):
    @settings(max_examples=60)
    @given(steps)
    def compare(history):
        plain = PlainDB(storage=MemoryStorage)
        with tempfile.TemporaryDirectory() as folder:
            desks = [JournalDB(Path(folder), compact_at=300) for _ in range(2)]
            for desk in desks:
                for name in ("people", "notes"):
                    desk.table(name, keys=keys)
            for name, number, change, query in history:
                assert write(desks[number], name, *change) == write(plain, name, *change)
                for desk in desks:
                    assert look(desk, name, query) == look(plain, name, query)
            for desk in desks:
                desk.close()
            reopened = JournalDB(Path(folder))
            for name in ("people", "notes"):
                assert look(reopened, name, where("n") > 0) == look(plain, name, where("n") > 0)
            reopened.close()

    compare()


def test_a_snapshot_is_an_ordinary_tinydb_file(tmp_path):
    book = JournalDB(tmp_path, compact_at=1)
    book.table("people").insert(Document({"name": "Zoë", "tags": ["a"]}, "p1"))
    book.close()
    plain = PlainDB(tmp_path / "book.json", encoding="utf-8")
    assert plain.table("people").get(doc_id="p1") == {"name": "Zoë", "tags": ["a"]}
    assert plain.tables() == {"_meta", "_heads", "people", "_digest"}
    plain.close()


def test_a_failing_update_changes_nothing(tmp_path):
    def fail_at_second(document):
        document["seen"] = True
        if document["n"] == 2:
            raise KeyError

    book = JournalDB(tmp_path)
    book.table("people").insert_multiple([{"n": 1}, {"n": 2}])
    with pytest.raises(KeyError):
        book.table("people").update(fail_at_second)
    assert [dict(doc) for doc in book.table("people").all()] == [{"n": 1}, {"n": 2}]
    book.close()


def test_what_was_read_can_be_changed_without_changing_the_book(tmp_path):
    book = JournalDB(tmp_path)
    id = book.table("people").insert({"tags": ["a"]})
    book.table("people").get(doc_id=id)["tags"].append("b")
    assert book.table("people").get(doc_id=id) == {"tags": ["a"]}
    book.close()


def test_a_transaction_covers_all_tables(tmp_path):
    book = JournalDB(tmp_path)
    with pytest.raises(KeyError), book.transaction():
        book.table("people").insert({"n": 1})
        book.table("notes").insert({"n": 2})
        raise KeyError
    assert book.tables() == set()
    book.close()
