"""Writing a sheet to a file for this login only, or sending it to the printer."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from atma_tui.desk.outputs.private_files import private_folder, write_private
from atma_tui.desk.paper.words import Paper
from atma_tui.domain.errors import InputError, Unreachable
from atma_tui.domain.text import clean
from atma_tui.paper.sheet import PaperSize

_PRINTER_SECONDS = 30
_MEDIA = {"letter": "Letter", "a4": "A4"}


def write_sheet(paper: Paper, path: Path, size: PaperSize = "letter") -> str:
    """Write a sheet as a PDF; returns a warning about letters that the font lacks, empty if there are none.

    Raises what `write_private` raises.
    """
    from atma_tui.paper.pdf import render

    printed = render(paper.sheet, size)
    write_private(path, printed.data)
    return missing_words(printed.missing)


def write_into(paper: Paper, folder: Path, size: PaperSize = "letter") -> tuple[Path, str]:
    """Write a sheet into the folder of files about people; returns the file, and what `write_sheet` returns."""
    path = private_folder(folder) / f"{paper.name}.pdf"
    return path, write_sheet(paper, path, size)


def print_sheet(paper: Paper, size: PaperSize = "letter") -> str:
    """Send a sheet to the system's usual printer; returns what `write_sheet` returns.

    The job's title, which others may see on the printer, is the kind of sheet only, and nothing is kept in a file.
    Raises `InputError` when there is no `lp`, `Unreachable` when it refuses.
    """
    from atma_tui.paper.pdf import render

    if not has_printer():
        raise InputError("There is no printing system (lp) on this computer. Write the sheet to a file instead.")
    printed = render(paper.sheet, size)
    asked = ["lp", "-t", f"atma-tui {paper.name.split('-20')[0]}", "-o", f"media={_MEDIA[size]}"]
    try:
        subprocess.run(asked, input=printed.data, capture_output=True, timeout=_PRINTER_SECONDS, check=True)
    except subprocess.CalledProcessError as error:
        raise Unreachable(
            f"The printer refused the sheet: {clean(error.stderr.decode(errors='replace'))}"
        ) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unreachable(
            "The printing system did not answer; look at the printer before printing again."
        ) from error
    return missing_words(printed.missing)


def has_printer() -> bool:
    """Whether this computer has a printing system."""
    return shutil.which("lp") is not None


def missing_words(missing: str) -> str:
    """Return a sentence on letters that no font of this computer has; a mark stands for each on the sheet."""
    if not missing:
        return ""
    some = f"{missing[:12]}…" if len(missing) > 12 else missing
    return (
        f"This computer has no font for {some}: a mark stands in their place. Install one, such as Debian's "
        "fonts-noto-cjk, or atma-tui with the extra cjk, and print again."
    )
