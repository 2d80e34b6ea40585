"""What rows of numbers are made by; the help of the command line loads no more than this."""

from __future__ import annotations

from typing import Literal, get_args

Grouping = Literal["day", "week", "month", "site", "kind", "clinician", "lead"]
"""`lead` is the time between booking and event: the longer it is, the more people do not come."""

GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)
