"""Taking an offered seat for somebody, from any screen."""

from __future__ import annotations

from functools import partial
from typing import Any

from atma_tui.domain.errors import Clash
from atma_tui.domain.records import Enrolment
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.enrolments.anyway import Way, unless


async def take_offer(screen: DeskScreen[Any], enrolment: Enrolment) -> None:
    """Take the offered seat; over a clash only with a reason."""
    take = partial(screen.desk.enrolments.take_offer, enrolment.id)
    await unless(screen, take, Way(Clash, "override", "Take the seat"), ok="takes it anyway")
