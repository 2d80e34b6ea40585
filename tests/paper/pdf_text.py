"""The text of a PDF as another program reads it."""

import shutil
import subprocess

import pytest


def pages(data: bytes) -> list[str]:
    """Return the text of each page, laid out as on paper."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return read.stdout.decode().split("\f")[:-1]


def words(data: bytes) -> str:
    """Return all of it in one line."""
    return " ".join(" ".join(pages(data)).split())
