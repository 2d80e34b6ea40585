import pytest
from hypothesis import given
from hypothesis import strategies as st

from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Allowance, Operator
from atma_tui.domain.trust.rights import (
    ROLES,
    RULES,
    TABLE,
    decided,
    has_right,
    least_role,
    named,
    right_named,
    role_named,
)

rights = st.sampled_from(sorted(RULES))
tables = st.lists(
    st.builds(Allowance, right=st.sampled_from([*RULES, "unknown"]), least=st.sampled_from(ROLES)), max_size=6
)


@given(rights, tables)
def test_whoever_is_above_somebody_with_a_right_has_it_too(right, table):
    having = [has_right(role, right, table) for role in ROLES]
    assert having == sorted(having)
    assert having[-1], "a lead may do everything"


@given(tables)
def test_no_table_lets_a_reader_change_anything_or_others_say_who_works_here(table):
    assert not has_right("reader", "write", table)
    assert not any(has_right("reader", right, table) for right in RULES if RULES[right].fewest != "reader")
    assert not has_right("desk", "people", table)


@given(st.lists(st.tuples(st.sampled_from(TABLE), st.sampled_from(ROLES)), max_size=8))
def test_the_last_decision_on_a_right_holds_and_what_is_usual_is_not_stored(decisions):
    table, expected = (), {right: RULES[right].usual for right in TABLE}
    for right, role in decisions:
        if ROLES.index(role) < ROLES.index(RULES[right].fewest):
            with pytest.raises(InputError, match="Readers"):
                decided(right, role, table)
            continue
        table, expected[right] = decided(right, role, table), role
    assert {right: least_role(right, table) for right in TABLE} == expected
    assert all(one.least != RULES[right_named(one.right)].usual for one in table)


def test_rights_and_roles_are_known_by_their_names():
    assert right_named(" Merge ") == "merge" and role_named("LEAD") == "lead"
    for wrong in ("people", "write", "nothing"):
        with pytest.raises(InputError, match="no right"):
            right_named(wrong)
    with pytest.raises(InputError, match="reader, desk, lead"):
        role_named("boss")


def test_a_name_is_found_however_it_is_capitalised():
    people = [Operator(id="opr-1", name="Ada Sample"), Operator(id="opr-2", name="Bo")]
    assert named(people, " ada SAMPLE ") is people[0]
    assert named(people, "Ada") is None
