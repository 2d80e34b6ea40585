import subprocess
import sys

import pytest

from atma_tui.domain.errors import InputError, NotYet
from atma_tui.domain.records import Person
from atma_tui.store import open_book


def test_a_path_is_a_folder_made_when_it_is_missing(tmp_path):
    book = open_book(str(tmp_path / "deep" / "book"))
    assert book.find(Person) == []
    book.close()
    assert (tmp_path / "deep" / "book" / "book.json").exists()


@pytest.mark.parametrize("url", ["postgresql://desk@db.example/book", "postgres://x", "POSTGRESQL://x"])
def test_the_shared_book_is_not_there_yet(url):
    with pytest.raises(NotYet, match="shared book"):
        open_book(url)


@pytest.mark.parametrize("url", ["mysql://x/y", "https://example.org/book", "", " "])
def test_an_address_of_another_kind_is_refused(url, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError):
        open_book(url)
    assert list(tmp_path.iterdir()) == []


def test_the_home_folder_can_be_written_short(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    open_book("~/book").close()
    assert (tmp_path / "book").is_dir()


def test_tinydb_is_not_imported_before_a_book_is_opened():
    code = "import sys, atma_tui.store; sys.exit('tinydb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
