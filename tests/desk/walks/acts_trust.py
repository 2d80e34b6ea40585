"""Acts around the people at the desk. Most walks have none; in those that have, both desks belong to somebody."""

from __future__ import annotations

import tempfile
from contextlib import suppress

from atma_tui.domain.errors import NotSignedIn
from atma_tui.domain.records import Operator
from atma_tui.domain.trust.rights import ROLES, TABLE
from tests.desk.walks.acts import act
from tests.desk.walks.walking import Walk

NAMES = ("Ada", "Bo", "Cleo")
PINS = ("4711", "4711", "4711", "0815", "")


@act("operators.add")
def add_operator(walk: Walk) -> object:
    if not walk.desk.book.at_desk.has_operators:
        if walk.pick.random() < 0.7:
            return None
        return walk.desk.operators.add(walk.desk.operator, walk.some(("lead", "desk")))
    return walk.desk.operators.add(walk.some(NAMES), walk.some(ROLES), walk.maybe("calgary", ""))


@act("operators.change")
def change_operator(walk: Walk) -> object:
    one = walk.a(Operator)
    return walk.desk.operators.change(one.id, role=walk.some(ROLES), site=walk.maybe("edmonton", ""))


@act("operators.remove")
def remove_operator(walk: Walk) -> object:
    return walk.desk.operators.remove(walk.a(Operator).id)


@act("operators.set_pin")
def set_pin(walk: Walk) -> object:
    return walk.desk.operators.set_pin(walk.a(Operator).id, walk.some(PINS))


@act("operators.reset_pin")
def reset_pin(walk: Walk) -> object:
    """As whoever owns the files: a folder of one's own stands for the book's."""
    with tempfile.TemporaryDirectory() as owned:
        return walk.desk.operators.reset_pin(walk.a(Operator).id, "4711", owned)


@act("operators.decide")
def decide(walk: Walk) -> object:
    return walk.desk.operators.decide(walk.some(TABLE), walk.some(ROLES))


@act("signing_in.sign_in")
def sign_in(walk: Walk) -> object:
    with suppress(NotSignedIn):  # a wrong PIN is refused and noted
        walk.desk.signing_in.sign_in(walk.some(NAMES), walk.some(PINS))


@act("signing_in.unlock")
def unlock(walk: Walk) -> object:
    with suppress(NotSignedIn):
        walk.desk.signing_in.unlock(walk.some(NAMES), walk.some(PINS))


@act("signing_in.stand_in")
def stand_in(walk: Walk) -> object:
    with suppress(NotSignedIn):
        walk.desk.signing_in.stand_in(walk.some(NAMES), walk.some(PINS))
