"""Random histories at two desks give the answers of the plainest possible book."""

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atma_tui.domain.records import Act, Call, Enrolment, Event, Person
from atma_tui.store.tiny.tinybook import TinyBook
from tests.memory import MemoryBook
from tests.store.samples import WALL, act, call, enrolment, event, person

numbers = st.integers(1, 6)
offerings = st.sampled_from(["evt-1", "evt-2"])
some_ids = st.lists(st.sampled_from(["per-001", "evt-1", "evt-2"]), max_size=3)
records = st.one_of(
    st.builds(
        person,
        numbers,
        st.sampled_from(["Ada", "Zoë Sample", "ZOE", "Bo_50%"]),
        phone_key=st.sampled_from(["", "555"]),
    ),
    st.builds(enrolment, numbers, offerings, st.sampled_from(["enrolled", "waiting", "cancelled"])),
    st.tuples(numbers, some_ids).map(lambda given: act(given[0], *given[1])),
    st.builds(
        event,
        numbers,
        starts=st.integers(0, 2).map(lambda days: WALL + timedelta(days=days)),
        ends=st.integers(2, 4).map(lambda days: WALL + timedelta(days=days, hours=1)),
        series=st.sampled_from(["", "s"]),
    ),
    st.builds(call, numbers, st.sampled_from(["owed", "reached"])),
)
steps = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(["keep", "drop", "fail"]), st.lists(records, max_size=4)),
    max_size=20,
)

QUESTIONS = (
    (Person, {}),
    (Person, {"phone_key": "555"}),
    (Enrolment, {"offering": "evt-1"}),
    (Enrolment, {"offering": "evt-2", "status": "waiting"}),
    (Enrolment, {"offering": "evt-1", "person": "per-003", "status": "enrolled"}),
    (Act, {"related_ids": "evt-1"}),
    (Event, {"on": "2026-12-09"}),
    (Event, {"on": "2026-12-08", "series": "s"}),
    (Call, {"state": "owed"}),
    (Enrolment, {"offering": ["evt-2", "evt-1", "evt-3"]}),
    (Enrolment, {"offering": {"evt-1"}, "status": ("waiting", "cancelled"), "person": "per-002"}),
    (Act, {"related_ids": ["evt-1", "per-001", ""]}),
    (Event, {"on": ["2026-12-10", "2026-12-08"]}),
    (Call, {"state": []}),
)  # fmt: skip
PREFIXES = ("", "per", "per-001", "per-0010", "act-00000", "x")
WORDS = ("", "zoe", "sample zo", "_50%", "555", "nobody", "-", [["zoe", "bo", "555"], ["sam", "mus"]])


def answers(book):
    found = [book.find(kind, **equal) for kind, equal in QUESTIONS]
    counts = [book.count(kind, **equal) for kind, equal in QUESTIONS]
    searched = [book.search(Person, words, limit=limit) for words in WORDS for limit in (2, 50)]
    ids = [f"per-{number:03d}" for number in (5, 0, 3, 5, 1)]
    with book.reading():
        whole = [list(book.by_id(kind).items()) for kind in (Person, Act, Event)]
        many = [list(book.get_many(kind, ids).items()) for kind in (Person, Act)]
        begun = [book.prefix(kind, start, limit=3) for kind in (Person, Act) for start in PREFIXES]
        last = [book.last(kind) for kind in (Person, Act, Enrolment, Call)]
    return found, counts, searched, whole, many, begun, last, [book.get(Person, id) for id in ids]


def take(book, how, changed):
    with book.transaction():
        if how == "drop":
            book.delete(*changed)
        else:
            book.put(*changed)
        inside = answers(book)
        if how == "fail":
            raise KeyError
    return inside


@settings(max_examples=60)
@given(steps)
def test_two_desks_answer_like_one_book_in_memory(history):
    plain = MemoryBook()
    with tempfile.TemporaryDirectory() as folder:
        desks = [TinyBook(Path(folder), compact_at=600) for _ in range(2)]
        for number, how, changed in history:
            if how == "fail":
                for book in (desks[number], plain):
                    with pytest.raises(KeyError):
                        take(book, how, changed)
            else:
                assert take(desks[number], how, changed) == take(plain, how, changed)
            for desk in desks:
                assert answers(desk) == answers(plain)
        for desk in desks:
            desk.close()
        reopened = TinyBook(Path(folder))
        assert answers(reopened) == answers(plain)
        reopened.close()
