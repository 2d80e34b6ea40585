"""What an operator may do, by the state of the book at one moment."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec import Struct

from atma_tui.domain.errors import NotAllowed, NotSignedIn
from atma_tui.domain.records import Allowance, Operator, Role
from atma_tui.domain.trust.rights import RULES, Right, has_right, least_role, who_words


class Authority(Struct, frozen=True):
    """Somebody who allows one act that the operator may not do themselves."""

    name: str
    role: Role


class Permissions(Struct, frozen=True, kw_only=True):
    """Who is at the desk, and what they may do. If the clinic records nobody, anybody may do everything."""

    name: str
    """The operator's name."""
    everything: bool = False
    """Whether the clinic records nobody."""
    operator: Operator | None = None
    """Who is signed in."""
    allowances: Sequence[Allowance] = ()
    stands_in: Authority | None = None

    def may(self, right: Right) -> bool:
        """Whether they have a right."""
        return not self._missing([right], self._roles)

    def refuse(self, rights: Collection[Right]) -> None:
        """Raise `NotAllowed` or `NotSignedIn` if one of these rights is missing."""
        missing = self._missing(rights, self._roles)
        if not missing:
            return
        if self.operator is None:
            raise NotSignedIn(f"{self.name} is not signed in at this desk. Nothing was changed.")
        right = missing[-1]
        least = who_words(least_role(right, self.allowances))
        raise NotAllowed(
            f"{self.operator.name} ({self.operator.role}) may not {RULES[right].words}; {least} may. "
            "Nothing was changed."
        )

    def leans_on(self, rights: Collection[Right]) -> str:
        """Return the name of whoever stands in for one of these rights; empty if that was not needed."""
        own = [self.operator.role] if self.operator else []
        return self.stands_in.name if self.stands_in and self._missing(rights, own) else ""

    @property
    def _roles(self) -> list[Role]:
        return [one.role for one in (self.operator, self.stands_in) if one is not None]

    def _missing(self, rights: Collection[Right], roles: Collection[Role]) -> list[Right]:
        if self.everything:
            return []
        return [
            right
            for right in RULES
            if right in rights and not any(has_right(role, right, self.allowances) for role in roles)
        ]
