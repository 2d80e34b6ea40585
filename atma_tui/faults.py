"""A fault of the program in words that hold nothing about people.

The message of an exception, its notes and its arguments may hold whatever was being worked on, such as a name or a
phone number. So only the kinds of the exceptions are told, and the places in the program.
"""

from __future__ import annotations

import errno
import traceback
from collections.abc import Iterator

_DEEPEST = 20
"""Exceptions that led to one another, of which more are not told."""


def fault_words(error: BaseException) -> str:
    """Return where an exception came from, with those that led to it; the first one comes first."""
    return "\n".join(_told(error, _DEEPEST))


def _told(error: BaseException, depth: int) -> Iterator[str]:
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None and depth:
        yield from _told(earlier, depth - 1)
        yield "This led to:"
    yield "".join((*traceback.format_tb(error.__traceback__), _kind(error)))
    if isinstance(error, BaseExceptionGroup) and depth:
        for one in error.exceptions:
            yield "One of them:"
            yield from _told(one, depth - 1)


def _kind(error: BaseException) -> str:
    kind = type(error)
    code = errno.errorcode.get(error.errno or 0, "") if isinstance(error, OSError) else ""
    return f"{kind.__module__}.{kind.__qualname__} {code}".rstrip()
