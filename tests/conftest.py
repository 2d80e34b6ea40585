import pytest

from tests import rerun_mode


def pytest_addoption(parser):
    parser.addoption("--rerun-acts", action="store_true", help=rerun_mode.__doc__)


def pytest_configure(config):
    if config.getoption("rerun_acts"):
        rerun_mode.discard_first_commits(pytest.MonkeyPatch())


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    """Keep what speeds up the next export out of the login's own cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
