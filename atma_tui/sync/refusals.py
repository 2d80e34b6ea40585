"""Messages for servers that cannot be reached or refuse. No refusal ever means "there are no events"."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from ssl import SSLCertVerificationError

from atma_tui.domain.errors import AtmaError, InputError, Offline, Rejected, SyncError
from atma_tui.sync.addresses import host_of

KEPT = "The events it gave earlier are unchanged."
_LONGEST_WAIT = timedelta(hours=1)


class LeaveAlone(Rejected):
    """The server is busy and said when to come back."""

    def __init__(self, message: str, not_before: datetime) -> None:
        super().__init__(message)
        self.not_before = not_before


def left_alone(url: str, not_before: datetime, now: datetime) -> LeaveAlone:
    """Return the error for a server that is not asked because it said so the last time."""
    minutes = max(1, round((not_before - now).total_seconds() / 60))
    return LeaveAlone(
        f"{host_of(url)} asked to be left alone for {minutes} min more; nothing was asked. {KEPT}", not_before
    )


def no_answer(url: str, error: BaseException | None = None) -> SyncError:
    """Return the error for a server that cannot be connected to, hangs up, or cannot prove who it is."""
    while error is not None:
        if isinstance(error, SSLCertVerificationError):
            return Rejected(
                f"{host_of(url)} cannot prove who it is: its certificate is not valid. Nothing was read. {KEPT}"
            )
        error = error.__cause__ or error.__context__
    return Offline(f"{host_of(url)} does not answer. {KEPT}")


def private(url: str, *, asked: bool) -> AtmaError:
    """Return the error for an address that is not on the internet, typed at the desk or sent on to."""
    host = host_of(url)
    if asked:
        return InputError(f"{host} is on this machine or this network; that is read only when it is asked for.")
    return Rejected(f"The website sends on to {host}, which is not on the internet; not followed. {KEPT}")


def may_pass(status: int) -> bool:
    """Whether trying again in a moment makes sense."""
    return status in (500, 502, 503, 504)


def refusal(status: int, retry_after: str, url: str, now: datetime) -> Rejected:
    """Return the error for an answer that is no success: `LeaveAlone` when the server says until when."""
    host = host_of(url)
    if status in (429, 503) and (later := _later(retry_after, now)):
        minutes = max(1, round((later - now).total_seconds() / 60))
        return LeaveAlone(f"{host} is busy and asks to be left alone for {minutes} min. {KEPT}", later)
    if status in (401, 403, 407):
        return Rejected(f"{host} wants a sign-in or does not let us in ({status}). {KEPT}")
    if status == 404:
        return Rejected(f"{host} has nothing at this address (404); look the address up again. {KEPT}")
    if status == 410:
        return Rejected(f"{host} has taken this down for good (410); the source can be removed. {KEPT}")
    return Rejected(f"{host} answered with an error ({status}). {KEPT}")


def _later(retry_after: str, now: datetime) -> datetime | None:
    """Read seconds or a date (RFC 9110 section 10.2.3); never later than an hour from now."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        later = now + timedelta(seconds=min(int(text[:9]), 86400))
    else:
        try:
            later = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
        later = later if later.tzinfo else later.replace(tzinfo=UTC)
    return min(max(later, now), now + _LONGEST_WAIT)
