"""Finding out the result of transactions that got no answer."""

from __future__ import annotations

from datetime import datetime

from atma_tui.store.postgres import server
from atma_tui.store.postgres.connection.line import Line
from atma_tui.store.postgres.unanswered.doubts import Doubt, Doubts

_NOTHING = b"[]"


def settle(line: Line, doubts: Doubts, end: float) -> str:
    """Return the results in sentences; empty if there were none.

    An empty transaction is sent with the key of the one in doubt. If that is saved, the other was not, and cannot
    be any more, even if it is still under way somewhere. With another book at the address they wait on.
    """
    said = []
    for one in doubts.all():
        answer = server.append(line, one.at, one.key, one.by, _NOTHING, end, in_turn=False)
        if answer.what == "another book":
            continue
        if answer.what == "too old":
            said.append(f"{_which(one)} can no longer be found out about: look whether it is in the log.")
        else:
            said.append(_sentence(one, saved=server.saved_under(line, one.key, end) not in (None, _NOTHING)))
        doubts.remove(one)
    return " ".join(said)


def _sentence(one: Doubt, *, saved: bool) -> str:
    if saved:
        return f"{_which(one)}, of which it was not known, was saved."
    return f"{_which(one)}, of which it was not known, was not saved: do it again if it is still wanted."


def _which(one: Doubt) -> str:
    return f"The change of {datetime.fromtimestamp(one.when).astimezone():%H:%M:%S} by {one.by}"
