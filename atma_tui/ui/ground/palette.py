"""What the command palette finds: whatever a key does on this screen, and the themes."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from atma_tui.settings import THEMES
from atma_tui.ui.ground.keys import LISTS, ActiveCommand, active_commands
from atma_tui.ui.ground.show import plain


class ActiveCommands(Provider):
    """Offers the active commands; texts are literal, which Textual's own highlighting is not."""

    async def discover(self) -> Hits:
        """Offer all commands before anything is typed."""
        for command in self._commands():
            text = plain(command.label)
            yield DiscoveryHit(_prompt(command, Content(text)), self._run(command), text=text)

    async def search(self, query: str) -> Hits:
        """Offer the commands whose label or explanation has the letters of `query` in order."""
        matcher = self.matcher(query)
        for command in self._commands():
            text = plain(command.label)
            score, offsets = matcher.fuzzy_search.match(query, text)
            if not score:
                score = matcher.fuzzy_search.match(query, plain(command.help))[0] / 2
            if score > 0:
                label = Content(text)
                for offset in offsets:
                    label = label.stylize("bold underline", offset, offset + 1)
                yield Hit(score, _prompt(command, label), self._run(command), text=text)

    def _commands(self) -> Iterator[ActiveCommand]:
        active = active_commands(self.screen)
        return (command for command in active if command.id and command.enabled and command.group != LISTS)

    def _run(self, command: ActiveCommand) -> Callable[[], Coroutine[Any, Any, bool]]:
        return partial(self.app.run_action, command.action, command.node)


class Themes(Provider):
    """Offers the desk's themes."""

    async def discover(self) -> Hits:
        """Offer all of them before anything is typed."""
        for name, words in THEMES.items():
            yield DiscoveryHit(f"Theme: {words}", self._choose(name))

    async def search(self, query: str) -> Hits:
        """Offer those whose name has the letters of `query` in order."""
        matcher = self.matcher(query)
        for name, words in THEMES.items():
            score = matcher.match(text := f"Theme: {words}")
            if score > 0:
                yield Hit(score, text, self._choose(name))

    def _choose(self, name: str) -> Callable[[], Coroutine[Any, Any, bool]]:
        return partial(self.app.run_action, f"app.theme('{name}')")


def _prompt(command: ActiveCommand, label: Content) -> Content:
    words = f"{plain(' '.join(command.keys))}  {plain(command.help)}"
    return Content.assemble(label, "\n", (words, "not bold $foreground-muted"))
