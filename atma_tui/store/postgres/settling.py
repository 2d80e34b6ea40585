"""Finding out what came of transactions that got no answer."""

from __future__ import annotations

from datetime import datetime

from atma_tui.store.postgres import server
from atma_tui.store.postgres.connection.line import Line
from atma_tui.store.postgres.link import Link, Unsettled


def settle(line: Line, link: Link, end: float) -> str:
    """Return in sentences what came of them; empty when there was none.

    An empty transaction is sent with the key of the one in doubt. If that is saved, the other was not, and cannot
    be any more, even if it is still under way somewhere.
    """
    said = []
    while link.unsettled:
        one = link.unsettled[0]
        answer = server.append(line, one.at, one.key, link.desk.operator, b"[]", end, in_turn=False)
        said.append(_sentence(one, saved=answer.what == "saved before"))
        link.unsettled.pop(0)
    return " ".join(said)


def _sentence(one: Unsettled, *, saved: bool) -> str:
    at = f"{datetime.fromtimestamp(one.when).astimezone():%H:%M:%S}"
    if saved:
        return f"The change of {at}, of which it was not known, was saved."
    return f"The change of {at}, of which it was not known, was not saved: do it again if it is still wanted."
