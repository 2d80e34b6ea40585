"""The readers that do not come with the test environment: `.ci/run` puts them into `.tools`."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[3] / ".tools"
HERE = Path(__file__).parent


def need(there, what):
    """Skip the test that asks when a part is missing; on the gate, where all must be there, fail it."""
    if there:
        return
    if os.environ.get("ATMA_ALL_PARTS") == "1":
        pytest.fail(f"{what} is missing, and ATMA_ALL_PARTS=1 says that all parts are here", pytrace=False)
    pytest.skip(f"{what} is missing; .ci/run installs it")


def program(name):
    """Path of a program of the readers' own environment (khal, vdirsyncer)."""
    path = TOOLS / "readers" / "bin" / name
    need(path.exists(), f"{name} in {path.parent.relative_to(TOOLS.parent)}")
    return str(path)


def ical_js():
    """Command that reads with ical.js."""
    folder = TOOLS / "npm" / "node_modules" / "ical.js"
    need(shutil.which("node"), "node")
    need(folder.exists(), f"ical.js in {folder.relative_to(TOOLS.parent)}")
    return ["node", str(HERE / "ical_js.mjs"), str(folder)]


def libical(folder):
    """Command that reads with libical, compiled into `folder`; the zone data's folder comes next."""
    for name in ("gcc", "pkg-config"):
        need(shutil.which(name), name)
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "libical"], capture_output=True, text=True)
    need(flags.returncode == 0, "libical-dev")
    made = folder / "libical"
    words = ["gcc", "-std=c99", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", "-o", str(made)]
    subprocess.run([*words, str(HERE / "libical.c"), *flags.stdout.split()], check=True)
    return [str(made)]
