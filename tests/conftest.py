import pytest
from hypothesis import HealthCheck, settings

from atma_tui.settings import is_first_time
from tests import rerun_mode


def pytest_addoption(parser):
    parser.addoption("--rerun-acts", action="store_true", help=rerun_mode.__doc__)
    parser.addoption("--shared-book", action="store_true", help="run tests over the shared book")


def pytest_configure(config):
    # how long an example takes says how busy the computer is
    patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("patient", patient)
    settings.load_profile("patient")
    if config.getoption("rerun_acts"):
        patch = pytest.MonkeyPatch()
        rerun_mode.discard_first_commits(patch)
        rerun_mode.refuse_what_cannot_be_done_twice(patch)
    if config.getoption("shared_book"):
        from tests import shared_mode

        shared_mode.use_shared_book(pytest.MonkeyPatch())


def pytest_collection_modifyitems(config, items):
    if config.getoption("shared_book"):
        for item in items:
            if item.get_closest_marker("not_shared"):
                item.add_marker(pytest.mark.skip(reason="cannot be so with a shared book"))


def pytest_unconfigure(config):
    if config.getoption("shared_book"):
        from tests import shared_mode

        shared_mode.remove_server()


@pytest.fixture(autouse=True)
def closed_books(request):
    """With `--shared-book`, close the books of a test after it."""
    yield
    if request.config.getoption("shared_book"):
        from tests import shared_mode

        shared_mode.close_books()


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory, monkeypatch):
    """Keep out of the login's own folders; the desk was opened before, so it does not begin with the tour."""
    folder = tmp_path_factory.getbasetemp()
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    is_first_time()
