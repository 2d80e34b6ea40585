"""Everything that screens and widgets use of the app they run in.

They get it through `host_of`, so that no screen imports the app, which knows the screens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from atma_tui.desk.desk import Desk
    from atma_tui.domain.records import Clinic, Site
    from atma_tui.settings import Settings
    from atma_tui.ui.ground.glyphs import Glyphs
    from atma_tui.ui.requests import Request

P = ParamSpec("P")
T = TypeVar("T")

MODE_NAMES = ("today", "events", "calendar", "people", "programs", "calls", "website", "reports")
"""Names of the screens on the number keys, in their order."""


class Host(Protocol):
    """What all screens share. No name may be one that Textual's app has already."""

    @property
    def desk(self) -> Desk:
        """All use cases; call them through `do` or `ground.door.on_desk`."""

    @property
    def settings(self) -> Settings:
        """The settings of this desk."""

    @property
    def demo(self) -> bool:
        """Whether the people are made up."""

    @property
    def glyphs(self) -> Glyphs:
        """The drawn characters that the terminal has."""

    @property
    def sites(self) -> Sequence[Site]:
        """All sites, as they were at the last change of the book."""

    @property
    def site_names(self) -> dict[str, str]:
        """The names of all sites, by id."""

    @property
    def clinic(self) -> Clinic:
        """The clinic's settings, as they were then."""

    # These can be watched: `self.watch(self.app, "revision", ...)`.

    @property
    def site(self) -> str:
        """Id of the site that is shown, empty for all."""

    @property
    def private(self) -> bool:
        """Whether initials are shown instead of names."""

    @property
    def freshness(self) -> str:
        """How old the copy of the website is, in words."""

    @property
    def connection(self) -> str:
        """The state of the connection to a shared book, in words; empty for a book on this computer."""

    @property
    def clock_doubt(self) -> str:
        """Why the desk's clock may be wrong, in words; empty while it agrees with the book."""

    @property
    def revision(self) -> int:
        """A number that rises with every commit of any desk: views are then read again."""

    async def do(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Let the desk do something, refresh the screen, and say what was done. Raises `door.Refused`, shown."""

    async def do_quietly(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do the same for a caller that shows a refusal itself."""

    def open(self, request: Request) -> None:
        """Open the screen that answers a request, at once."""

    def use_settings(self, settings: Settings) -> None:
        """Use other settings of this desk, which are already stored."""

    def site_name(self) -> str:
        """Return the name of the site that is shown, or `Both sites`."""

    def poll_book(self) -> object:
        """Look soon whether the book has changed."""

    def reload_views(self) -> None:
        """Read every view again."""

    def action_go(self, name: str) -> None:
        """Show one of `MODE_NAMES`."""

    def action_next_site(self) -> None:
        """Show the next site."""


def host_of(node: DOMNode) -> Host:
    """Return the app that a screen or a widget runs in."""
    return cast("Host", node.app)
