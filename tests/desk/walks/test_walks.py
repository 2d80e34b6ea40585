"""Every use case that writes, in any order, at two desks over one book: the rules hold after each step."""

from __future__ import annotations

import inspect
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from types import CodeType, FunctionType, MethodType

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from atma_tui.desk.desk import Desk
from tests.books import open_book
from tests.desk.walks import ACTS, acts_trust, broken
from tests.desk.walks.__main__ import fault, steps_of
from tests.desk.walks.walking import Step, Walk
from tests.memory import MemoryBook

NOT_WALKED = {
    *("people.add_within", "imports.plan", "people_import.plan", "bookings.preview_run", "websites.read"),
    *("looks.saw", "looks.close", "_lapses.promote"),
}
"""A step of other acts, what only looks by the same ways as an act, asks the network or flushes looks, and what
`Desk.tick` does, which each walk calls."""


class AnyWalk(RuleBasedStateMachine):
    """A walk over a real book; which acts there are is added below."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp(prefix="atma-walk-")
        self.walk = Walk(lambda: open_book(self.folder))

    def go(self, act: str, seed: int) -> None:
        before, now = files(self.folder), self.walk.now
        refused = self.walk.go(ACTS[act], Step(act, seed))
        unchanged = files(self.folder) == before or self.walk.now != now
        assert not refused or unchanged, f"{act} was refused and wrote something"
        assert broken(self.walk) == []

    def teardown(self) -> None:
        self.walk.close()
        shutil.rmtree(self.folder)


def files(folder: str) -> dict[str, bytes]:
    return {str(one): one.read_bytes() for one in sorted(Path(folder).rglob("*")) if one.is_file()}


def step(act: str) -> Callable[..., None]:
    def go(machine: AnyWalk, seed: int) -> None:
        machine.go(act, seed)

    go.__name__ = re.sub(r"\W", "_", act)
    return rule(seed=st.integers(0, 2**32 - 1))(go)  # type: ignore[no-any-return]


Walks = type("Walks", (AnyWalk,), {re.sub(r"\W", "_", act): step(act) for act in ACTS})
TestWalks = Walks.TestCase
TestWalks.settings = settings(max_examples=8, stateful_step_count=25, suppress_health_check=list(HealthCheck))


def test_the_first_walks_of_the_long_run_break_no_rule():
    for seed in range(20):
        wrong, done = fault(steps_of(seed))
        assert not wrong, "\n  ".join([wrong, *done])


def test_no_act_beyond_a_role_succeeds_at_desks_whose_people_are_known():
    """Each walk is stopped by its first act that somebody was not allowed to do; see `Walk.go`."""
    for seed in range(12):
        begin = [Step("operators.add", number) for number in range(8)]
        steps = [*begin, *steps_of(seed, acts_trust if seed % 2 else None)]
        wrong, done = fault(steps)
        assert not wrong, "\n  ".join([wrong, *done])


def test_every_use_case_that_writes_is_walked():
    desk = Desk(MemoryBook(), "Ada")
    walked = {act.partition(" ")[0] for act in ACTS}
    assert {*writing(desk)} - walked == NOT_WALKED


def writing(desk: Desk) -> Iterator[str]:
    """Yield the use cases that begin an act or a transaction, themselves or in what they call."""
    parts = [name for name, one in vars(Desk).items() if isinstance(one, cached_property)]
    for owner, part in [("", desk), *((f"{name}.", getattr(desk, name)) for name in parts)]:
        for name, method in inspect.getmembers(part, inspect.ismethod):
            if not name.startswith("_") and writes(method, set()):
                yield f"{owner}{name}"


def writes(function: FunctionType | MethodType, seen: set[object]) -> bool:
    inner = inspect.unwrap(function)
    if inner in seen:
        return False
    seen.add(inner)
    names = {*names_in(inner.__code__)}
    if names & {"act", "transaction"}:
        return True
    owner = getattr(function, "__self__", None)
    called = [getattr(owner, name, None) for name in names] + [inner.__globals__.get(name) for name in names]
    return any(
        writes(one, seen)
        for one in called
        if isinstance(one, FunctionType | MethodType) and one.__module__.startswith("atma_tui.desk")
    )


def names_in(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from names_in(inner)
