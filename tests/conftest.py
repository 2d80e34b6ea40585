import pytest

from tests import rerun_mode


def pytest_addoption(parser):
    parser.addoption("--rerun-acts", action="store_true", help=rerun_mode.__doc__)


def pytest_configure(config):
    if config.getoption("rerun_acts"):
        patch = pytest.MonkeyPatch()
        rerun_mode.discard_first_commits(patch)
        rerun_mode.refuse_what_cannot_be_done_twice(patch)


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    """Keep what speeds up the next export out of the login's own cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
