"""The clinic's words for drafts."""

import pytest

from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Template


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
