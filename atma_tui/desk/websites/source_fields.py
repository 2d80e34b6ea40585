"""What may be said of a source, and what it becomes when that is said."""

from __future__ import annotations

from typing import Literal, cast, get_args

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.websites.source_keys import SourceKey, source_key
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Source, SourceFormat
from atma_tui.domain.text import clean
from atma_tui.sync.addresses import holds_secret, masked, names_private, origin, read_address

FORMATS: tuple[str, ...] = get_args(SourceFormat)


class SourceFields(Struct, frozen=True, kw_only=True):
    """What is to change of a source; None stays."""

    url: str | None = None
    key: str | None = None
    """Token, `user:password`, `Header: value` or secret address as typed, for the keyring."""
    variable: str | None = None
    """Name of an environment variable or keyring entry that holds it; empty: no secret is needed."""
    site: str | None = None
    """Site of new events whose place names none; empty: they are left out. Events keep the site they have."""
    format: str | None = None
    allow_private: bool | None = None
    clock: Literal["ask", "wall", "instant"] | None = None
    every: int | None = None
    """Minutes between two syncs of an open desk; 0: only by hand."""


def asked_at(source: Source, fields: SourceFields) -> SourceKey:
    """Return the new address and key of a source. A secret goes along to no other server."""
    address = read_address(fields.url) if fields.url is not None else source.url
    if fields.url and "…" in fields.url:
        raise InputError("This address is shown without its secret; write it in full, or leave it as it is.")
    unsaid = fields.key is None and fields.variable is None
    if unsaid and not holds_secret(address):
        moved = origin(address) != origin(source.url) or "…" in source.url
        if source.secret and address != source.url and moved:
            raise InputError(
                f"The key of {source.id} belongs to its old address only; give the key for the new one too, "
                "or say that it needs none."
            )
        return SourceKey(address=address, entry=source.secret)
    return source_key(source.id, address, fields.key or "", fields.variable or "")


def with_fields(source: Source, asked: SourceKey, fields: SourceFields) -> Source:
    """Return a source set up anew, but for its site. Raises `InputError` for what makes no sense."""
    changed = _with_address(source, asked, fields)
    if fields.format is not None:
        changed = replace(changed, format=read_format(fields.format))
    if fields.allow_private is not None:
        changed = replace(changed, allow_private=fields.allow_private)
    if fields.clock is not None:
        changed = replace(changed, clock=fields.clock)
    if fields.every is not None:
        changed = replace(changed, every=_minutes(fields.every))
    return changed


def _with_address(source: Source, asked: SourceKey, fields: SourceFields) -> Source:
    """Return a source that is asked with that address and key; what went wrong with the old ones is forgotten."""
    changed = replace(source, url=asked.address, secret=asked.entry)
    if asked.address != source.url:
        private = source.allow_private or names_private(asked.address)
        return replace(changed, allow_private=private, failed="", not_before=None)
    return changed if fields.key is None and fields.variable is None else replace(changed, failed="")


def changes_words(before: Source, after: Source, fields: SourceFields) -> list[str]:
    """Say what changed, without the secret."""
    words = {
        "site": f"takes {after.site or 'no site'} for events that name none (before: {before.site or 'no site'})",
        "format": f"is read as {after.format} (before: {before.format})",
        "allow_private": f"may {'' if after.allow_private else 'not '}be on this network",
        "clock": f"is read by {_clock_words(after.clock)} (before: {_clock_words(before.clock)})",
        "every": f"is asked {_every_words(after.every)} (before: {_every_words(before.every)})",
    }
    said = [f"is now asked at {masked(after.url)}"] if fields.url is not None else []
    if fields.key or before.secret != after.secret:
        said.append("is asked with another key" if after.secret else "is asked without a key")
    return said + [text for field, text in words.items() if getattr(before, field) != getattr(after, field)]


def _clock_words(clock: str) -> str:
    return "asking about its times" if clock == "ask" else f"the {clock}"


def _every_words(minutes: int) -> str:
    return f"every {minutes} minutes" if minutes else "only by hand"


def read_format(words: str) -> SourceFormat:
    """Return the format of that name. Raises `InputError`."""
    if words not in FORMATS:
        raise InputError(f"{clean(words, 20)!r} is not a format; the formats are: {', '.join(FORMATS)}.")
    return cast("SourceFormat", words)


def _minutes(minutes: int) -> int:
    if not 0 <= minutes <= 10_080 or 0 < minutes < 5:
        raise InputError("Say 0 (only by hand) or 5 minutes to a week.")
    return minutes
