"""The clinic's words for drafts."""

import pytest

from atma_tui.desk.clinic.choices import ClinicFields
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Template
from atma_tui.domain.reminders.wording import FIELDS


def test_a_template_is_changed_undone_and_taken_back(desk):
    shipped = desk.templates.all()
    assert set(shipped) == {"remind", "moved", "cancelled"}
    desk.templates.change("moved", subject="{first_name}: now {when}")
    changed = desk.templates.all()["moved"]
    assert (changed.subject, changed.body) == ("{first_name}: now {when}", shipped["moved"].body)
    desk.templates.change("moved", body="Hello {name}\n\n{phone}")
    assert desk.templates.all()["moved"].body == "Hello {name}\n\n{phone}"
    desk.history.undo()
    undone = desk.templates.all()["moved"]
    assert (undone.subject, undone.body) == (changed.subject, changed.body)
    assert desk.templates.reset("moved") == shipped["moved"]
    assert desk.book.store.count(Template) == 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("See you {whenever}", "no field {whenever}; the fields are: {name}, "),
        ("See you {}", "no field {}"),
        ("See you {when", "brace without its other half"),
        ("", "1 to 150 characters"),
        ("x" * 151, "1 to 150 characters"),
    ],
)
def test_what_no_draft_can_say_is_refused(desk, words, why):
    with pytest.raises(InputError) as refusal:
        desk.templates.change("remind", subject=words)
    assert why in str(refusal.value)


def test_the_example_is_made_up_and_fills_every_field(desk):
    example = desk.drafts.example()
    assert set(example) == set(FIELDS)
    assert (example["name"], example["first_name"], example["what"]) == ("Ada Sample", "Ada", "open house")
    assert example["when"] == "Tue 8 Dec 2026, 18:00–20:00"
    desk.choices.change(ClinicFields(reminders_name_programs=True))
    assert desk.drafts.example()["what"] == "Open house"
