"""Taking an offered seat for somebody, from any screen."""

from __future__ import annotations

from functools import partial
from typing import Any

from atma_tui.domain.errors import Clash
from atma_tui.domain.records import Enrolment
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.enrolments.anyway import Way, unless


async def take_offer(screen: DeskScreen[Any], enrolment: Enrolment) -> bool:
    """Take the offered seat, over a clash only with a reason; returns whether that was done."""
    take = partial(screen.desk.enrolments.take_offer, enrolment.id)
    taken = await unless(screen, take, Way(Clash, "override", "Take the seat"), ok="takes it anyway")
    return taken is not None
