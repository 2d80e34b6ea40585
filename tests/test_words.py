"""Words that staff do not use stay out of every text: source, manual, front page, data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXTS = [
    path
    for folder, pattern in (("atma_tui", "*.py"), ("data", "*.md"), ("data", "*.json"), (".", "README.md"))
    for path in (ROOT / folder).glob(pattern if folder == "." else f"**/{pattern}")
]
OLD = (
    "With a seat",
    '"In it"',
    '"Ended"',
    '"Out"',
    'Column("In"',
    "Tight:",
    "not part of the sum",
    "goes to them first",
    "not sure to take place",
    "Not today",
    "there is no treatment plan yet",
    "no clinician has said",
    "what does the clinician say",
    "says of {",
    "last day it holds",
    "not to take place as it stands",
    "Nobody forgotten",
    "Owed a call",
    "A call not returned",
    "next in line cannot take it",
    '"Let in"',
    "clinic's choices",
    "clinic decides for itself",
    "within which a cancel is late",
    '"Domain"',
    "ends the names of new events",
    '"Drive"',
    "Take a calendar file in",
    '"Look", "Show',
    "No website is named",
    "Whatever it turns out to be",
    "Its times mean",
    'asked for by name"',
    "Brought in step",
    "brought in step",
    ': taken out"',
    "told by each event's place",
    "who holds the series",
    'box at the door"',
    'letters are keys"',
    "where keys act",
    "is walked alone",
    "only a group has meetings",
    '"Fairness"',
    'Column("Passed"',
    'Column("Over"',
    "nobody's act",
    "Esc again throws",
    "u undoes",
    'Ctrl+Z undoes"',
    "lists it no more",
    "Let somebody into",
    "waits for a clinician's word",
    "walked more than once",
    "Enter asks, to",
    "for a reason, to",
    "Nobody and nothing like",
    "Nothing like that",
    "here is called that",
    "under the cursor free",
    "seats come about",
    "and it shows",
    "; it shows",
    "not taken in",
    "goes to who waits",
    "on the way through a program yet",
    "or settle",
    "that they came to",
    "of those with a seat",
    "have to take it",
    'offered on"',
    "free is offered on",
    "waiting on screen 7",
)


@pytest.mark.parametrize("words", OLD)
def test_words_that_staff_do_not_use_are_in_no_text(words):
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in TEXTS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(rf"(?<!\w){re.escape(words)}", line) and "Readiness has to do" not in line
    ]
    assert found == []
