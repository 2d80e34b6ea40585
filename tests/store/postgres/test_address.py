"""How an address is understood: where the replica is, and how safe the connection must be."""

import pytest
from psycopg.conninfo import conninfo_to_dict

from atma_tui.domain.errors import InputError
from atma_tui.places import is_shared, replica_folder
from atma_tui.settings import settings
from atma_tui.store.postgres.connection.address import is_local, parse, warning
from atma_tui.store.postgres.connection.connecting import Connector
from atma_tui.store.postgres.connection.line import Lost
from tests import postgres


def options(url, **environ):
    return conninfo_to_dict(parse(url, environ).conninfo)


@pytest.mark.parametrize(
    "host", ["", "localhost", "127.0.0.1", "127.1.2.3", "[::1]", "LOCALHOST", "/run/postgresql"]
)
def test_this_computer_is_reached_without_tls(host):
    assert is_local(host)


@pytest.mark.parametrize("host", ["db.example", "10.0.0.1", "127.0.0.1.example", "localhost.example", "::2"])
def test_any_other_host_is_not_this_computer(host):
    assert not is_local(host)


def test_another_host_is_reached_with_tls_unless_the_address_says_otherwise():
    assert options("postgresql://a@db.example/x")["sslmode"] == "require"
    assert options("postgresql://a@localhost,db.example/x")["sslmode"] == "require"
    assert options("postgresql:///x", PGHOST="db.example")["sslmode"] == "require"
    assert options("postgresql://a@db.example/x?sslmode=verify-full")["sslmode"] == "verify-full"
    assert options("postgresql://a@db.example/x?sslmode=disable")["sslmode"] == "disable"
    assert "sslmode" not in options("postgresql://a@localhost/x")


def test_an_address_in_numbers_counts_and_not_the_host_that_is_named_beside_it():
    far = "postgresql://a@localhost/x?hostaddr=10.0.0.5"
    assert options(far)["sslmode"] == "require"
    assert options("postgresql://a@localhost/x", PGHOSTADDR="10.0.0.5")["sslmode"] == "require"
    assert options("postgresql://a@localhost,b/x?hostaddr=,10.0.0.5")["sslmode"] == "require"
    assert "sslmode" not in options("postgresql://a@db.example/x?hostaddr=127.0.0.1")
    assert "not encrypted" in warning({"host": "localhost", "hostaddr": "10.0.0.5"}, is_encrypted=False)


def test_the_environment_may_ask_for_more_safety_and_not_for_less():
    assert options("postgresql://a@db.example/x", PGSSLMODE="verify-full")["sslmode"] == "verify-full"
    assert options("postgresql://a@db.example/x", PGSSLMODE="disable")["sslmode"] == "require"


def test_a_service_file_says_itself_how_safe_the_connection_is():
    address = parse("postgresql://?service=clinic", {})
    assert "sslmode" not in conninfo_to_dict(address.conninfo)
    assert address.needs_tls


def test_the_check_warns_of_what_is_not_safe():
    assert warning({"host": "127.0.0.1"}, is_encrypted=False) == ""
    assert "not encrypted" in warning({"host": "db.example", "sslmode": "disable"}, is_encrypted=False)
    assert "verify-full" in warning({"host": "db.example", "sslmode": "require"}, is_encrypted=True)
    assert warning({"host": "db.example", "sslmode": "verify-full"}, is_encrypted=True) == ""


@pytest.mark.parametrize("url", ["postgresql://a@db.example/x?nonsense=1", "postgresql://[::1/x"])
def test_an_address_that_makes_no_sense_is_refused(url):
    with pytest.raises(InputError):
        parse(url, {})


def test_every_login_and_way_to_a_book_leads_to_one_replica_and_every_book_to_its_own(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    one = replica_folder("postgresql://ada@db.example/clinic")
    assert one == replica_folder("postgres://bo@DB.example/clinic?sslmode=verify-full")
    others = ["db.example/other", "db.example:5433/clinic", "other.example/clinic", "/clinic", "?service=clinic"]
    folders = {one, *(replica_folder(f"postgresql://{rest}") for rest in others)}
    assert len(folders) == 6
    assert all(folder.is_relative_to(tmp_path) for folder in folders)


def test_what_a_shared_book_writes_is_kept_apart_from_every_other_books(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    environ = {"ATMA_CONFIG": str(tmp_path / "none.toml")}
    places = [
        (found.out, found.private)
        for found in (
            settings(book=book, environ=environ)
            for book in ("postgresql://db.example/a", "postgresql://db.example/b", str(tmp_path / "book"))
        )
    ]
    assert len({place for both in places for place in both}) == 6


def test_only_addresses_of_postgresql_are_shared_books():
    assert is_shared("postgresql://x") and is_shared("POSTGRES://x")
    assert not is_shared("mysql://x") and not is_shared("/srv/postgresql") and not is_shared("x/postgresql://y")


def test_a_server_without_tls_is_refused_when_it_is_asked_for(server, database):
    with pytest.raises(Lost, match="SSL"):
        Connector(parse(server.url(database, sslmode="require"), {}))(postgres.soon())
