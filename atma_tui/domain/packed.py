"""Whether the bytes of a file are packed (compressed), so that nobody can read them as they are."""

from __future__ import annotations

_STARTS = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "zip",
    b"BZh91AY&SY": "bzip2",
    b"\xfd7zXZ\0": "xz",
    b"(\xb5/\xfd": "zstd",
    b"7z\xbc\xaf'\x1c": "7z",
}


def packed_as(data: bytes) -> str:
    """Return what a file is packed with, such as gzip; empty when it is not."""
    return next((name for start, name in _STARTS.items() if data.startswith(start)), "")
