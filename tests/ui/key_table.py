"""The manual's page of keys, from the one declaration that the footer, the help and the palette use too.

python -m tests.ui.key_table        writes data/help/keys.md
"""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from textwrap import wrap

import atma_tui.ui.app
from atma_tui.ui.ground.keys import ELSEWHERE, LISTS, Command, declared, key_name

PAGE = Path(__file__).parents[2] / "data/help/keys.md"
TITLE = """# Keys
Every key on every screen, and what it does.

On a screen, `?` shows the keys that work there at the moment. While a box has the cursor, letters are typed \
into it; `Esc` leaves the box."""
_LAST = "Dialogs"
_WIDTH = 78


def page() -> str:
    """Return the whole page."""
    for module in walk_packages(atma_tui.ui.__path__, "atma_tui.ui."):
        import_module(module.name)
    return keys_page(declared())


def keys_page(commands: Iterable[Command]) -> str:
    """Return the page: a list of keys for each group, those that work on all screens first."""
    groups: dict[str, list[Command]] = {ELSEWHERE: [], LISTS: []}
    for command in commands:
        groups.setdefault(command.group, []).append(command)
    *head, about = TITLE.split("\n")
    lines = [*head, *wrap(about, _WIDTH)]
    for group in sorted(groups, key=lambda group: (group == _LAST, group not in (ELSEWHERE, LISTS), group)):
        if groups[group]:
            lines += ["", f"## {group}", ""]
            for command in groups[group]:
                lines += wrap(_line(command), _WIDTH, subsequent_indent="  ", break_on_hyphens=False)
    return "\n".join(lines) + "\n"


def _line(command: Command) -> str:
    names = ", ".join(f"`{key_name(key)}`" for key in command.keys.split(","))
    return f"- {names}: {command.help}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
