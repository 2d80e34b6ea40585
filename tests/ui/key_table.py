"""The README's table of keys, from the one declaration that the footer, the help and the palette use too.

python -m tests.ui.key_table        writes it into README.md
"""

from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import atma_tui.ui.app
from atma_tui.ui.ground.keys import declared, key_table

README = Path(__file__).parents[2] / "README.md"
START, END = "<!-- keys: made by `python -m tests.ui.key_table` -->", "<!-- /keys -->"


def table() -> str:
    """Return the table of every key of every screen."""
    for module in walk_packages(atma_tui.ui.__path__, "atma_tui.ui."):
        import_module(module.name)
    return key_table(sorted(declared(), key=lambda command: command.group != "Everywhere"))


def filled(text: str, made: str) -> str:
    """Return the README with the table in its place."""
    before, _, rest = text.partition(START)
    folded = f"<details><summary>All keys</summary>\n\n{made}\n\n</details>"
    return f"{before}{START}\n{folded}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    README.write_text(filled(README.read_text(encoding="utf-8"), table()), encoding="utf-8")
