"""Describing a fault of the program without anything about people.

The message, notes and arguments of an exception may contain whatever was being worked on, such as a name or a
phone number. So only the types of the exceptions are given, and the places in the program.
"""

from __future__ import annotations

import errno
import traceback
from collections.abc import Iterator

_DEEPEST = 20
"""Most exceptions of a chain that are listed."""


def fault_words(error: BaseException) -> str:
    """Return where an exception came from, with those that led to it, the earliest first."""
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
