"""Masked clients, and the records that are open with a reason at this desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec import convert

from atma_tui.desk.book.book import Book
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Act, Event, Listing, Mask, Person, Program, Site
from atma_tui.domain.text import clean
from atma_tui.store.rerun import rerunnable

if TYPE_CHECKING:
    from atma_tui.domain.trust.masking import Hider
    from atma_tui.domain.trust.titles import TitleHider

T = TypeVar("T")


class Masking:
    """Use cases around masked clients."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._open: frozenset[str] = frozenset()
        self._hider: tuple[object, Hider] | None = None
        self._title_hider: tuple[int, int, TitleHider] | None = None

    @rerunnable
    def mask(self, person_ref: str) -> Person:
        """Mask a client who asked for it. Raises `InputError` if they are already masked."""
        with self._book.act("mask") as work:
            person = self._book.person(person_ref)
            if person.id in self._book.all_of(Mask):
                raise InputError(f"{person.name} is masked already; nothing was changed.")
            work.add(Mask(id=person.id, at=work.now, by=work.by))
            work.summary = f"Masked {person.name}"
        return person

    @rerunnable
    def unmask(self, person_ref: str) -> Person:
        """Unmask a client. Raises `InputError` if they are not masked."""
        with self._book.act("unmask") as work:
            person = self._book.person(person_ref)
            if (mask := self._book.all_of(Mask).get(person.id)) is None:
                raise InputError(f"{person.name} is not masked; nothing was changed.")
            work.delete(mask)
            work.summary = f"Unmasked {person.name}"
        return person

    def is_masked(self, person_id: str) -> bool:
        """Whether a client asked to be masked."""
        return person_id in self._book.all_of(Mask)

    def is_hidden(self, person_id: str) -> bool:
        """Whether a record currently opens only with a reason."""
        return self.is_masked(person_id) and person_id not in self._open

    @property
    def needs_reason(self) -> bool:
        """Whether the operator has to give a reason."""
        at_desk = self._book.at_desk
        return not (at_desk.has_operators and at_desk.may("unmask"))

    def open(self, person_id: str, reason: str) -> str:
        """Show a masked record at this desk until `shut`; returns the reason as the log of looks keeps it.

        Raises `InputError` without a reason where one is needed.
        """
        reason = clean(reason, 200)
        if not reason and self.needs_reason:
            raise InputError(
                "The record of a masked client opens only with a reason; it is kept in the log of looks."
            )
        self._open |= {person_id}
        return reason

    def shut(self) -> None:
        """Hide all masked records again."""
        self._open = frozenset()

    def hide(self, view: T) -> T:
        """Return a view in which masked clients are hidden, except those whose records are open."""
        masks = self._book.all_of(Mask)
        return self._hider_of(frozenset(masks) - self._open).hide(view) if masks else view

    def hide_titles(self, view: T) -> T:
        """Return a view with initials in the titles of private events, for a screen that others can see."""
        return self._title_hider_now().hide(view)

    def _title_hider_now(self) -> TitleHider:
        """Return the hider of titles as they are; after a change only those that are new are hidden anew."""
        from atma_tui.domain.trust.titles import TitleHider, known_words, private_titles

        store = self._book.store
        named, state = store.version(Program, Site), store.version(Event, Listing)
        if self._title_hider is None or self._title_hider[:2] != (named, state):
            same = self._title_hider is not None and self._title_hider[0] == named
            made = self._title_hider[2].hidden if same and self._title_hider else {}
            known = known_words(store.find(Program), store.find(Site))
            titles = private_titles(store.find(Event), store.find(Listing))
            self._title_hider = named, state, TitleHider(titles, known, made)
        return self._title_hider[2]

    def _hider_of(self, ids: frozenset[str]) -> Hider:
        """Return the hider of these people, made again after any person changed."""
        from atma_tui.domain.trust.masking import Hider

        state = ids, self._book.store.version(Person)
        if self._hider is None or self._hider[0] != state:
            self._hider = state, Hider(self._book.store.get_many(Person, ids).values(), self._former(ids))
        return self._hider[1]

    def _former(self, ids: frozenset[str]) -> list[Person]:
        """Return the earlier versions of these people from the log."""
        return [
            convert(change.before, Person)
            for act in self._book.store.find(Act, related_ids=ids)
            for change in act.changes
            if change.kind == Person.kind and change.id in ids and change.before
        ]
