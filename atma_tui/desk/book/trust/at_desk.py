"""The operator at the desk, and the check of each act against what they may do."""

from __future__ import annotations

from datetime import datetime

from atma_tui.desk.book.small_kinds import SmallKinds
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.domain.records import Clinic, Operator
from atma_tui.domain.text import clean
from atma_tui.domain.trust.needs import rights_needed
from atma_tui.domain.trust.permissions import Authority, Permissions
from atma_tui.domain.trust.rights import Right, named


class AtDesk:
    """The operator at the desk. If the book has no operators, anybody may do everything."""

    def __init__(self, small: SmallKinds, name: str) -> None:
        self._small = small
        self.signed_in: Operator | None = None
        """The operator as they were when they signed in: known at once, without reading the book."""
        self._stands_in: tuple[Authority, datetime] | None = None
        """Who stands in for the operator in the next act that needs it, and until when."""
        self.name = clean(name, 60) or "desk"

    def be(self, name: str, one: Operator | None = None) -> None:
        """Change the operator; `one` is given if they have signed in."""
        self.name, self.signed_in, self._stands_in = name, one, None

    @property
    def has_pin(self) -> bool:
        """Whether they gave a PIN when they signed in."""
        return self.signed_in is not None and bool(self.signed_in.pin)

    @property
    def has_operators(self) -> bool:
        """Whether the clinic records who works at the desk."""
        return bool(self._small.all_of(Operator))

    def record(self) -> Operator | None:
        """Return the record of whoever is signed in; None when nobody is, or when the clinic records nobody."""
        one = named(self._small.all_of(Operator).values(), self.name)
        proven = self.signed_in.id if self.signed_in else ""
        return one if one is not None and (not one.pin or one.id == proven) else None

    def permissions(self, now: datetime | None = None) -> Permissions:
        """Return what the operator may do; for an act that begins `now`, with whoever stands in for them."""
        if not self.has_operators:
            return Permissions(name=self.name, everything=True)
        clinic = self._small.all_of(Clinic).get("clinic")
        return Permissions(
            name=self.name,
            operator=self.record(),
            allowances=clinic.rights if clinic else (),
            stands_in=self._stand_in_at(now) if now else None,
        )

    def may(self, right: Right) -> bool:
        """Whether the operator has a right."""
        return self.permissions().may(right)

    def require(self, right: Right) -> None:
        """Raise `NotAllowed` or `NotSignedIn` if the operator does not have a right."""
        self.permissions().refuse([right])

    def allow_next(self, authority: Authority, until: datetime) -> None:
        """Let somebody who has the right stand in for the next act that needs it; the log says so."""
        self._stands_in = authority, until

    def end_stand_in(self) -> None:
        """End standing in: it covers one act only."""
        self._stands_in = None

    def _stand_in_at(self, now: datetime) -> Authority | None:
        if self._stands_in is None:
            return None
        authority, until = self._stands_in
        return authority if now <= until else None


def check_allowed(work: UnitOfWork, permissions: Permissions) -> bool:
    """Check an act that is about to end against what the operator might do when it began.

    Returns whether somebody stood in for them.

    Raises `NotAllowed`, `NotSignedIn`.
    """
    before, after = work.versions()
    if permissions.everything or not (after or work.summary):
        return False
    own = permissions.operator
    needed = rights_needed(work.verb, before, after, own.id if own else "")
    permissions.refuse(needed)
    if name := permissions.leans_on(needed):
        work.summary = f"{work.summary or work.verb}; allowed by {name}"
    return bool(name)
