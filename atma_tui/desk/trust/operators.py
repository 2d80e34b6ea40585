"""Who works at the desk: their names, roles and PINs, and what each role may do."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.trust.pins import checked_pin, hash_of
from atma_tui.domain.changes import with_changes
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Act, Clinic, Operator, Role, new_id
from atma_tui.domain.text import clean
from atma_tui.domain.trust.permissions import Authority
from atma_tui.domain.trust.rights import RULES, TABLE, Right, decided, least_role, mixes_scripts, named, who_words
from atma_tui.store.rerun import rerunnable

WRONG_PIN: Literal["wrong PIN"] = "wrong PIN"
"""The verb of an act that notes a wrong PIN."""
_LATELY, _AT_ONCE = timedelta(days=7), timedelta(minutes=1)
_OWNER = Authority("the owner of the book", "lead")


class WrongPins(Struct, frozen=True):
    """Wrong PINs recently given for somebody."""

    name: str
    count: int
    last_at: datetime


class Operators:
    """Use cases around the people at the desk."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def all(self) -> list[Operator]:
        """Return everybody who works at the desk, by name."""
        return sorted(self._book.all_of(Operator).values(), key=lambda one: one.name.casefold())

    def the(self, ref: str) -> Operator:
        """Return the one of that name, id or beginning of an id. Raises `NotFound`, `Ambiguous`."""
        return named(self.all(), ref) or self._book.the(Operator, ref, "operator")

    @rerunnable
    def add(self, name: str, role: Role = "desk", site: str = "") -> Operator:
        """Add an operator; the first one is a lead. Raises `Blocked`, `InputError`, `NotAllowed`.

        From then on only those who were added can sign in.
        """
        book = self._book
        with book.act("add operator") as work:
            one = _checked(book, Operator(id=new_id("opr"), name=name, role=role, site=site))
            work.summary = f"{one.name} works at the desk ({one.role})"
            return work.add(one)

    @rerunnable
    def change(
        self,
        ref: str,
        *,
        name: str | None = None,
        role: Role | None = None,
        site: str | None = None,
        rev: int | None = None,
    ) -> Operator:
        """Change an operator; what is not given stays. Raises `Blocked`, `InputError`, `Stale`."""
        book = self._book
        with book.act("change operator") as work:
            before = book.unchanged(Operator, self.the(ref).id, rev)
            given = {"name": name, "role": role, "site": site}
            after = _checked(book, replace(before, **{key: one for key, one in given.items() if one is not None}))
            if after == before:
                return before
            work.summary = with_changes(f"Changed {before.name}", before, after, {})
            saved = work.put(after, before)
        if before.name == book.operator:
            book.at_desk.be(saved.name, saved)
        return saved

    @rerunnable
    def remove(self, ref: str) -> Operator:
        """Remove an operator. Raises `Blocked` for the last lead while there are others."""
        with self._book.act("remove operator") as work:
            one = self._book.unchanged(Operator, self.the(ref).id, None)
            work.summary = f"{one.name} no longer works at the desk"
            work.delete(one)
        return one

    @rerunnable
    def set_pin(self, ref: str, pin: str) -> Operator:
        """Set somebody's PIN or passphrase, or remove it (empty); for a lead and the operators themselves."""
        book, hashed = self._book, hash_of(checked_pin(pin)) if pin else ""
        with book.act("change PIN") as work:
            before = book.unchanged(Operator, self.the(ref).id, None)
            if not (pin or before.pin):
                return before
            work.summary = f"PIN of {before.name} {'changed' if pin else 'removed'}"
            one = work.change(before, pin=hashed, failed=0, failed_at=None)
        if before.name == book.operator:
            book.at_desk.be(one.name, one)
        return one

    def reset_pin(self, ref: str, pin: str, place: str) -> Operator:
        """Do that for somebody who forgot theirs, as the owner of the book at `place`. Raises `NotAllowed`."""
        from atma_tui.desk.whole_books import refuse_unless_owned

        refuse_unless_owned(place)
        self._book.at_desk.allow_next(_OWNER, self._book.now() + _AT_ONCE)
        try:
            return self.set_pin(ref, pin)
        finally:
            self._book.at_desk.end_stand_in()

    # What they may do

    def rights(self) -> dict[Right, Role]:
        """Return the lowest role that has each of the rights that the clinic decides on."""
        return {right: least_role(right, self._book.clinic().rights) for right in TABLE}

    @rerunnable
    def decide(self, right: Right, role: Role) -> Clinic:
        """Set the lowest role that has a right. Raises `InputError`, `NotAllowed`."""
        book = self._book
        with book.act("change rights") as work:
            before, now = book.store.get(Clinic, "clinic"), book.clinic()
            after = replace(now, rights=decided(right, role, now.rights))
            if after == now:
                return now
            work.summary = f"{who_words(role).capitalize()} may {RULES[right].words}"
            return work.put(after, before) if before is not None else work.add(after)

    # Who was tried

    @one_moment
    def wrong_pins(self) -> list[WrongPins]:
        """Return the wrong PINs of the last days by operator; for leads only."""
        store, since = self._book.store, self._book.now() - _LATELY
        found: list[WrongPins] = []
        for one in self.all():
            acts = [act for act in store.find(Act, related_ids=one.id) if act.verb == WRONG_PIN and act.at > since]
            if acts:
                found.append(WrongPins(one.name, len(acts), max(act.at for act in acts)))
        return found


def _checked(book: Book, one: Operator) -> Operator:
    name = clean(one.name, 60)
    if not name:
        raise InputError("Say what they are called; nothing was changed.")
    if mixes_scripts(name):
        raise InputError("That name mixes letters that look alike, so it can be taken for another one.")
    return replace(one, name=name, site=book.site(one.site).id if one.site else "")
