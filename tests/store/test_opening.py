import subprocess
import sys

import pytest

from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Person
from atma_tui.store import open_book, opening


def test_a_path_is_a_folder_made_when_it_is_missing(tmp_path):
    book = open_book(str(tmp_path / "deep" / "book"))
    assert book.find(Person) == []
    book.close()
    assert (tmp_path / "deep" / "book" / "book.json").exists()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://desk:secret@db.example/book",
        "postgres://desk:@db.example/book",
        "POSTGRESQL://desk@db.example/book?password=secret",
        "postgresql://desk@db.example/book?sslmode=require&scram_client_key=secret",
        "postgresql://desk@db.example/book?oauth_client_secret=secret",
    ],
)
def test_an_address_with_a_password_is_refused_without_repeating_it(url):
    with pytest.raises(InputError, match="pgpass") as refused:
        open_book(url)
    assert "secret" not in str(refused.value)


OF_ANOTHER_KIND = {
    "mysql://x:secret@y": "mysql://",
    "https://example.org/book": "https://",
    "postgresql:desk:secret@db.example/book": "postgresql:",
    "postgresql+psycopg://desk:secret@db.example/book": "postgresql+psycopg://",
    "jdbc:postgresql:secret": "jdbc:",
    "host=db.example password=secret": "host=",
    "": "''",
    " ": "' '",
}


@pytest.mark.parametrize("url", OF_ANOTHER_KIND)
def test_an_address_of_another_kind_is_refused(url, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as refused:
        open_book(url)
    assert str(refused.value).startswith(f"{OF_ANOTHER_KIND[url]} is not a place for a book")
    assert list(tmp_path.iterdir()) == []


def test_the_database_driver_is_needed_for_the_shared_book_only(monkeypatch):
    monkeypatch.setattr(opening, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"atma-tui\[postgres\]"):
        open_book("postgresql://desk@db.example/book")


def test_the_home_folder_can_be_written_short(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    open_book("~/book").close()
    assert (tmp_path / "book").is_dir()


def test_what_keeps_books_is_not_imported_before_one_is_opened():
    code = "import sys, atma_tui.store; sys.exit('tinydb' in sys.modules or 'psycopg' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
