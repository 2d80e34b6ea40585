"""The classes of the screens and widgets, found by themselves: a test of all of them includes a new one."""

import inspect
import pkgutil
from importlib import import_module
from typing import Any

import atma_tui.ui


def ours(base: type[Any]) -> list[type[Any]]:
    """Return every class of the user interface that has this base."""
    found = []
    for module in pkgutil.walk_packages(atma_tui.ui.__path__, "atma_tui.ui."):
        for part in vars(import_module(module.name)).values():
            if inspect.isclass(part) and issubclass(part, base) and part.__module__ == module.name:
                found.append(part)
    return found
