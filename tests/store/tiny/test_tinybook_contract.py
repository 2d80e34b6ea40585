import pytest

from tests.store.contract import StoreContract


class TestTinyBook(StoreContract):
    @pytest.fixture
    def url(self, tmp_path):
        return str(tmp_path / "book")
