"""The desk on the screen: the clinic's own, or a demo."""

from __future__ import annotations

import gc
import os
import sys

from atma_tui.cli.command import Command
from atma_tui.cli.progress import busy
from atma_tui.cli.reply import Reply
from atma_tui.domain.errors import InputError
from atma_tui.places import is_shared

_IN_BROWSER = "textual.drivers.web_driver:WebDriver"
"""What `textual serve` sets for the programs that it shows in a browser."""


class Screen(Command):
    """Open the desk on the screen."""

    def reply(self) -> Reply:
        _need_terminal()
        settings = self.settings()
        gc.disable()  # the app turns it on again once it is shown: a tenth of the start (measured)
        from atma_tui.desk.opening import open_store
        from atma_tui.ui.app import open_desk

        with busy("Opening the book") as say:
            desk = open_store(settings, at_once=True, say=say)
        return Reply(exit_code=open_desk(desk, settings))


class Demo(Command):
    """Open a throw-away book with made-up people, to try everything.

    With the address of an empty shared book that one is filled, for several desks to try it together; it stays.
    """

    examples = ("demo",)

    def reply(self) -> Reply:
        _need_terminal()
        return self._of_shared_book() if is_shared(self.book) else self._thrown_away()

    def _of_shared_book(self) -> Reply:
        from atma_tui.demo.opening import shared_demo_desk
        from atma_tui.ui.app import open_desk

        settings = self.settings()
        with busy("Opening the book"):
            desk = shared_demo_desk(settings)
        return Reply(exit_code=open_desk(desk, settings, demo=True))

    def _thrown_away(self) -> Reply:
        import tempfile
        from pathlib import Path

        from msgspec.structs import replace

        from atma_tui.demo.opening import demo_desk
        from atma_tui.files.fresh_files import fresh_folder
        from atma_tui.settings import beside
        from atma_tui.ui.app import open_desk

        settings = self.settings()
        with fresh_folder(Path(tempfile.gettempdir()), "atma-demo-") as folder:
            book = str(folder / "book")
            outputs = {"out": beside(book, "calendars"), "private": beside(book, "private")}
            settings = replace(settings, book=book, backups=beside(book, "backups"), usual=False, **outputs)
            with demo_desk(Path(book), settings.operator) as desk:
                return Reply(exit_code=open_desk(desk, settings, demo=True))


def _need_terminal() -> None:
    """Refuse to open a screen that nobody could see; in a browser, the server behind it draws it."""
    if os.environ.get("TEXTUAL_DRIVER") == _IN_BROWSER:
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        raise InputError(
            "The desk needs a terminal; without one use commands such as `atma-tui events`, see `atma-tui --help`."
        )
