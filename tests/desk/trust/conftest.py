from __future__ import annotations

from collections.abc import Callable

import pytest

from atma_tui.desk.desk import Desk
from tests.pins import hash_cheaply


@pytest.fixture(autouse=True)
def cheap_pins(monkeypatch):
    hash_cheaply(monkeypatch)


@pytest.fixture
def staffed(desk) -> Desk:
    """The desk of Lea, a lead; Ada works at the desk and Rae reads. Only Lea has a PIN."""
    desk.operators.add("Lea", "lead")
    desk.signing_in.sign_in("Lea")
    desk.operators.add("Ada", "desk", "edmonton")
    desk.operators.add("Rae", "reader")
    desk.operators.set_pin("Lea", "4711")
    return desk


@pytest.fixture
def another_desk(desk, clock) -> Callable[[str], Desk]:
    """Return a desk over the same book, for somebody who has not signed in yet."""
    return lambda name: Desk(desk.book.store, name, clock)
