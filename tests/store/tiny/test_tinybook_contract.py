import pytest

from atma_tui.store import open_book
from atma_tui.store.sealing import known_keys
from tests.store.contract import StoreContract
from tests.store.tiny.sealed import forget_all, key_file, new_keys


class TestTinyBook(StoreContract):
    @pytest.fixture
    def url(self, tmp_path):
        return str(tmp_path / "book")


class TestEncryptedBook(StoreContract):
    @pytest.fixture
    def url(self, tmp_path, monkeypatch):
        keys, code = new_keys()
        monkeypatch.setenv(known_keys.KEY_FILE, str(key_file(tmp_path, code)))
        open_book(str(tmp_path / "book"), keys=keys).close()
        forget_all()
        yield str(tmp_path / "book")
        assert b'"ops"' not in b"".join(path.read_bytes() for path in (tmp_path / "book").iterdir())
