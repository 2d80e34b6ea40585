from pathlib import Path

import pytest

from atma_tui.store.tiny.files import location_checks

MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
server:/export /srv/net nfs4 rw 0 0
/dev/sdb1 /srv/net/local ext4 rw 0 0
//pc/share /srv/my\\040share cifs rw 0 0
me@host:/x /srv/ssh fuse.sshfs rw 0 0
"""


@pytest.fixture(autouse=True)
def mounts(tmp_path, monkeypatch):
    (tmp_path / "mounts").write_text(MOUNTS)
    monkeypatch.setattr(location_checks, "_MOUNTS", tmp_path / "mounts")


@pytest.mark.parametrize("folder", ["/srv/net", "/srv/net/a/book", "/srv/my share/book", "/srv/ssh/book"])
def test_a_network_disk_is_warned_of(folder):
    assert "network disk" in location_checks.warning(Path(folder))


@pytest.mark.parametrize("folder", ["/srv", "/srv/net/local/book", "/srv/network/book", "/home/ada/book"])
def test_a_local_disk_is_fine(folder):
    assert location_checks.warning(Path(folder)) == ""


def test_a_link_does_not_hide_a_network_disk(tmp_path):
    (tmp_path / "book").symlink_to("/srv/net/book")
    assert "network disk" in location_checks.warning(tmp_path / "book")


@pytest.mark.parametrize("folder", ["/home/ada/Dropbox/book", "/home/ada/OneDrive - Clinic/book"])
def test_a_synced_folder_is_warned_of(folder):
    assert "synced" in location_checks.warning(Path(folder))


def test_nothing_is_said_where_mounts_are_not_listed(monkeypatch):
    monkeypatch.setattr(location_checks, "_MOUNTS", Path("/nowhere/mounts"))
    assert location_checks.warning(Path("/srv/net/book")) == ""
