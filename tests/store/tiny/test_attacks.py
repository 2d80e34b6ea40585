"""Whatever happens to the files while desks are open: what was acknowledged is there, or the book is refused.

Random histories: desks commit and come and go, and now and then the folder is restored as a whole, in its place or
over it, or somebody removes, replaces, cuts or damages one file. Two such accidents at once may look like an older
whole folder.
"""

import os
import random
import shutil

import pytest

from atma_tui.domain.errors import BookError
from atma_tui.store.tiny.storage import JournalStorage
from tests.store.tiny.raw_book import commit, numbers, written

HISTORIES = 40


class Clinic:
    """Desks over one book, copies of its folder, and what a desk said was saved."""

    def __init__(self, tmp_path, seed):
        self.chance = random.Random(seed)
        self.folder, self.aside = tmp_path / "book", tmp_path
        self.options = {"compact_at": self.chance.choice([150, 400, 1 << 20]), "patience": 0}
        self.desks, self.saved, self.copies = [], set(), []
        self.last = 0
        self.is_damaged = self.lock_is_new = False
        self.other = written(tmp_path / "other", 3, compact_at=150)
        self.come()

    def come(self):
        if len(self.desks) < 4:
            self.desks.append(JournalStorage(self.folder, **self.options))

    def go(self):
        self.desks.pop(self.chance.randrange(len(self.desks))).close()

    def commit(self):
        self.last += 1
        commit(self.chance.choice(self.desks), self.last)
        self.saved.add(self.last)

    def copy(self):
        if not self.is_damaged:
            shutil.copytree(self.folder, copy := self.aside / f"copy-{len(self.copies)}")
            self.copies.append((copy, set(self.saved)))

    def restore_whole(self):
        copy = self._old_copy()
        self.folder.rename(self.aside / f"gone-{self.last}-{self.chance.random()}")
        shutil.copytree(copy, self.folder)
        self.is_damaged, self.lock_is_new = False, True

    def copy_over(self):
        """Restore without removing what is there: journals that came later than the copy are reason to refuse."""
        shutil.copytree(copy := self._old_copy(), self.folder, dirs_exist_ok=True)
        later = {file.name for file in self.folder.iterdir()} - {file.name for file in copy.iterdir()}
        self.is_damaged, self.lock_is_new = bool(later), True

    def _old_copy(self):
        copy, saved = self.chance.choice(self.copies)
        self.saved = set(saved)
        return copy

    def damage(self):
        """Do something to one file; what the lock's file knows of the others is not taken away as well."""
        if self.is_damaged or self.lock_is_new:
            return
        self.is_damaged = True
        file = self.chance.choice(sorted(self.folder.iterdir()))
        copies = [copy / file.name for copy in (self.other, *(copy for copy, _ in self.copies))]
        match self.chance.choice(["remove", "cut", "flip", "append", "replace", "write over"]):
            case "remove":
                file.unlink()
            case "cut":
                os.truncate(file, self.chance.randrange(file.stat().st_size + 1))
            case "flip":
                data = bytearray(file.read_bytes() or b"x")
                data[self.chance.randrange(len(data))] ^= 1 << self.chance.randrange(8)
                file.write_bytes(data)
            case "append":
                file.write_bytes(file.read_bytes() + self.chance.choice([b"x", b"\n", bytes(70), b"a line\n"]))
            case how:
                copies = [copy for copy in copies if copy.exists()]
                if copies and how == "replace":
                    shutil.copy(self.chance.choice(copies), fresh := self.aside / "fresh")
                    fresh.replace(file)
                elif copies:
                    file.write_bytes(self.chance.choice(copies).read_bytes())

    def look(self):
        """Open the book anew: it holds just what was saved, or is refused, if anything happened to it."""
        try:
            fresh = JournalStorage(self.folder, **self.options)
        except BookError:
            assert self.is_damaged
            return
        found = set(numbers(fresh))
        fresh.close()
        assert found == self.saved

    def live(self):
        for _ in range(self.chance.randrange(10, 40)):
            steps = [self.come, self.go, self.copy, self.damage, *[self.commit] * 8, *[self.look] * 4]
            steps += [self.restore_whole, self.copy_over] if self.copies else []
            step = self.chance.choice(steps)
            if step == self.look:
                self.look()
            elif self.desks or step not in (self.commit, self.go):
                try:
                    step()
                except BookError:
                    assert self.is_damaged or self.lock_is_new


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_what_was_acknowledged_is_there_or_the_book_is_refused(tmp_path, seed):
    clinic = Clinic(tmp_path, seed)
    try:
        clinic.live()
        clinic.look()
    finally:
        for desk in clinic.desks:
            desk.close()
