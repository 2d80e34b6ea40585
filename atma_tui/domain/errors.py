"""Everything that can be refused or go wrong, worded for the desk.

`str(error)` is one sentence fit for a toast or for stderr: what happened, what is safe, what to do.

    AtmaError
      RuleError        a rule said no; nothing was changed        (exit code 1)
        Full (ListFull), NotOpen, TooSmall, AlreadyEnrolled, Clash, Closed, Affected, Blocked, Guarded, NotAllowed,
        NotSignedIn
      InputError       the words given make no sense              (exit code 2)
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
    """Base of all that the desk words for people; anything else that is raised is a bug."""

    code: ClassVar[str] = "error"
    """Stable name of the error in `--json` answers."""
    exit_code: ClassVar[int] = 1


class RuleError(AtmaError):
    """A rule of the desk said no; nothing was changed."""

    code = "refused"


class Full(RuleError):
    """No free place for the party, and waiting was not wanted."""

    code = "full"


class ListFull(Full):
    """No free place for the party, and as many wait as may, without a reason for one more."""

    code = "waiting-list-full"


class NotOpen(RuleError):
    """Enrolment in the event has not opened yet, or has closed, and no reason was given for going past that."""

    code = "not-open"


class TooSmall(RuleError):
    """Fewer seats than people who are in already, and no reason was given for it."""

    code = "too-small"


class AlreadyEnrolled(RuleError):
    """The person has a live enrolment in this offering."""

    code = "already-enrolled"


class Clash(RuleError):
    """The person is somewhere else at that time, the drive between cities counted."""

    code = "clash"


class Closed(RuleError):
    """The site is closed at that time, and no reason was given for it."""

    code = "closed"


class Affected(RuleError):
    """A change of the clinic's set-up leaves bookings that do not fit any more, and no reason was given for it."""

    code = "affected"


class Blocked(RuleError):
    """The state of a record does not allow the act, such as checking in to a cancelled event."""

    code = "blocked"


class Guarded(RuleError):
    """A sync was held back because too much would change at once; nothing was applied."""

    code = "guarded"


class NotAllowed(RuleError):
    """Whoever is at the desk does not have the right that this needs."""

    code = "not-allowed"


class NotSignedIn(RuleError):
    """Nobody has shown that they are who they say, or the PIN was wrong."""

    code = "not-signed-in"


class Stale(RuleError):
    """The record changed since it was looked at; the form keeps what was typed."""

    code = "stale"


class InputError(AtmaError):
    """The words given cannot be understood; nothing was changed."""

    code = "input"
    exit_code = 2


class NotFound(InputError):
    """Nothing in the book has that id, prefix or name."""

    code = "not-found"


class Ambiguous(InputError):
    """The prefix or name fits more than one."""

    code = "ambiguous"


class NoCalendar(InputError):
    """A file of one's own is not a whole calendar."""

    code = "unreadable"


class BookError(AtmaError):
    """The book cannot be read or written; what was acknowledged before is safe."""

    code = "book"
    exit_code = 3


class Exists(BookError):
    """A new record was given the id of one that is there."""

    code = "exists"


class Busy(BookError):
    """Another desk held the book for too long; nothing was changed, try again."""

    code = "busy"


class Unreachable(BookError):
    """Disk full, folder read-only, connection lost: the transaction did not happen or is in doubt."""

    code = "unreachable"


class Damaged(BookError):
    """Something committed cannot be read; no file was touched."""

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
    """The answer came and is not a whole calendar."""

    code = "unreadable"
