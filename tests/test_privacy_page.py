"""The page for the privacy officer: its tables are complete, and what it says of each field is so."""

import re
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from atma_tui.domain import records as r
from atma_tui.domain.trust.names import NameRemoval, names_of
from tests.store.samples import NOW, filled

PAGE = Path(__file__).parents[1] / "data" / "help" / "privacy.md"

TABLES = {
    "The person": r.Person,
    "A seat, a place in line or in a program": r.Enrolment,
    "A client's path through a program": r.Pathway,
    "A call that is owed, and a whole series": r.Call,
    "A reminder that was sent": r.Reminder,
    "The log": r.Act,
}


def table(heading):
    """Return what the page says becomes of each field, by its name."""
    part = re.split(r"^### ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    [rows] = [one for one in part if one.startswith(f"{heading}\n")]
    said = {}
    for row in rows.splitlines():
        cells = [cell.strip() for cell in row.split("|")[1:-1]]
        if len(cells) == 3:
            said |= dict.fromkeys(re.findall(r"`([^`]+)`", cells[0]), cells[2])
    return said


def record(kind):
    """Return a record of Una Rarely with something in every field."""
    whole = filled(kind)
    if kind is r.Person:
        names = {"name": "Una Rarely", "known_as": "Uni", "other_names": ("Una Other",)}
        return replace(whole, **names, nameless=None)
    if kind is r.Act:
        before = msgspec.to_builtins(record(r.Person))
        return replace(
            whole,
            related_ids=("person-1",),
            nameless=False,
            changes=(r.Change(kind="person", id="person-1", before=before),),
        )
    return replace(whole, person="person-1")


def value(one, path):
    for name in path.split("."):
        one = getattr(one, name)
    return one


@pytest.mark.parametrize("heading", TABLES)
def test_each_field_is_in_the_table_and_becomes_what_it_says(heading):
    said, before = table(heading), record(TABLES[heading])
    assert {name for name in said if "." not in name} == set(before.__struct_fields__)
    una = record(r.Person)
    removal = NameRemoval(
        gone=names_of([una]),
        stay=names_of([]),
        person_of={"person-1": "person-1"},
        people=frozenset({"person-1"}),
        events=frozenset(),
        now=NOW,
    )
    after = removal.of(before)
    for name, then in said.items():
        was, now = value(before, name), value(after, name)
        if then == "stays" and any(other.startswith(f"{name}.") for other in said):
            was, now = (replace(one, why="", waived="") for one in (was, now))
        if then == "stays":
            assert now == was, name
        elif then == "removed":
            assert now != was, name
            assert "Una" not in str(now), name
        else:
            assert then == "is set" and now and not was, name


def test_what_is_usual_is_as_the_page_says():
    clinic = r.Clinic(id="clinic")
    usual = f"--guest-months {clinic.guest_months} --client-years {clinic.client_years}"
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert f"{usual} --minor-years {clinic.minor_years}" in page
    assert f"--look-years {clinic.look_years}" in page
    for words in (
        f"{clinic.guest_months} months",
        f"{clinic.client_years} years",
        f"{clinic.minor_years} years at least",
    ):
        assert words in page
