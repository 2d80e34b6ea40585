"""Who is in what: enrolments, seats that are held, and people counted at the door without a name."""

from __future__ import annotations

from typing import Literal

from atma_tui.domain.records.base import Count, Moment, Party, Record, Value


class Cancelled(Value, frozen=True, kw_only=True):
    """How an enrolment ended."""

    at: Moment
    by: str
    why: str = ""
    withdrew: bool = False
    """A seat was given back. False for a place in line, a declined offer, a move or a duplicate."""
    late: bool = False
    """Inside the clinic's notice (24 hours) of a program appointment."""
    waived: str = ""
    """Reason for not counting a late cancel."""


Status = Literal["enrolled", "waiting", "offered", "attended", "no_show", "cancelled"]


class Enrolment(Record, frozen=True, kw_only=True):
    """A person, or a party of n, in an offering."""

    kind = "enrolment"
    indexed = ("offering", "person", "status")

    offering: str
    person: str
    party: Party = 1
    status: Status
    position: Count = 0
    """Place in the line, given inside the transaction; kept afterwards as history. 0: never waited."""
    priority: int = 0
    """Higher comes first; 0 unless somebody gave a reason."""
    priority_why: str = ""
    passed: tuple[str, ...] = ()
    """Reasons for which somebody behind was let in first."""
    offered_until: Moment | None = None
    seated: Moment | None = None
    """When somebody who waited got the seat; None: not yet, they did not wait, or the book is older."""
    override_reason: str = ""
    """Reason of the override that let them in over capacity; in older books also over a clash."""
    clash_reason: str = ""
    """Why the person may be elsewhere at that time as well: a reason that was given, or the act that led to it."""
    exception_reason: str = ""
    """Why they were enrolled while enrolment was not open, or added to a full waiting list."""
    at: Moment
    by: str
    arrived: Moment | None = None
    came: Count = 0
    """How many of the party came, if not all; 0: all."""
    left: Moment | None = None
    """When the whole party was seen to leave; None: they are here, or nobody noted it."""
    cancelled: Cancelled | None = None
    instead_of: tuple[str, ...] = ()
    """Enrolments that end when this one gets its seat: a place in the other city's line, or the seat left."""
    note: str = ""
    """The desk's own remark, such as what somebody asked for; never published."""

    @property
    def live(self) -> bool:
        """Whether the person still has or wants the seat."""
        return self.status in ("enrolled", "waiting", "offered", "attended")

    @property
    def here(self) -> int:
        """How many people came."""
        return (self.came or self.party) if self.status == "attended" else 0

    @property
    def missed(self) -> int:
        """How many people did not come, as far as that was noted."""
        return self.party - self.here if self.status in ("attended", "no_show") else 0


class Hold(Record, frozen=True, kw_only=True):
    """Seats kept back by the desk."""

    kind = "hold"
    indexed = ("offering",)

    offering: str
    seats: Party
    name: str
    """For whom, such as `physician`."""
    why: str
    until: Moment | None = None
    at: Moment
    by: str


class DoorCount(Record, frozen=True, kw_only=True):
    """People who came to an event or left it without giving a name: one or more presses of a key at the door.

    Each is a record of its own, and the sum is computed: counts of several desks add up, and each can undo its
    own.
    """

    kind = "door_count"
    indexed = ("offering",)

    offering: str
    """Id of the event."""
    came: int = 0
    """How many came in; negative where a number was corrected downwards."""
    left: Count = 0
    """How many went out again: their chairs are free."""
    override_reason: str = ""
    """Reason for letting them in over capacity or past those who wait."""
    at: Moment
    by: str
