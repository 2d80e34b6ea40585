from concurrent.futures import ThreadPoolExecutor

import pytest

from atma_tui.domain.records import Person
from atma_tui.store.rerun import Behind, may_rerun, note_commit, rerunnable
from atma_tui.store.tiny.tinybook import TinyBook
from tests.memory import MemoryBook
from tests.rerun_mode import discard_first_commits
from tests.store.samples import person

# The mark


def failing(times):
    """Return a function that is behind so many times, and the list of what `may_rerun` said in each run."""
    said = []

    def use_case(answer):
        said.append(may_rerun())
        if len(said) <= times:
            raise Behind
        return answer

    return use_case, said


def test_what_is_marked_runs_again_when_it_was_behind():
    use_case, said = failing(1)
    assert rerunnable(use_case)("done") == "done"
    assert said == [True, False]
    assert not may_rerun()


def test_what_is_marked_runs_once_when_nobody_was_first():
    use_case, said = failing(0)
    assert rerunnable(use_case)("done") == "done"
    assert said == [True]


def test_it_does_not_run_a_third_time():
    use_case, said = failing(9)
    with pytest.raises(Behind):
        rerunnable(use_case)("done")
    assert said == [True, False]


def test_what_is_not_marked_may_not_run_again():
    use_case, said = failing(1)
    with pytest.raises(Behind):
        use_case("done")
    assert said == [False]


@pytest.mark.parametrize("times", [0, 1])
def test_an_error_passes_and_ends_the_run(times):
    use_case, said = failing(times)

    @rerunnable
    def fail():
        use_case("done")
        raise KeyError

    for _ in range(2):
        said.clear()
        with pytest.raises(KeyError) as raised:
            fail()
        assert raised.value.__context__ is None
        assert len(said) == times + 1
        assert not may_rerun()


def test_what_has_committed_may_not_run_again():
    @rerunnable
    def use_case():
        before = may_rerun()
        note_commit()
        return before, may_rerun()

    assert use_case() == use_case() == (True, False)


def test_threads_know_nothing_of_each_other():
    @rerunnable
    def use_case():
        with ThreadPoolExecutor(1) as pool:
            return may_rerun(), pool.submit(may_rerun).result()

    assert use_case() == (True, False)


def test_a_marked_function_keeps_its_name():
    @rerunnable
    def enrol():
        """Enrol."""

    assert (enrol.__name__, enrol.__doc__) == ("enrol", "Enrol.")


# The mode of the tests


@pytest.fixture(params=[MemoryBook, TinyBook])
def book(request, tmp_path, monkeypatch):
    book = TinyBook(tmp_path) if request.param is TinyBook else MemoryBook()
    discard_first_commits(monkeypatch)
    yield book
    book.close()


class Desk:
    """Use cases, marked and unmarked, that remember how often they ran."""

    def __init__(self, book):
        self.book = book
        self.runs = []

    def _add(self, number):
        self.runs.append(number)
        with self.book.transaction():
            number += self.book.count(Person)
            self.book.add(person(number))
        return number

    @rerunnable
    def add(self, number):
        return self._add(number)

    @rerunnable
    def add_in_one_act(self, *numbers):
        with self.book.transaction():
            return [self.add(number) for number in numbers]

    @rerunnable
    def add_one_by_one(self, *numbers):
        return [self.add(number) for number in numbers]

    @rerunnable
    def look(self):
        self.runs.append("look")
        with self.book.transaction():
            return self.book.find(Person)

    @rerunnable
    def fail(self):
        self.runs.append("fail")
        with self.book.transaction():
            self.book.add(person(1))
            raise KeyError


@pytest.fixture
def desk(book):
    return Desk(book)


def test_a_marked_use_case_runs_twice_and_happens_once(desk, book):
    assert desk.add(1) == 1
    assert desk.runs == [1, 1]
    assert book.find(Person) == [person(1)]
    assert book.changed() == {"person"}
    assert desk.add(1) == 2
    assert book.find(Person) == [person(1), person(2)]


def test_an_unmarked_use_case_runs_once(desk, book):
    assert desk._add(1) == 1
    assert desk.runs == [1]
    assert book.find(Person) == [person(1)]


def test_only_the_outermost_of_marked_use_cases_runs_again(desk, book):
    assert desk.add_in_one_act(1, 2) == [1, 3]
    assert desk.runs == [1, 2, 1, 2]
    assert book.find(Person) == [person(1), person(3)]


def test_with_several_commits_only_the_first_is_discarded(desk, book):
    assert desk.add_one_by_one(1, 2) == [1, 3]
    assert desk.runs == [1, 1, 2]
    assert book.find(Person) == [person(1), person(3)]


def test_what_changes_nothing_or_fails_runs_once(desk, book):
    assert desk.look() == []
    with pytest.raises(KeyError):
        desk.fail()
    assert desk.runs == ["look", "fail"]
    assert book.find(Person) == []


def test_what_was_made_in_the_discarded_run_is_known_to_be_old(book):
    versions = []

    @rerunnable
    def add():
        versions.append(book.version(Person))
        with book.transaction():
            book.add(person(1))
            versions.append(book.version(Person))

    add()
    assert versions == sorted(set(versions))
    assert len(versions) == 4


def test_the_discarded_run_writes_nothing(tmp_path, monkeypatch):
    book, other = TinyBook(tmp_path), TinyBook(tmp_path)
    discard_first_commits(monkeypatch)
    journal = next(tmp_path.glob("*.journal"))
    before, seen = journal.read_bytes(), []

    @rerunnable
    def add():
        seen.append((journal.read_bytes(), other.count(Person), book.count(Person)))
        with book.transaction():
            book.add(person(1))

    add()
    assert seen == [(before, 0, 0)] * 2
    assert len(journal.read_bytes().splitlines()) == len(before.splitlines()) + 1
    assert other.find(Person) == [person(1)]
    book.close()
    other.close()
