"""The acts of a walk, by the use case that each one goes through."""

from __future__ import annotations

from collections.abc import Callable

from tests.desk.walks.walking import Walk

Act = Callable[[Walk], object]

ACTS: dict[str, Act] = {}
"""By use case, such as `enrolments.enrol`, with a word behind it where one is walked in two ways."""


def act(use_case: str) -> Callable[[Act], Act]:
    """Let walks do this; it goes through the use case of that name."""

    def known(function: Act) -> Act:
        assert use_case not in ACTS
        ACTS[use_case] = function
        return function

    return known
