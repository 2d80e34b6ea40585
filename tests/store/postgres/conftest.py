import pytest

from tests import postgres


@pytest.fixture(scope="session")
def server():
    if not postgres.is_installed():
        pytest.skip(postgres.MISSING)
    server = postgres.Server()
    yield server
    server.remove()


@pytest.fixture
def database(server):
    return server.empty_book()


@pytest.fixture
def url(server, database):
    return server.url(database)


@pytest.fixture(autouse=True)
def own_data(tmp_path, monkeypatch):
    """Keep replicas out of the login's own folder."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
