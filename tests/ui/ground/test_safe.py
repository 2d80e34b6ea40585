import os
import stat

import pytest
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.color import Color
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static

from atma_tui.ui.ground.safe import SafeApp, SafeModal, SafePalette, ScrubFilter
from tests.ui.gallery import HOSTILE, Gallery
from tests.ui.kit import burst, running, screen_text, settle, tap, toasts, wait_for

NAME = "Ada Sample"


class Asking(SafeModal[str]):
    BINDINGS = [("escape", "close", "Close")]

    def compose(self) -> ComposeResult:
        yield Static("Really?", id="question")

    def on_click(self) -> None:
        self.dismiss("clicked")

    def action_close(self) -> None:
        self.dismiss("closed")


class Plain(SafeApp):
    """One widget, made by the test."""

    def __init__(self, crash_log, make=lambda: Static("nothing", id="it")) -> None:
        super().__init__(crash_log=crash_log)
        self.make = make
        self.answers: list[object] = []
        self.told: list[str] = []

    def compose(self) -> ComposeResult:
        self.widget = self.make()
        yield self.widget

    def ask(self) -> None:
        self.push_screen(Asking(), self.answers.append)

    def action_tell(self, words: str) -> None:
        self.told.append(words)

    def action_fail(self) -> None:
        person = NAME
        raise LookupError(person)


@pytest.fixture
def crash_log(tmp_path):
    return tmp_path / "state" / "crash.log"


@pytest.mark.parametrize("text", HOSTILE)
async def test_toasts_are_literal(crash_log, text):
    async with running(Plain(crash_log)) as pilot:
        pilot.app.notify(text, title=text, markup=True)
        pilot.app.widget.notify(text, title=text, severity="error")
        await settle(pilot)
        assert len(toasts(pilot.app)) == 2
        assert all(char.isprintable() or char == "\n" for char in screen_text(pilot.app))


async def test_a_toast_keeps_its_square_brackets(crash_log):
    async with running(Plain(crash_log)) as pilot:
        pilot.app.notify("Enrolled Ada [guest]")
        await settle(pilot)
        assert "Enrolled Ada [guest]" in screen_text(pilot.app)


async def test_text_can_run_no_action(crash_log):
    marked = "[@click=app.tell('owned')]press here[/]"
    async with running(Plain(crash_log, lambda: Static(marked, id="it"))) as pilot:
        await pilot.click("#it", offset=(3, 0))
        await settle(pilot)
        assert pilot.app.told == []
        await pilot.app.run_action("tell('by key')")
        assert pilot.app.told == ["by key"]


@pytest.mark.parametrize(
    "raw",
    ["\x1b[2J", "\x9b2J", "\x1b]52;c;aGk=\x07", "\x00", "\x7f", "\u202e", "\u2066", "\u200b", "\ufeff", "\ud800"],
)
async def test_no_widget_paints_a_control_character(crash_log, raw):
    async with running(Plain(crash_log, lambda: Input(value=f"a{raw}b", id="it"))) as pilot:
        filters = pilot.app.get_line_filters()
        assert any(isinstance(one, ScrubFilter) for one in filters)
        for strip in pilot.app.screen._compositor.render_strips():
            for segment in strip.apply_filter(filters[-1], Color(0, 0, 0)):
                assert segment.text.isprintable()


def test_the_filter_leaves_harmless_segments_alone():
    segments = [Segment("é 漢字 ▌"), Segment("", None, [(1,)])]
    assert ScrubFilter().apply(segments, Color(0, 0, 0)) is segments


async def test_a_dialog_closes_once_however_often_it_is_told(crash_log):
    async with running(Plain(crash_log)) as pilot:
        pilot.app.ask()
        await settle(pilot)
        await burst(pilot, "escape", "escape", "escape")
        await settle(pilot)
        assert pilot.app.answers == ["closed"]
        assert len(pilot.app.screen_stack) == 1
        pilot.app.ask()
        await settle(pilot)
        screen = pilot.app.screen
        screen.dismiss("one")
        screen.dismiss("two")
        await settle(pilot)
        assert pilot.app.answers == ["closed", "one"]


async def test_a_double_click_closes_only_the_dialog(crash_log):
    async with running(Plain(crash_log)) as pilot:
        pilot.app.ask()
        await settle(pilot)
        await pilot.double_click("#question")
        await settle(pilot)
        assert pilot.app.answers == ["clicked"]
        assert len(pilot.app.screen_stack) == 1


async def test_the_palette_survives_page_keys_before_it_is_laid_out():
    async with running(Gallery()) as pilot:
        await burst(pilot, "ctrl+p", "pagedown", "pageup", "pagedown")
        assert isinstance(pilot.app.screen, SafePalette)
        await settle(pilot)
        await tap(pilot, "pagedown", "escape")
        assert len(pilot.app.screen_stack) == 1


