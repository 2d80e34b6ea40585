"""What encryption costs: an encrypted book beside a plain one of the same records, in pairs, in one run.

    python -m tests.bench.bench_sealed [DOCUMENTS]

Seconds are of all processors together, so that a busy machine says the same; ratios can be compared.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

from atma_tui.demo import busy_records
from atma_tui.desk.desk import Desk
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.store.sealing.slots import Keys
from atma_tui.store.tiny.tinybook import TinyBook
from tests.bench.bench_store import NOW, enrolling, timed
from tests.store.samples import event
from tests.store.tiny.sealed import new_keys

OPENINGS, COMMITS, ENROLMENTS = 9, 400, 120


def filled(folder: Path, count: int, keys: Keys | None) -> TinyBook:
    book = TinyBook(folder, keys=keys)
    with book.transaction():
        for number in range(count):
            book.add(*enrolling(number))
    book.close()
    return TinyBook(folder)


def pairs(times: int, plain: Callable[[int], object], sealed: Callable[[int], object], what: str) -> None:
    """Do both in turns; print how the second compares with the first."""
    both = [(timed(lambda n=n: plain(n))[1], timed(lambda n=n: sealed(n))[1]) for n in range(times)]
    before, after = (median(one[place] for one in both) for place in (0, 1))
    ratio = median(one[1] / one[0] for one in both)
    print(f"{what}: {ratio:.2f} x plain ({after * 1e3:.2f} and {before * 1e3:.2f} ms); medians of {times} pairs")


def committing(book: TinyBook, count: int) -> Callable[[int], object]:
    def commit(number: int) -> None:
        with book.transaction():
            book.add(*enrolling(count + number))

    return commit


def enrolment_at_a_desk(folder: Path, keys: Keys | None) -> Callable[[int], object]:
    book = TinyBook(folder, keys=keys)
    with book.transaction():
        book.add(*busy_records(NOW, events=500, people=5000, enrolments=20_000))
        book.add(event(1, starts=NOW.replace(tzinfo=None) + timedelta(days=8), capacity=ENROLMENTS * 2))
    desk = Desk(book, "Ada", lambda: NOW)

    def enrol(number: int) -> None:
        desk.enrolments.enrol(event(1).id, new=NewPerson(name=f"Sample Person {number}"))

    return enrol


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folders = Path(temporary, "plain"), Path(temporary, "sealed")
        keys, _ = new_keys()
        plain, sealed = filled(folders[0], count, None), filled(folders[1], count, keys)
        size, sealed_size = ((folder / "book.json").stat().st_size / 1e6 for folder in folders)
        print(f"snapshot of {count:,} enrolments: {size:.1f} MB plain, {sealed_size:.1f} MB sealed")
        pairs(OPENINGS, *(lambda _, f=folder: TinyBook(f).close() for folder in folders), "opening")
        pairs(COMMITS, committing(plain, count), committing(sealed, count), "commit of 2 records")
        desks = (
            enrolment_at_a_desk(folder / "desk", keys) for folder, keys in zip(folders, (None, keys), strict=True)
        )
        pairs(ENROLMENTS, *desks, "enrolment of somebody new at the desk")
        begun = time.process_time()
        sealed._storage.rewrite(lambda keys: keys)
        print(f"writing all files anew: {(time.process_time() - begun) * 1e3:.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
