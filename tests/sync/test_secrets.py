from __future__ import annotations

import sys
from threading import Event
from types import SimpleNamespace

import pytest

from atma_tui.sync import secrets
from atma_tui.sync.secrets import has_secret


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
