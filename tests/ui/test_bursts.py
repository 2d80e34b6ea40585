"""Keys as fast as a terminal can send them: all of them in one write, on a real pseudo-terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager

import pytest

from tests.ui.terminal import Terminal

ENTER, ESC, QUIT = b"\r", b"\x1b", b"\x11"


@pytest.fixture
def at_desk(tmp_path):
    """A desk in a terminal; what the book holds in the end is in `at_desk.book()`."""

    @contextmanager
    def begin(mode="events", shows="Open house", *on):
        command = [sys.executable, "-m", "tests.ui.at_terminal", str(tmp_path), mode, *on]
        with Terminal(command, size=(120, 40)) as terminal:
            terminal.until(shows)
            yield terminal
            terminal.send(QUIT)
            assert terminal.wait_exit() == 0

    begin.book = lambda: (tmp_path / "book.txt").read_text(encoding="utf-8").splitlines()
    return begin


def test_enter_never_takes_what_is_typed_after_it(at_desk):
    with at_desk() as terminal:
        terminal.send(b"k")
        terminal.until("Cancel an event")
        terminal.send(ENTER + b"6")
        terminal.until("Reason 6")
        terminal.send(ESC)
        terminal.until("Throw away")
        terminal.send(ENTER)
        terminal.gone("Reason 6")
    assert "event: Talk, live" in at_desk.book()


def test_what_is_typed_at_a_form_that_closes_is_no_command(at_desk):
    with at_desk("people", "Name, nickname") as terminal:
        terminal.send(b"zed wu")
        terminal.until("New person: zed wu")
        terminal.send(ENTER)
        terminal.until("Ctrl+S adds a guest")
        terminal.send(b"7805550199" + b"\x13" + b"nx2")
        terminal.until("Never enrolled")
    assert "person: Zed Wu, 7805550199, " in at_desk.book()


def test_two_keys_in_one_burst_open_one_dialog(at_desk):
    with at_desk() as terminal:
        terminal.send(b"mk")
        terminal.until("Change an event")
        assert "Cancel an event" not in terminal.text
        terminal.send(ESC)
        terminal.until("Throw away")
        terminal.drain()
        terminal.send(ENTER)
        terminal.gone("Change an event")


def test_a_whole_enrolment_in_one_write(at_desk):
    with at_desk() as terminal:
        terminal.send(b"echen" + ENTER)
        terminal.until("undoes")
    assert "enrolled: Chen Example, Talk" in at_desk.book()


def test_the_phone_line_in_one_write(at_desk):
    with at_desk() as terminal:
        terminal.send(b"/chen open house" + ENTER)
        terminal.until("undoes")
    assert "enrolled: Chen Example, Open house" in at_desk.book()


@pytest.mark.parametrize("typed", [b"/Zo\xeb chen", b"/Zo\xeb\xff\xfe chen", b"/\x1b[200~Zo\xeb chen\x1b[201~"])
def test_bytes_that_are_no_utf_8_come_in_as_a_replacement_character(at_desk, typed):
    with at_desk() as terminal:
        terminal.send(typed)
        terminal.until("Zo\N{REPLACEMENT CHARACTER}")
        terminal.send(ESC)
        terminal.gone("Zo\N{REPLACEMENT CHARACTER}")


def test_what_follows_an_escape_in_pasted_text_is_no_key(at_desk):
    pasted = "Zed \x1b[31mWu\x1b[0m 780-555-0199 and far more than a sequence may have\rk\r"
    with at_desk("people", "Name, nickname") as terminal:
        terminal.send(f"\x1b[200~{pasted}\x1b[201~".encode())
        terminal.until("Zed Wu 780-555-0199 and far more than a sequence may have k")
    assert not any(line.startswith("person: Zed") for line in at_desk.book())


def test_alt_with_a_digit_or_a_letter_is_a_command_also_while_a_box_has_the_cursor(at_desk):
    """As terminals without the Kitty protocol send it: Escape and the character in one write."""
    with at_desk() as terminal:
        terminal.send(ESC + b"4")
        terminal.until("Name, nickname, phone or e-mail")
        terminal.send(ESC + b"2")
        terminal.until("Open house")
        terminal.send(ESC + b"4")
        terminal.until("Name, nickname, phone or e-mail")
        terminal.send(ESC + b"s")
        terminal.until("Own site")
        terminal.send(ESC)
        terminal.gone("Own site")


def test_enter_right_after_escape_saves_nothing(at_desk):
    with at_desk() as terminal:
        terminal.send(b"k")
        terminal.until("Cancel an event")
        terminal.send(b"ill" + ESC + ENTER)
        terminal.until("Throw away")
        terminal.drain(1)
        terminal.send(ENTER)
        terminal.gone("Cancel an event")
    assert "event: Talk, live" in at_desk.book()


def test_escape_and_what_is_typed_after_it_in_one_write_are_two_keys(at_desk):
    with at_desk() as terminal:
        terminal.send(b"fzzz" + ESC + ESC + b"n")
        terminal.until("New event")


def test_a_command_right_after_escape_is_one_on_today(at_desk):
    with at_desk("today", "1 Today") as terminal:
        terminal.send(b"ada" + ESC + ESC + b"n")
        terminal.drain()
        assert "adan" not in terminal.text
        terminal.send(b"/")
        terminal.until("Find, or say what to do")
        terminal.send(ESC + b"4")
        terminal.drain()
        terminal.send(b" open house")
        terminal.until("open house")
        terminal.send(ESC)
        terminal.gone("Find, or say what to do")


def test_alt_pressed_again_and_again_types_nothing(at_desk):
    with at_desk("people", "Name, nickname") as terminal:
        terminal.send((ESC + b"4") * 5 + b"chen")
        terminal.until("Chen Example")
        assert "^" not in terminal.text
        terminal.send(ESC)


def test_letters_typed_as_soon_as_today_opens_are_a_name(at_desk):
    with at_desk("today", "1 Today") as terminal:
        terminal.send(b"wad")
        terminal.until("Nobody expected today fits.")
        assert "wad" in terminal.text
        terminal.send(ESC)
        terminal.gone("Nobody expected today fits.")


def test_what_the_menu_runs_is_not_answered_by_the_enter_that_ran_it(at_desk):
    with at_desk() as terminal:
        terminal.send(b"?write the" + ENTER + ENTER)
        terminal.until("Write the calendar files?")
        terminal.send(ESC)
        terminal.gone("Write the calendar files?")


def test_a_name_typed_at_the_lock_is_for_the_lock(at_desk):
    with at_desk() as terminal:
        terminal.send(b"\x0c" + b"ek2")
        terminal.until("Desk locked")
        terminal.until("ek2")
        terminal.send(ENTER)
        terminal.gone("Desk locked")
        terminal.until("e Enrol")
    assert "event: Talk, live" in at_desk.book()


def test_a_queue_at_the_door_in_one_write_is_counted_to_the_last(at_desk):
    with at_desk("today", "Who is here?", "Coffee") as terminal:
        terminal.send(b"+" * 12)
        terminal.until("0/0 +12")
        terminal.send(b"--+")
        terminal.until("10 -> 11 here")
    counts = [one for one in at_desk.book() if one.startswith("counted:")]
    pressed = [(int(one[10:].split()[0]), int(one.split("-")[1].split(",")[0])) for one in counts]
    assert (sum(came for came, _ in pressed), sum(left for _, left in pressed)) == (13, 2)
