"""Where things live: what is configured, what the platform says, and what lies next to a book."""

import os

import pytest

from atma_tui.domain.errors import InputError
from atma_tui.settings import settings


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    return tmp_path


@pytest.fixture
def config(tmp_path):
    def write(words):
        (tmp_path / "config.toml").write_text(words, encoding="utf-8")
        return str(tmp_path / "config.toml")

    return write


@pytest.mark.parametrize(
    "words, wanted",
    [
        ("book = 5", "book is a text"),
        ("operator = true", "operator is a text"),
        ('out = ["calendars"]', "out is a text"),
        ("site = 1.5", "site is a text"),
        ("theme = {}", "theme is a text"),
        ('theme = "mauve"', "dark, light or high-contrast, not 'mauve'"),
        ('lock_minutes = "10"', "lock_minutes is a whole number"),
        ("lock_minutes = true", "lock_minutes is a whole number"),
        ("lock_minutes = 1.5", "lock_minutes is a whole number"),
        ("lock_minutes = -1", "lock_minutes is a whole number"),
        ("lock_minutes = 10081", "at most 10080"),
        (f"lock_minutes = {'9' * 20}", "at most 10080"),
        (r'"\u001b[2J" = 1', "which is not a setting"),
        ('book = "\\u0000"', "book is a text"),
        ('out = "x\\u0000"', "out is a text"),
        (f"operator = {'[' * 5000}", "nests too deeply"),
        (f"lock_minutes = {'1' * 5000}", "too long a number"),
        ("lock = 1", "'lock', which is not a setting"),
        ("book = ", "cannot be read"),
    ],
)
def test_a_wrong_value_is_refused_with_its_name_and_what_is_expected(config, words, wanted):
    with pytest.raises(InputError, match=wanted):
        settings(config=config(words), environ={})


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
def test_a_configuration_that_is_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "config.toml")
    with pytest.raises(InputError, match="is a pipe"):
        settings(config=str(tmp_path / "config.toml"), environ={})


def test_a_configuration_that_is_a_folder_or_missing_is_told(tmp_path):
    for path in (tmp_path, tmp_path / "none.toml"):
        with pytest.raises(InputError, match=r"cannot be read|There is no"):
            settings(config=str(path), environ={})


def test_the_files_of_each_book_lie_next_to_it(tmp_path):
    places = [settings(book=str(tmp_path / name), environ={}) for name in ("book", "other", "third")]
    outs = {place for one in places for place in (one.out, one.private)}
    assert outs == {
        tmp_path / name
        for name in (
            "calendars",
            "private",
            "other-calendars",
            "other-private",
            "third-calendars",
            "third-private",
        )
    }


def test_the_configured_folder_is_for_the_configured_book(config, tmp_path):
    file = config(f'book = "{tmp_path / "clinic"}"\nout = "{tmp_path / "public"}"')
    mine = settings(config=file, environ={})
    other = settings(config=file, book=str(tmp_path / "other"), environ={})
    assert (mine.out, mine.usual) == (tmp_path / "public", True)
    assert (other.out, other.usual) == (tmp_path / "other-calendars", False)
    same = settings(config=file, environ={"ATMA_BOOK": str(tmp_path / "clinic")})
    assert (same.out, same.usual) == (tmp_path / "public", True)


def test_a_book_of_the_environment_is_the_usual_one_where_there_is_no_other(config, tmp_path):
    environ = {"ATMA_BOOK": str(tmp_path / "clinic")}
    assert settings(environ=environ).usual
    (tmp_path / "xdg_data_home" / "atma-tui" / "book").mkdir(parents=True)
    assert not settings(environ=environ).usual


@pytest.mark.skipif(os.name != "posix", reason="logins of POSIX")
def test_without_a_home_folder_only_what_needs_one_is_refused(monkeypatch, tmp_path):
    pwd = pytest.importorskip("pwd")

    def unknown(uid):
        raise KeyError(f"getpwuid(): uid not found: {uid}")

    for name in (
        "HOME",
        "LOGNAME",
        "USER",
        "LNAME",
        "USERNAME",
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_STATE_HOME",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    for asked in ({}, {"book": "~/book"}, {"book": str(tmp_path), "config": "~/config.toml"}):
        with pytest.raises(InputError, match="no home folder"):
            settings(environ={}, **asked)
    found = settings(book=str(tmp_path / "book"), environ={})
    assert (found.operator, found.out) == ("desk", tmp_path / "calendars")
    assert found.crash_log.is_relative_to(tmp_path)


def test_a_path_of_a_user_who_is_not_there_says_so(config):
    with pytest.raises(
        InputError, match=r"~nobody-of-that-name/x leads nowhere\. No user nobody-of-that-name has"
    ):
        settings(config=config('out = "~nobody-of-that-name/x"'), environ={})
