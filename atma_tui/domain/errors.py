"""Everything that can be refused or go wrong, with messages written for the desk.

`str(error)` is one sentence fit for a toast or for stderr: what happened, what is safe, what to do.

    AtmaError
      RuleError        a rule said no; nothing was changed        (exit code 1)
        Full (ListFull), NotOpen, TooSmall, AlreadyEnrolled, Clash, Closed, Affected, Blocked, Guarded, NotAllowed,
        NotSignedIn
      InputError       the input makes no sense (exit code 2)
        NotFound, Ambiguous, NoCalendar
      Stale            somebody else changed it meanwhile         (exit code 1)
      BookError        the book cannot be used                    (exit code 3)
        Exists, Busy, Unreachable, Damaged, TooNew, Locked, WrongKey
      SyncError        a source could not be used                 (exit code 3)
        Offline, Rejected, Unreadable
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar


class AtmaError(Exception):
    """Base of all errors with a message for people; any other exception is a bug."""

    code: ClassVar[str] = "error"
    """Stable name of the error in `--json` answers."""
    exit_code: ClassVar[int] = 1


class RuleError(AtmaError):
    """A rule of the desk said no; nothing was changed."""

    code = "refused"


class Full(RuleError):
    """No free place for the party, and it did not want to wait."""

    code = "full"


class ListFull(Full):
    """No free place for the party, the waiting list is full too, and no reason was given to exceed its limit."""

    code = "waiting-list-full"


class NotOpen(RuleError):
    """Enrolment in the event has not opened yet, or has closed, and no reason was given for an exception."""

    code = "not-open"


class TooSmall(RuleError):
    """Fewer seats than people who are already in, and no reason was given."""

    code = "too-small"


class AlreadyEnrolled(RuleError):
    """The person has a live enrolment in this offering."""

    code = "already-enrolled"


class Clash(RuleError):
    """The person is somewhere else at that time, including the drive between cities."""

    code = "clash"


class Closed(RuleError):
    """The site is closed at that time, and no reason was given for an exception."""

    code = "closed"


class Affected(RuleError):
    """A change of the clinic's set-up would leave bookings that no longer fit, and no reason was given."""

    code = "affected"


class Blocked(RuleError):
    """The state of a record does not allow the act, such as checking in to a cancelled event."""

    code = "blocked"


class Guarded(RuleError):
    """A sync was held back because too much would change at once; nothing was applied."""

    code = "guarded"


class NotAllowed(RuleError):
    """The operator does not have the right that this needs."""

    code = "not-allowed"


class NotSignedIn(RuleError):
    """Nobody is signed in, or the PIN was wrong."""

    code = "not-signed-in"


class Stale(RuleError):
    """The record changed after the form was opened; the form keeps what was typed."""

    code = "stale"


class InputError(AtmaError):
    """The input cannot be understood; nothing was changed."""

    code = "input"
    exit_code = 2


class NotFound(InputError):
    """Nothing in the book has that id, prefix or name."""

    code = "not-found"


class Ambiguous(InputError):
    """The prefix or name fits more than one."""

    code = "ambiguous"


class NoCalendar(InputError):
    """A file that the desk was given is not a complete calendar."""

    code = "unreadable"


class BookError(AtmaError):
    """The book cannot be read or written; everything that was saved before is safe."""

    code = "book"
    exit_code = 3


class Exists(BookError):
    """A new record was given an id that is already taken."""

    code = "exists"


class Busy(BookError):
    """Another desk held the book for too long; nothing was changed, try again."""

    code = "busy"


class Unreachable(BookError):
    """Disk full, folder read-only or connection lost: the transaction did not happen, or may not have."""

    code = "unreachable"


class Damaged(BookError):
    """Something that was saved cannot be read; no file was changed."""

    code = "damaged"


class TooNew(BookError):
    """The book was written by a newer atma-tui."""

    code = "too-new"


class Locked(BookError):
    """The book is encrypted, and this process has no key for it."""

    code = "locked"

    def __init__(self, sentence: str, unlock: Callable[[str], None]) -> None:
        super().__init__(sentence)
        self.unlock = unlock
        """Takes a passphrase or recovery code, so that the book can be opened; raises `WrongKey`."""


class WrongKey(BookError):
    """A passphrase or recovery code does not open the book."""

    code = "wrong-key"


class SyncError(AtmaError):
    """A source could not be used; the events it gave before stay as they are."""

    code = "sync"
    exit_code = 3


class Offline(SyncError):
    """No answer: no network, no such host, too slow."""

    code = "offline"


class Rejected(SyncError):
    """The server answered, with a refusal or an error."""

    code = "rejected"


class Unreadable(SyncError):
    """The answer arrived, but is not a complete calendar."""

    code = "unreadable"
