import os

import pytest

from atma_tui.store.tiny.files import disk
from tests.store.tiny.test_disk_trouble import failing


@pytest.fixture
def read_only(monkeypatch):
    """A disk that can only be read, from now on."""

    def begin():
        real = os.open

        def open_to_read(path, flags, *rest, **options):
            if flags & (os.O_RDWR | os.O_WRONLY | os.O_CREAT):
                raise OSError(30, "Read-only file system")
            return real(path, flags, *rest, **options)

        monkeypatch.setattr(disk.os, "open", open_to_read)
        for name in ("write_at", "append", "cut", "replace", "remove", "sync_folder"):
            monkeypatch.setattr(disk, name, failing(30))

    return begin
