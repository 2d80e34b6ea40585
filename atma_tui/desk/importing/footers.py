"""Rows of a table that are about the others: a sum, or when the list was printed."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PEOPLE = (
    r"(?: number)?(?: of)?(?: (?:people|persons?|participants?|attendees?|guests?|clients?|patients?|names|rows"
    r"|records|entries|contacts|registrations|tickets|seats|orders|bookings))?"
)
_FIGURE = r"[$(]?\d{1,6}(?:[.,]\d{1,3}){0,2}%?\)?"
_SUM = re.compile(
    rf"(?:grand |sub ?-?)?totals?{_PEOPLE}(?:[ :=-]+{_FIGURE})*[ :]*"
    rf"|(?:count|sum|number){_PEOPLE}(?: ?:|(?:[ :=-]+{_FIGURE})+)"
    rf"|{_FIGURE}{_PEOPLE} (?:in total|altogether|rows|records|entries|people|names)",
    re.IGNORECASE,
)
_PRINTED = re.compile(
    r"(?:(?:list|report) )?(?:printed|exported|generated|downloaded|created)(?: (?:on|at|by|from)\b|:).*"
    r"|page:? ?\d+(?: ?(?:of|/) ?\d+)?|end of (?:the )?(?:list|report|file)\.?",
    re.IGNORECASE,
)


def is_footer(cells: Sequence[str]) -> bool:
    """Whether a row is nobody, but sums up the list or says when it was printed.

    Beside a sum are only figures: somebody called Total has a last name, a phone number or an e-mail there.
    """
    told = [words for cell in cells if (words := " ".join(cell.split()))]
    are_figures = all(re.fullmatch(_FIGURE, one) for one in told[1:])
    words = " ".join(told)
    return bool((are_figures and _SUM.fullmatch(words)) or _PRINTED.fullmatch(words))
