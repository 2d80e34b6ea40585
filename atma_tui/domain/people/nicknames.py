"""First names and the short forms people go by: `Bob` may be in the book as `Robert`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from atma_tui.domain.text import fold


class Nicknames:
    """What else somebody of a first name may be called."""

    def __init__(self, short_forms: Mapping[str, str]) -> None:
        """Know full names, each with its short forms, separated by blanks; all in plain small letters."""
        self._short = {full: frozenset(short.split()) for full, short in short_forms.items()}

    @cached_property
    def _full(self) -> Mapping[str, set[str]]:
        full_names: defaultdict[str, set[str]] = defaultdict(set)
        for full, short_forms in self._short.items():
            for short in short_forms:
                full_names[short].add(full)
        return full_names

    def variants(self, name: str) -> frozenset[str]:
        """Return other forms of a first name, folded: `bob` gives `robert` and `rob`.

        These are its short forms, its full names and, of what is only ever a short form, the other short ones.
        """
        name = fold(name)
        own, full_names = self._short.get(name, frozenset()), self._full.get(name, set())
        others = () if own else [self._short[full] for full in full_names]
        return own.union(full_names, *others) - {name}
