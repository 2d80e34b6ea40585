import ast
import os
import threading
from pathlib import Path

import pytest
from textual.app import ComposeResult
from textual.widgets import Static
from textual.worker import WorkerFailed

import atma_tui.ui
from atma_tui.domain.errors import Busy, Damaged, Full, NotFound, Offline
from atma_tui.ui.ground.door import Refused, looking, on_desk, on_desk_quietly, use_case
from atma_tui.ui.ground.safe import SafeApp, SafeModal
from tests.ui.kit import burst, running, settle, tap, toasts, wait_for
from tests.ui.rig import small_desk


class Question(SafeModal[str]):
    BINDINGS = [("y", "dismiss('yes')", "Yes")]

    def compose(self) -> ComposeResult:
        yield Static("Sure?")


class Desk(SafeApp):
    def __init__(self, call=lambda: "done") -> None:
        super().__init__(crash_log=Path(os.devnull))
        self.call = call
        self.desk = small_desk()
        self.seen: list[object] = []

    def compose(self) -> ComposeResult:
        yield Static("desk")

    @use_case
    async def action_do(self, *args: object) -> None:
        """Do it."""
        self.seen.append(await on_desk(self, self.call, *args))

    @use_case
    async def action_ask(self) -> None:
        self.seen.append(await self.push_screen_wait(Question()))
        self.seen.append(await on_desk(self, self.call))

    @use_case
    async def action_form(self) -> None:
        try:
            await on_desk_quietly(self, self.call)
        except Refused as refused:
            self.seen.append(str(refused.error))

    @looking("look")
    async def look_up(self) -> None:
        self.seen.append(await on_desk_quietly(self, self.call))


def refuse(error):
    def call():
        raise error

    return call


async def test_the_desk_works_in_one_thread_of_its_own():
    threads = []

    def call(number):
        threads.append(threading.current_thread())
        return number

    async with running(Desk(call)) as pilot:
        for number in range(5):
            pilot.app.action_do(number)
        await wait_for(pilot, lambda: len(pilot.app.seen) == 5, "all are done")
        assert pilot.app.seen == [0, 1, 2, 3, 4]
        assert len(set(threads)) == 1
        assert threads[0] is not threading.main_thread()


async def test_keys_are_handled_while_the_desk_works():
    go = threading.Event()
    async with running(Desk(lambda: go.wait(5))) as pilot:
        pilot.app.action_do()
        pilot.app.push_screen(Question())
        await burst(pilot, "y")
        assert pilot.app.seen == []
        assert len(pilot.app.screen_stack) == 1
        go.set()
        await wait_for(pilot, lambda: pilot.app.seen == [True], "the desk is done")


@pytest.mark.parametrize(
    ("error", "severity"),
    [
        (Full("All 20 seats are taken."), "warning"),
        (NotFound("Nobody is called [/]."), "warning"),
        (Busy("Another desk holds the book."), "error"),
        (Offline("No answer from the website."), "error"),
    ],
)
async def test_a_refusal_is_told_and_ends_the_use_case(error, severity):
    async with running(Desk(refuse(error))) as pilot:
        pilot.app.action_do()
        await settle(pilot)
        assert toasts(pilot.app) == [str(error)]
        assert [notification.severity for notification in pilot.app._notifications] == [severity]
        assert pilot.app.seen == []


async def test_a_form_can_show_the_refusal_itself():
    async with running(Desk(refuse(Full("All taken.")))) as pilot:
        pilot.app.action_form()
        await settle(pilot)
        assert toasts(pilot.app) == []
        assert pilot.app.seen == ["All taken."]


async def test_a_look_beside_what_is_typed_ends_when_the_book_cannot_be_read():
    async with running(Desk(refuse(Damaged("A file is missing.")))) as pilot:
        pilot.app.look_up()
        await settle(pilot)
        assert (toasts(pilot.app), pilot.app.seen) == ([], [])
        pilot.app.call = lambda: "found"
        pilot.app.look_up()
        await settle(pilot)
        assert pilot.app.seen == ["found"]


@pytest.mark.parametrize(
    "file", sorted(Path(atma_tui.ui.__file__).parent.rglob("*.py")), ids=lambda path: path.stem
)
def test_no_worker_is_ended_with_the_desk_by_a_refusal(file):
    """The book may become unreadable between any two keys."""
    for method in ast.walk(ast.parse(file.read_text())):
        if isinstance(method, ast.AsyncFunctionDef) and any(
            "work(" in ast.unparse(d) for d in method.decorator_list
        ):
            body = ast.unparse(method)
            assert "on_desk" not in body or "except Refused" in body or "except (Refused" in body, method.name


class Asking(SafeModal[str]):
    """A dialog that asks the desk and stays."""

    BINDINGS = [("enter", "check", "Check"), ("y", "dismiss('yes')", "Yes")]

    def compose(self) -> ComposeResult:
        yield Static("Sure?")

    @use_case
    async def action_check(self) -> None:
        self.app.seen.append(await on_desk_quietly(self.app, self.app.call))


async def test_what_is_typed_after_the_answer_is_taken_however_late_the_queue_looks(monkeypatch):
    monkeypatch.setattr("atma_tui.ui.ground.key_queue._LOOK_SECONDS", 0.3)
    go = threading.Event()
    async with running(Desk(lambda: go.wait(5))) as pilot:
        pilot.app.push_screen(Asking(), pilot.app.seen.append)
        await settle(pilot)
        await burst(pilot, "enter")
        go.set()
        await wait_for(pilot, lambda: pilot.app.seen == [True], "the desk answered")
        await burst(pilot, "y")
        await wait_for(pilot, lambda: pilot.app.seen == [True, "yes"], "the key after the answer counts")


async def test_anything_else_is_a_bug_and_crashes_loudly():
    app = Desk(refuse(ZeroDivisionError("bug")))
    with pytest.raises(WorkerFailed, match="bug"):
        async with app.run_test() as pilot:
            app.action_do()
            await pilot.pause()
            while app._exception is None:
                await pilot.pause()


async def test_a_use_case_waits_for_its_dialog_and_then_goes_on():
    async with running(Desk()) as pilot:
        pilot.app.action_ask()
        await settle(pilot)
        assert pilot.app.seen == []
        await tap(pilot, "y")
        await settle(pilot)
        assert pilot.app.seen == ["yes", "done"]


async def test_the_same_wish_twice_at_once_is_one_wish():
    async with running(Desk()) as pilot:
        first, second = pilot.app.action_ask(), pilot.app.action_ask()
        await settle(pilot)
        assert first is not None
        assert second is None
        assert len(pilot.app.screen_stack) == 2
        await tap(pilot, "y")
        await settle(pilot)
        assert pilot.app.seen == ["yes", "done"]
        assert pilot.app.action_ask() is not None


async def test_different_wishes_at_once_are_all_done():
    async with running(Desk(lambda number: number)) as pilot:
        workers = [pilot.app.action_do(number) for number in (1, 2, 1)]
        assert [worker is None for worker in workers] == [False, False, True]
        await settle(pilot)
        assert pilot.app.seen == [1, 2]


def test_a_use_case_keeps_its_name_and_words():
    assert Desk.action_do.__name__ == "action_do"
    assert Desk.action_do.__doc__ == "Do it."
