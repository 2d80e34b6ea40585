"""The two lines at the top of every screen: the modes, and the state of the desk.

One widget draws both: nine small ones instead cost a tenth of the start-up time.
"""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.widget import Widget

from atma_tui.domain.when import ALBERTA, clock_name, day_hour, wall
from atma_tui.ui.ground.show import plain, show
from atma_tui.ui.host import MODE_NAMES, Host, host_of

_CLOCK_SECONDS = 10
_NAME, _WITH_ALT = "atma", "Alt+"
"""What is before the modes; equally long, so that they stay where they are."""


class Masthead(Widget):
    """Modes on the first line; site, time, freshness and operator on the second."""

    DEFAULT_CSS = "Masthead { dock: top; height: 2; background: $panel; text-wrap: nowrap; }"
    ALLOW_SELECT = False

    def __init__(self, mode: str) -> None:
        super().__init__()
        self._mode = mode
        self._shown_alt = False

    def on_mount(self) -> None:
        """Keep the clock going and follow what the app shows."""
        self.set_interval(_CLOCK_SECONDS, self.follow)
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.follow_keys())
        for name in ("site", "private", "freshness", "connection", "clock_doubt", "revision"):
            self.watch(self.app, name, self.follow, init=False)

    def follow(self) -> None:
        """Say what is so now."""
        self.refresh()

    def follow_keys(self) -> None:
        """Say with which keys one goes to the modes, once that has changed."""
        if self._alt != self._shown_alt:
            self.refresh()

    @property
    def host(self) -> Host:
        """What all screens share."""
        return host_of(self)

    def render(self) -> Content:
        """Return both lines."""
        self._shown_alt = self._alt
        return Content("\n").join([self._modes(), self._where()])

    def _modes(self) -> Content:
        before = (
            Content.styled(_WITH_ALT, "$text-accent bold") if self._alt else Content.styled(_NAME, "$text-primary")
        )
        parts = [before]
        for number, name in enumerate(MODE_NAMES, 1):
            here = name == self._mode
            word = f" {name.capitalize()}"
            parts.append(Content.styled(f" {number}", "$text on $primary bold" if here else "$text-accent bold"))
            parts.append(Content.styled(word, "$text on $primary bold" if here else "$foreground-muted"))
        return Content("").join(parts)

    @property
    def _alt(self) -> bool:
        """Whether the field in focus takes digits, so that Alt makes them keys."""
        focused = self.screen.focused
        return focused is not None and focused.check_consume_key("1", "1")

    def _where(self) -> Content:
        """Return the second line; where it does not fit, what matters most comes first and is said shortly."""
        if self.host.clock_doubt:
            return self._doubtful()
        whole = Content(" ") + _joined(self._parts(), "  ·  ")
        if whole.cell_length <= self.size.width:
            return whole
        return Content(" ") + _joined(self._short_parts(), " · ")

    def _doubtful(self) -> Content:
        """Return the second line while the clock may be wrong: the date it shows, and what follows."""
        _, at = self._site_and_time()
        doubt = Content.styled(plain(self.host.clock_doubt, 100), "$text-error bold")
        return Content(" ") + _joined([*self._marks("DEMO"), at, doubt], " · ")

    def _parts(self) -> list[Content]:
        app = self.host
        site, at = self._site_and_time()
        desk = Content(plain(f"{app.desk.operator} at the desk", 40))
        marks = self._marks("DEMO: made-up people")
        return [site, at, self._connection(), Content(plain(app.freshness, 40)), desk, *marks]

    def _short_parts(self) -> list[Content]:
        app = self.host
        site, at = self._site_and_time()
        desk = Content(plain(app.desk.operator, 40))
        return [*self._marks("DEMO"), self._connection(), site, at, Content(plain(app.freshness, 40)), desk]

    def _connection(self) -> Content:
        words = plain(self.host.connection, 60)
        return Content(words) if words.startswith("live") else Content.styled(words, "$text-error bold")

    def _marks(self, demo: str) -> list[Content]:
        app, style = self.host, "$text-warning bold"
        marks = [("INITIALS ONLY", app.private), (demo, app.demo)]
        return [Content.styled(words, style) for words, on in marks if on]

    def _site_and_time(self) -> tuple[Content, Content]:
        app = self.host
        site = next((one for one in app.sites if one.id == app.site), None)
        zone = site.zone if site else ALBERTA
        at = wall(app.desk.now(), zone)
        words = f"{day_hour(at)} {clock_name(zone)}"
        return show(app.site_name(), 30, "bold"), Content(words)

    def on_click(self, event: events.Click) -> None:
        """Go to the mode that was clicked; on the second line, to the next site."""
        if event.y == 1:
            self.host.action_next_site()
            return
        right = len(_NAME)
        for name in MODE_NAMES:
            right += len(f" 1 {name}")
            if event.x < right:
                self.host.action_go(name)
                return


def _joined(parts: list[Content], between: str) -> Content:
    return Content(between).join(part for part in parts if part.plain)
