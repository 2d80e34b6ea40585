"""What rows of numbers can be grouped by. A module of its own, so that the command line's help loads no more."""

from __future__ import annotations

from typing import Literal, get_args

Grouping = Literal["day", "week", "month", "site", "kind", "clinician", "lead"]
"""`lead` is the time between booking and event; the longer it is, the more people stay away."""

GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)
