"""The key of a source: the book is written first, and the keyring is given the key then."""

import sys
from types import SimpleNamespace

import pytest

from atma_tui.desk.desk import Desk
from atma_tui.desk.websites.source_fields import SourceFields
from atma_tui.domain.errors import InputError, NotFound
from atma_tui.domain.records import Source

URL = "https://staff.example/x.ics"


class Keyring(dict):
    """A keyring of this computer, by entry; it may refuse, and looks at the book when it is given something."""

    def __init__(self, desk):
        self.desk, self.refuses = desk, None
        self.seen = []

    def set_password(self, service, name, text):
        is_saved = self.desk.book.store._undo is None
        self.seen.append((self.desk.sources.named(name).secret, is_saved))
        if self.refuses is not None:
            raise self.refuses
        self[name] = text


@pytest.fixture
def keyring(desk, monkeypatch):
    fake = Keyring(desk)
    errors = SimpleNamespace(KeyringError=OSError)
    monkeypatch.setitem(sys.modules, "keyring", fake)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    monkeypatch.setattr("atma_tui.sync.secrets.find_spec", lambda name: object())
    return fake


def test_the_keyring_is_given_a_key_once_the_source_is_in_the_book(desk, keyring):
    desk.sources.add("staff", URL, key="old")
    desk.sources.change("staff", SourceFields(key="new"))
    assert keyring == {"staff": "new"}
    assert keyring.seen == [("staff", True), ("staff", True)]


def test_a_name_that_is_taken_leaves_the_key_of_that_source_alone(desk, keyring):
    desk.sources.add("staff", URL, key="old")
    with pytest.raises(InputError, match="a source 'staff' already"):
        desk.sources.add("staff", "https://other.example/", key="new")
    assert keyring == {"staff": "old"}


@pytest.mark.parametrize(
    ("refuses", "raised"), [(OSError(), InputError), (KeyboardInterrupt(), KeyboardInterrupt)]
)
def test_a_source_whose_key_the_keyring_refuses_is_not_added(desk, keyring, refuses, raised):
    keyring.refuses = refuses
    with pytest.raises(raised):
        desk.sources.add("staff", URL, key="new")
    assert desk.sources.list() == []
    assert [act.summary for act in desk.history.recent(2)] == [
        f"Undid: Added the source staff, {URL}",
        f"Added the source staff, {URL}",
    ]


def test_a_source_whose_new_key_the_keyring_refuses_stays_as_it_was(desk, keyring):
    before = desk.sources.add("staff", URL, key="old")
    keyring.refuses = OSError()
    with pytest.raises(InputError, match="environment variable staff instead"):
        desk.sources.change("staff", SourceFields(url="https://other.example/", key="new"))
    [after] = desk.sources.list()
    assert (after.url, after.secret, keyring) == (before.url, "staff", {"staff": "old"})


def test_when_the_source_cannot_be_taken_back_either_it_is_said_that_it_is_there(
    desk, keyring, clock, monkeypatch
):
    other = Desk(desk.book.store, "Bo", clock)

    def set_password(service, name, text):
        other.sources.change("staff", SourceFields(every=30))
        raise OSError

    monkeypatch.setattr(keyring, "set_password", set_password, raising=False)
    with pytest.raises(InputError) as refused:
        desk.sources.add("staff", URL, key="new")
    assert str(refused.value).startswith(
        "The keyring does not take the secret; put it into the environment variable"
    )
    assert "The source itself was saved, and stays so." in str(refused.value)
    assert desk.book.store.count(Source) == 1


def test_without_a_keyring_nothing_is_done(desk, monkeypatch):
    monkeypatch.setattr("atma_tui.sync.secrets.find_spec", lambda name: None)
    before = desk.history.recent()
    with pytest.raises(InputError, match="environment variable staff instead"):
        desk.sources.add("staff", URL, key="new")
    with pytest.raises(NotFound):
        desk.sources.named("staff")
    assert desk.history.recent() == before
