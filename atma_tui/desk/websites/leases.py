"""Whose turn it is to read a source: two desks never read the same one at the same moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from atma_tui.domain.records import Source
from atma_tui.store.protocol import Store
from atma_tui.store.rerun import rerunnable

_LONGEST = timedelta(seconds=45)
"""A desk that has not ended its turn by then is gone; reading one source takes 30 s at most."""


@rerunnable
def take_leases(store: Store, sources: Sequence[Source], now: datetime) -> list[Source]:
    """Return the sources, as they are now, that no other desk is reading; from now on this one is."""
    with store.transaction():
        found = (store.get(Source, source.id) for source in sources)
        mine = [replace(one, being_read=now + _LONGEST) for one in found if one and not is_being_read(one, now)]
        store.put(*mine)
    return mine


@rerunnable
def end_leases(store: Store, mine: Sequence[Source]) -> None:
    """Let other desks read these sources again."""
    with store.transaction():
        found = ((store.get(Source, one.id), one) for one in mine)
        store.put(
            *(replace(now, being_read=None) for now, one in found if now and now.being_read == one.being_read)
        )


def is_being_read(source: Source, now: datetime) -> bool:
    """Whether some desk is reading a source."""
    return source.being_read is not None and now < source.being_read <= now + _LONGEST
