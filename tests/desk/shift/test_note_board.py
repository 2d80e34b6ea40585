"""The note board between shifts and cities."""

import pytest

from atma_tui.domain.errors import Blocked, InputError, NotFound
from tests.ui.rig import other_desk, small_desk


@pytest.fixture
def desk():
    return small_desk()


def words(notes):
    return [one.words for one in notes]


def test_a_note_is_read_by_the_others_until_it_is_done(desk):
    other = other_desk(desk)
    note = desk.note_board.write("The projector is at the repair shop")
    assert desk.note_board.unread(desk.note_board.notes()) == [], "whoever wrote it has read it"
    assert words(other.note_board.unread(other.note_board.notes())) == ["The projector is at the repair shop"]
    other.note_board.read([note.id])
    [read] = desk.note_board.notes()
    assert read.read_by == ("Bo",) and other.note_board.unread([read]) == []
    desk.note_board.done(note.id)
    assert other.note_board.notes() == []
    with pytest.raises(Blocked, match="off the board already"):
        other.note_board.done(note.id)


def test_a_note_for_a_site_is_on_that_sites_board_and_on_that_of_all(desk):
    desk.note_board.write("For everybody")
    desk.note_board.write("Elevator is broken", site="calgary")
    assert words(desk.note_board.notes("edmonton")) == ["For everybody"]
    assert sorted(words(desk.note_board.notes("calgary"))) == ["Elevator is broken", "For everybody"]
    assert len(desk.note_board.notes()) == 2
    with pytest.raises(NotFound):
        desk.note_board.write("x", site="nowhere")


def test_a_note_that_says_something_else_is_read_again(desk):
    other = other_desk(desk)
    note = desk.note_board.write("Call the caterer")
    other.note_board.read([note.id])
    desk.note_board.change(note.id, "Caterer called")
    assert words(other.note_board.unread(other.note_board.notes())) == ["Caterer called"]


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 501])
def test_an_empty_or_endless_note_is_refused(desk, text):
    with pytest.raises(InputError):
        desk.note_board.write(text)
    assert desk.note_board.notes() == []


def test_what_was_put_on_the_board_can_be_undone(desk):
    desk.note_board.write("A slip")
    desk.history.undo(desk.history.own_last().id)
    assert desk.note_board.notes() == []
