"""Which fields of records hold words, typed or composed by the program, that may contain names.

A test checks that each text field of each record is either listed here or known to hold no words.
"""

from __future__ import annotations

from msgspec import Struct

from atma_tui.domain import records as r

PUBLISHED = frozenset({"title", "description", "place", "url", "categories"})
"""The public fields of a public event: a name there, such as a speaker's, is published anyway."""

WORDS: dict[type[Struct], frozenset[str]] = {
    r.Closure: frozenset({"why"}),
    r.Event: frozenset({"title", "description", "place", "why", "override_reason", "runs_anyway", "url", "notes"}),
    r.Series: frozenset({"title"}),
    r.ProgramSeats: frozenset({"override_reason"}),
    r.Pathway: frozenset({"why"}),
    r.Person: frozenset({"notes"}),
    r.Cancelled: frozenset({"why", "waived"}),
    r.Enrolment: frozenset(
        {"priority_why", "passed", "override_reason", "clash_reason", "exception_reason", "note"}
    ),
    r.Hold: frozenset({"name", "why"}),
    r.DoorCount: frozenset({"override_reason"}),
    r.LastKnown: frozenset({"place"}),
    r.Call: frozenset({"why", "asked", "tries"}),
    r.BoardNote: frozenset({"words"}),
    r.Look: frozenset({"reason"}),
    r.LookWay: frozenset({"reason"}),
    r.RemoteEvent: frozenset({"title", "description", "place", "categories", "url", "notes"}),
    r.Listing: frozenset({"file"}),
    r.Answer: frozenset({"question", "answer", "words", "next_step"}),
    r.Act: frozenset({"summary"}),
}
"""By record, or part of one."""

NOTES = frozenset({"note", "notes"})
"""Words on which nothing else depends: they are removed without a trace; of others a mark is left."""
