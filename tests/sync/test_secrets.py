from __future__ import annotations

import sys
from threading import Event
from types import SimpleNamespace

import pytest

from atma_tui.domain.errors import InputError
from atma_tui.sync import secrets
from atma_tui.sync.secrets import has_secret, read_secret


@pytest.fixture
def locked(monkeypatch):
    """A keyring that waits until it is unlocked; counts how often it was asked."""
    unlocked, asked = Event(), []

    def get_password(service: str, name: str) -> str:
        asked.append(name)
        unlocked.wait(10)
        return "Bearer x"

    fake = SimpleNamespace(get_password=get_password, errors=SimpleNamespace(KeyringError=OSError))
    monkeypatch.setitem(sys.modules, "keyring", fake)
    monkeypatch.setitem(sys.modules, "keyring.errors", fake.errors)
    monkeypatch.setattr(secrets, "find_spec", lambda name: object())
    monkeypatch.setattr(secrets, "_waiting", {})
    yield SimpleNamespace(unlocked=unlocked, asked=asked)
    unlocked.set()


def test_a_desk_does_not_wait_for_a_locked_keyring_and_asks_it_once(locked, monkeypatch):
    monkeypatch.setattr(secrets, "_PATIENCE", 0.01)
    assert not has_secret("staff", {})
    assert not has_secret("staff", {})
    assert locked.asked == ["staff"]
    monkeypatch.setattr(secrets, "_PATIENCE", 10)
    locked.unlocked.set()
    secrets._waiting["staff"].join(10)
    assert has_secret("staff", {})


def test_what_is_in_the_environment_asks_no_keyring(locked):
    assert has_secret("STAFF", {"STAFF": "Bearer x"})
    assert has_secret("", {})
    assert locked.asked == []


@pytest.mark.parametrize(
    "text",
    [
        "Bearer pässw0rd",
        "toké–n",
        "X-Key: toké–n",
        "X-Key: wh1te\nX-Other: bl4ck",
        "wh1te\nbl4ck",
        "a:b\x00c",
        "k\udce9y",
    ],
)
def test_a_secret_that_no_header_can_carry_is_refused_and_not_shown(text):
    with pytest.raises(InputError, match="nothing was asked") as refused:
        read_secret(text)
    said = str(refused.value) + repr(refused.value.__cause__)
    assert not any(part in said for part in ("pässw0rd", "tok", "wh1te", "bl4ck", "\x00", "\udce9"))


def test_a_password_may_have_any_letter():
    assert read_secret("desk:pässw0rd").headers == {"Authorization": "Basic ZGVzazpww6Rzc3cwcmQ="}
    assert read_secret("https://w.example/é").url == "https://w.example/é"
