"""Where a password may come from, and what is said when there is none."""

import sys
from types import SimpleNamespace

import pytest

from atma_tui.domain.errors import Unreachable
from atma_tui.store.postgres.connection import keyring_password
from tests.store.postgres.desks import names, open_desk

SECRET = "hyacinth"


@pytest.fixture
def url(server, database, monkeypatch, tmp_path):
    """The address for a login that needs a password."""
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pgpass"))
    hba = server.folder / "data" / "pg_hba.conf"
    before = hba.read_text()
    hba.write_text(f"host all careful 127.0.0.1/32 scram-sha-256\n{before}")
    server.run(f"create role careful login superuser password '{SECRET}'; select pg_reload_conf()")
    yield server.url(database, "careful")
    hba.write_text(before)
    server.run("drop role careful; select pg_reload_conf()")


@pytest.fixture
def keyring(monkeypatch):
    """A keyring that holds these passwords, by name."""
    kept = {}
    fake = SimpleNamespace(
        get_password=lambda service, name: kept.get((service, name)), errors=SimpleNamespace(KeyringError=OSError)
    )
    monkeypatch.setitem(sys.modules, "keyring", fake)
    monkeypatch.setattr(keyring_password, "find_spec", lambda name: fake)
    return kept


def test_a_password_comes_from_the_password_file(url, server, database, tmp_path):
    file = tmp_path / "pgpass"
    file.write_text(f"127.0.0.1:{server.port}:{database}:careful:{SECRET}\n")
    file.chmod(0o600)
    desk = open_desk(url, tmp_path / "computer")
    assert names(desk) == []
    desk.close()


def test_a_password_comes_from_the_keyring(url, server, database, tmp_path, keyring):
    keyring["atma-tui", f"careful@127.0.0.1:{server.port}/{database}"] = SECRET
    desk = open_desk(url, tmp_path / "computer")
    assert names(desk) == []
    desk.close()


def test_without_one_it_is_said_where_to_put_it(url, tmp_path, keyring):
    with pytest.raises(Unreachable, match="pgpass"):
        open_desk(url, tmp_path / "computer")


def test_a_wrong_one_is_never_repeated(url, server, database, tmp_path, keyring):
    keyring["atma-tui", f"careful@127.0.0.1:{server.port}/{database}"] = "wrong-secret"
    with pytest.raises(Unreachable, match="password authentication failed") as refused:
        open_desk(url, tmp_path / "computer")
    assert "wrong-secret" not in str(refused.value)
