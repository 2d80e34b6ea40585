import pytest

from tests import postgres
from tests.proxy import Proxy
from tests.store.postgres.desks import open_desk, wait_until_live


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


@pytest.fixture
def proxy(server):
    """The way to the server, which a test may cut."""
    proxy = Proxy(server.port)
    yield proxy
    proxy.close()


@pytest.fixture
def near(url, tmp_path):
    """A desk with an undisturbed connection."""
    book = open_desk(url, tmp_path / "near", "Near")
    wait_until_live(book)
    yield book
    book.close()