async def test_the_palette_opens_once_and_closes_once():
    async with running(Gallery()) as pilot:
        await burst(pilot, "ctrl+p", "ctrl+p")
        pilot.app.action_command_palette()
        assert len(pilot.app.screen_stack) == 2
        await burst(pilot, "escape", "escape")
        assert len(pilot.app.screen_stack) == 1


async def test_an_option_list_without_lines_ignores_page_keys(crash_log):
    async with running(Plain(crash_log, lambda: OptionList("a", "b", id="it"))) as pilot:
        unlaid = OptionList("a", "b")
        unlaid.action_page_down()
        pilot.app.widget.action_page_down()
        assert pilot.app.widget.highlighted == 1


async def test_a_bug_prints_no_name_and_where_the_details_are(crash_log, capsys):
    class Failing(Plain):
        def on_mount(self) -> None:
            self.copy_to_clipboard(NAME)
            self.call_later(self.action_fail)

    app = Failing(crash_log)
    with pytest.raises(LookupError):
        async with app.run_test() as pilot:
            await pilot.pause()
    assert app.clipboard == ""
    printed = "".join(capsys.readouterr())
    assert "The book is safe" in printed
    assert crash_log.name in printed.replace("\n", "")
    assert NAME not in printed
    assert "Traceback" not in printed
    logged = crash_log.read_text()
    assert "builtins.LookupError" in logged and "in action_fail" in logged
    assert NAME not in logged
    assert stat.S_IMODE(crash_log.stat().st_mode) == 0o600
    assert app.return_code == 1


async def test_a_bug_is_told_even_if_the_details_cannot_be_written(tmp_path, capsys):
    (tmp_path / "file").write_text("")

    class Failing(Plain):
        def on_mount(self) -> None:
            self.call_later(self.action_fail)

    with pytest.raises(LookupError):
        async with Failing(tmp_path / "file" / "crash.log").run_test() as pilot:
            await pilot.pause()
    printed = "".join(capsys.readouterr())
    assert "The book is safe" in printed
    assert "could not be written" in printed


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
@pytest.mark.parametrize("planted", ["link", "pipe"])
async def test_a_crash_is_written_to_nothing_that_somebody_else_planted(tmp_path, crash_log, capsys, planted):
    class Failing(Plain):
        def on_mount(self) -> None:
            self.call_later(self.action_fail)

    victim = tmp_path / "victim"
    victim.write_text("a letter")
    crash_log.parent.mkdir(parents=True, exist_ok=True)
    crash_log.symlink_to(victim) if planted == "link" else os.mkfifo(crash_log)
    with pytest.raises(LookupError):
        async with Failing(crash_log).run_test() as pilot:
            await pilot.pause()
    assert "could not be written" in "".join(capsys.readouterr())
    assert victim.read_text() == "a letter"


async def test_what_textual_would_print_about_an_error_goes_to_the_log(crash_log, capsys):
    class Drawn(Exception):
        def __rich__(self) -> str:
            return NAME

    class Failing(Plain):
        def on_mount(self) -> None:
            self.call_later(self.fail)

        def fail(self) -> None:
            raise Drawn

    with pytest.raises(Drawn):
        async with Failing(crash_log).run_test() as pilot:
            await pilot.pause()
    assert NAME not in "".join(capsys.readouterr())
    assert "Drawn" in crash_log.read_text()


async def test_a_failed_worker_is_a_bug_too(crash_log, capsys):
    class Failing(Plain):
        def on_mount(self) -> None:
            self.run_worker(self.fail(NAME))

        async def fail(self, person: str) -> None:
            raise LookupError(person)

    with pytest.raises(Exception, match=NAME):
        async with Failing(crash_log).run_test() as pilot:
            await pilot.pause()
            await wait_for(pilot, lambda: False, "the app ends")
    assert NAME not in "".join(capsys.readouterr())
    assert "builtins.LookupError" in crash_log.read_text()


@pytest.mark.parametrize(
    ("owner", "names"),
    [
        (App, ["_broker_event", "_fatal_error", "_close_messages_no_wait", "get_line_filters", "panic"]),
        (OptionList, ["_move_page"]),
        (Screen, ["active_bindings", "dismiss"]),
        (LineFilter, ["apply"]),
    ],
)
def test_textual_still_has_what_the_guards_rely_on(owner, names):
    for name in names:
        assert hasattr(owner, name), f"Textual changed: {owner.__name__}.{name} is gone"
    app = App()
    assert isinstance(app._exit_renderables, list)
    assert app._exception is None
    assert OptionList()._lines == []


async def test_a_click_on_what_has_just_gone_but_is_still_painted_is_no_fault(tmp_path):
    app = Plain(tmp_path / "crash.log")
    async with running(app) as pilot:
        parent = app.widget._parent
        app.widget._parent = None
        await pilot.mouse_down(offset=(1, 0))
        app.widget._parent = parent
        await settle(pilot)
    assert not (tmp_path / "crash.log").exists()
