"""Whether a book is safe in a folder. Locks and durability only work on local disks."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from atma_tui.domain.errors import Unreachable
from atma_tui.files.ordinary import real

_NETWORK = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "gluster", "lustre", "davfs", "ncpfs", "fuse.")
"""Beginnings of the names of file systems on other machines, and of those that a program makes up."""
_SYNCED = ("Dropbox", "OneDrive", "Google Drive", "GoogleDrive", "iCloud", "Nextcloud", "Mobile Documents")
"""Beginnings of the names of folders that a program copies to other machines while we write."""
_IF_MEANT = "If it is meant to be so, set ATMA_TRUST_FOLDER=yes."
_MOUNTS = Path("/proc/self/mounts")
_REMOTE_DRIVE = 4


def warning(folder: Path) -> str:
    """Return a sentence on why a book in this folder may be lost; empty when nothing is known against it.

    Looks at Linux's list of mounts, at Windows' network drives and addresses, and at names of synced folders.
    """
    place = real(folder)
    if kind := _network(place):
        return (
            f"{folder} is on a network disk ({kind}): locks and saving are not reliable there. "
            "Move the book to a folder on this machine's own disk."
        )
    if synced := next((part for part in place.parts if part.startswith(_SYNCED)), ""):
        return (
            f"{folder} is inside {synced!r}, which another program copies while the desk writes. "
            "Move the book to a folder that is not synced, and copy backups there instead."
        )
    return ""


def _network(place: Path) -> str:
    if sys.platform == "win32":
        import ctypes

        if place.drive.startswith("\\\\"):
            return place.drive
        remote = ctypes.windll.kernel32.GetDriveTypeW(f"{place.drive}\\") == _REMOTE_DRIVE
        return place.drive if remote else ""
    kind = _file_system(place, _MOUNTS.read_text() if _MOUNTS.exists() else "")
    return kind if kind.startswith(_NETWORK) else ""


def _file_system(place: Path, mounts: str) -> str:
    """Return the kind of file system of the innermost mount (fstab(5) lines) that holds `place`."""
    innermost, found = "", ""
    for line in mounts.splitlines():
        _, point, kind, *_ = line.split(" ")
        point = point.encode().decode("unicode_escape")
        if place.is_relative_to(point) and len(point) >= len(innermost):
            innermost, found = point, kind
    return found


def access_warning(path: Path) -> str:
    """Return a sentence when others than the owner may read or write this file or folder; else empty."""
    try:
        mode = path.stat().st_mode & 0o777
    except FileNotFoundError:  # another terminal has just removed it
        return ""
    if os.name != "posix" or not mode & 0o077:
        return ""
    wanted = 0o700 if path.is_dir() else 0o600
    return f"{path} can be read by other users of this machine (mode {mode:o}); use: chmod {wanted:o} '{path}'."


def refuse_shared(folder: Path) -> None:
    """Raise `Unreachable` when other users could put files of theirs in the place of the book's.

    Not when `ATMA_TRUST_FOLDER` is `yes` in the environment.
    """
    if os.name != "posix" or os.environ.get("ATMA_TRUST_FOLDER") == "yes":
        return
    found, me = folder.stat(), os.geteuid()
    if found.st_mode & 0o022:
        raise Unreachable(
            f"{folder} can be changed by other users of this machine (mode {found.st_mode & 0o777:o}), who could "
            f"put other files in the place of the book. Use: chmod 700 '{folder}'. {_IF_MEANT}"
        )
    if me and not {found.st_uid, folder.lstat().st_uid} <= {0, me}:
        raise Unreachable(
            f"{folder} belongs to another user of this machine, or is a link of theirs. They could put other "
            f"files in the place of the book. {_IF_MEANT}"
        )
