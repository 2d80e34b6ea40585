"""The websites and calendars that events come from: how they stand, and bringing the book in step with them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from time import monotonic
from typing import ClassVar, Literal

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.worker import Worker

from atma_tui.desk.websites.source_fields import SourceFields
from atma_tui.desk.websites.sources import SourceView
from atma_tui.desk.websites.sync_results import SyncResult
from atma_tui.domain.errors import AtmaError
from atma_tui.domain.records import Source
from atma_tui.sync.attempts import Outcome
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.ground.door import Refused, long_use_case, on_desk, tell, use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show
from atma_tui.ui.websites.plan_words import clash_words, needs_a_look, plan_rows
from atma_tui.ui.websites.source_words import COLUMNS, source_row, source_words
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.words import Words

_GROUP = "Website"
_TICK_SECONDS = 0.5
_NONE = "No website connected yet. Press n to add one."


class WebsiteScreen(DeskScreen[Sequence[SourceView]]):
    """All sources; syncing shows a plan before anything is changed."""

    MODE = "website"
    CSS_PATH = "website.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("website.sync", "y", "sync", "Sync all", "Read all sources and show what would change", _GROUP),
        Command("website.add", "n", "add", "Add", "Add a website or a calendar", _GROUP),
        Command(
            "website.change", "m", "change", "Change", "Its address and key, how it is asked and read", _GROUP
        ),
        Command(
            "website.remove",
            "r",
            "remove",
            "Remove",
            "Remove the source under the cursor; its events stay",
            _GROUP,
            footer=False,
        ),
        Command("website.file", "f", "app.take_in", "File", "Import a calendar file", _GROUP),
        Command(
            "website.differ",
            "o",
            "differ",
            "Differences",
            "Where the book and the websites differ",
            _GROUP,
        ),
        Command("website.wall", "w", "clock('wall')", "Local", "Times are local (18:00 stays 18:00)", _GROUP),
        Command("website.instant", "i", "clock('instant')", "Exact", "Times are exact moments", _GROUP),
        Command("website.stop", "escape", "stop", "Stop", "Stop reading", _GROUP),
    )

    def __init__(self) -> None:
        super().__init__()
        self._views: dict[str, SourceView] = {}
        self._work: Worker[None] | None = None
        self._asked: tuple[float, str] | None = None
        self._back = asyncio.Event()

    def body(self) -> ComposeResult:
        """What is being read, the sources, and the one under the cursor in full."""
        yield Words(id="reading")
        with Container(id="parts"):
            yield LongList(*COLUMNS, title="Sources", empty=_NONE, id="sources")
            with VerticalScroll(id="beside", classes="pane", can_focus=False) as beside:
                beside.border_title = "Source"
                yield Words(id="source")

    def on_mount(self) -> None:
        """Keep the ages true and the progress moving."""
        self.set_interval(_TICK_SECONDS, self.tick)

    def view_query(self) -> Callable[[], Sequence[SourceView]]:
        """Ask for all sources."""
        return self.desk.sources.views

    def render_view(self, view: Sequence[SourceView]) -> None:
        """Show them."""
        self._views = {one.source.id: one for one in view}
        self.tick()
        self.show_source()

    def tick(self) -> None:
        """Show ages and progress as they are now."""
        if not self.is_current:
            return
        now = self.desk.now()
        rows = [source_row(one.source, self.host.site_names, now) for one in self._views.values()]
        if rows != self._list.rows:
            self._list.set_rows(rows)
        if self._asked is not None:
            began, names = self._asked
            words = f"Reading {names}: {monotonic() - began:.0f} s. Esc stops it; other screens work meanwhile."
            self.query_one("#reading", Words).update(show(words, 300))

    @on(LongList.Highlighted)
    def show_source(self) -> None:
        """Show the source under the cursor in full."""
        view = self._view
        words = source_words(view, self.host.site_names, self.desk.now()) if view else Content("")
        self.query_one("#source", Words).update(words)
        self.refresh_bindings()

    @property
    def _list(self) -> LongList:
        return self.query_one(LongList)

    @property
    def _view(self) -> SourceView | None:
        return self._views.get(self._list.cursor_key or "")

    @property
    def _source(self) -> Source | None:
        return self._view.source if self._view else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        if action == "stop":
            return self._asked is not None
        if action == "clock":
            return bool(self._view and self._view.question)
        if action in ("change", "differ"):
            return bool(self._views)
        return (bool(self._views) and self._asked is None) if action in ("sync", "remove") else True

    # Sources

    @use_case
    async def action_add(self) -> None:
        """Add a source, and read it at once."""
        from atma_tui.ui.websites.source_form import SourceForm

        source = await self.app.push_screen_wait(SourceForm())
        if source is not None:
            self.start((source,))

    @use_case
    async def action_change(self) -> None:
        """Change how the source under the cursor is asked."""
        from atma_tui.ui.websites.source_form import SourceSettings

        if (source := self._source) is not None:
            await self.app.push_screen_wait(SourceSettings(source))

    @use_case
    async def action_remove(self) -> None:
        """Remove the source under the cursor; its events stay."""
        from atma_tui.ui.dialogs.confirm import ConfirmScreen

        if (source := self._source) is not None:
            text = f"{source.id} is not read any more. Its events stay, as the desk's own."
            if await self.app.push_screen_wait(ConfirmScreen("Remove this source?", text, ok="removes it")):
                await self.host.do(self.desk.sources.remove, source.id)

    @use_case
    async def action_clock(self, clock: Literal["wall", "instant"]) -> None:
        """Settle what the times of the source under the cursor mean, and read it again by that."""
        if (source := self._source) is not None:
            changed = await self.host.do(self.desk.sources.change, source.id, SourceFields(clock=clock))
            self.start((changed,))

    def action_differ(self) -> None:
        """Show where the book says other things than a website."""
        from atma_tui.ui.websites.overrides import OverridesScreen

        self.app.push_screen(OverridesScreen())

    # Bringing the book in step

    def action_sync(self) -> None:
        """Read all sources."""
        self.start(tuple(view.source for view in self._views.values()))

    @on(LongList.Selected)
    def sync_one(self) -> None:
        """Read the source that was chosen."""
        if (source := self._source) is not None:
            self.start((source,))

    def start(self, sources: tuple[Source, ...]) -> None:
        """Begin to read, unless something is being read."""
        if sources and (self._work is None or self._work.is_finished):
            self._work = self.sync(sources)

    def action_stop(self) -> None:
        """Stop reading."""
        if self._work is not None and self._asked is not None:
            self._work.cancel()
            self.app.notify("Stopped. Nothing was changed.")

    @long_use_case
    async def sync(self, sources: tuple[Source, ...]) -> None:
        """Read, show each plan in turn and do what is decided, then tell what failed."""
        outcomes = sorted(await self._read(sources), key=lambda one: one.error is not None)
        for number, outcome in enumerate(outcomes, 1):
            await self._until_here()
            place = f"{number} of {len(outcomes)}" if len(outcomes) > 1 else ""
            await self._conclude(outcome, place)

    async def _read(self, sources: tuple[Source, ...]) -> Sequence[Outcome]:
        names = ", ".join(source.id for source in sources)
        self._asked = (monotonic(), names)
        self.add_class("-reading")
        self.tick()
        self.refresh_bindings()
        try:
            return await self.desk.websites.read(sources)
        except AtmaError as error:
            tell(self.app, error)
            raise Refused(error) from error
        finally:
            self._asked = None
            self.remove_class("-reading")
            self.refresh_bindings()

    async def _until_here(self) -> None:
        """Wait until this screen is the one that is seen: no plan is pushed over other work, or over a lock."""
        if self.app.screen is not self:
            self.app.notify("The website was read; what would change is shown under 7 Website.", timeout=8)
        while self.app.screen is not self:
            self._back.clear()
            await self._back.wait()

    @on(events.ScreenResume)
    def come_back(self) -> None:
        """Go on with what waits for this screen."""
        self._back.set()

    async def _conclude(self, outcome: Outcome, place: str) -> None:
        from atma_tui.ui.websites.plan import PlanScreen

        websites = self.desk.websites
        found = await on_desk(self.app, websites.conclude, outcome, apply=False)
        plan = found.plan
        clashes = await on_desk(self.app, clash_words, self.desk, found, private=self.host.private)
        rows = await on_desk(self.app, plan_rows, plan, clashes) if plan else []
        if plan is None or not (needs_a_look(plan) or (found.result != "unchanged" and rows)):
            await self._remember(outcome, found)
            return
        verdict = await self.app.push_screen_wait(PlanScreen(plan, rows, place, clashes))
        if verdict is not None:
            done = await self.host.do(websites.conclude, outcome, force=verdict == "force")
            self._tell(done)
        elif found.result == "planned":
            self.app.notify("Not applied. Nothing was changed.")
        else:
            await self._remember(outcome, found)

    async def _remember(self, outcome: Outcome, found: SyncResult) -> None:
        """Note the try where nothing is to be decided: it failed, it brought nothing new, or it stays held."""
        await on_desk(self.app, self.desk.websites.conclude, outcome)
        self.host.poll_book()
        self._tell(found)
        if found.error is None and found.result != "skipped":
            self.app.notify(f"Nothing new from {found.source}.")

    def _tell(self, result: SyncResult) -> None:
        """Tell what went wrong, and what is to be known of the source itself."""
        if result.error is not None:
            tell(self.app, result.error)
        for note in result.notes:
            self.app.notify(f"{result.source}: {note}", severity="warning", timeout=12, markup=False)
