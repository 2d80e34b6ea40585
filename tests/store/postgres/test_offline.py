"""Without a connection: reading goes on, a change says what became of it, and the desk comes back by itself."""

import pytest

from atma_tui.domain.errors import Unreachable
from atma_tui.store.postgres import server as server_calls
from atma_tui.store.postgres.unanswered.doubts import Doubt, Doubts
from atma_tui.store.postgres.unanswered.settling import settle
from tests.postgres import soon
from tests.store.postgres.desks import (
    add,
    add_optimistically,
    names,
    open_desk,
    wait_for,
    wait_until_live,
    wait_until_offline,
)

PATIENCE = 1.0


@pytest.fixture
def computer(tmp_path):
    return tmp_path / "computer"


@pytest.fixture
def far_url(server, database, proxy):
    """The address of the book, by way of the proxy."""
    return server.url(database).replace(str(server.port), str(proxy.port))


@pytest.fixture
def far(far_url, computer):
    book = open_desk(far_url, computer, "Far", PATIENCE)
    wait_until_live(book)
    yield book
    book.close()


def test_reading_goes_on_and_the_desk_comes_back_by_itself(far, near, proxy):
    add(near, 1)
    wait_for(far, lambda: names(far) == ["per-001"])
    proxy.is_down = True
    proxy.cut()
    wait_until_offline(far)
    last = far.sharing.as_of
    add(near, 2)
    assert names(far) == ["per-001"]
    assert not far.settle()
    assert far.sharing.as_of == last
    proxy.is_down = False
    wait_for(far, lambda: names(far) == ["per-001", "per-002"])
    wait_until_live(far)
    assert far.sharing.as_of > last


@pytest.mark.parametrize("how", [add, add_optimistically])
def test_a_change_without_a_connection_says_that_it_did_not_happen(far, near, proxy, how):
    proxy.is_down = True
    proxy.cut()
    wait_until_offline(far)
    with pytest.raises(Unreachable, match="Nothing was changed"):
        how(far, 1)
    assert names(far) == []
    proxy.is_down = False
    wait_until_live(far)
    how(far, 2)
    assert names(far) == ["per-002"]
    wait_for(near, lambda: names(near) == ["per-002"])


def test_a_connection_that_broke_unnoticed_is_replaced(far, proxy):
    for number in range(5):
        proxy.cut()
        add_optimistically(far, number)
    assert len(names(far)) == 5


@pytest.mark.parametrize("how", [add, add_optimistically])
def test_a_line_that_swallows_everything_is_given_up_in_time(far, proxy, how):
    proxy.hold()
    with pytest.raises(Unreachable):
        how(far, 1)
    assert names(far) == []
    wait_until_offline(far)
    proxy.release()


@pytest.mark.parametrize("arrives", [True, False])
def test_a_change_without_an_answer_is_found_out_about_later(far, near, proxy, server, database, arrives):
    proxy.hold()
    with pytest.raises(Unreachable, match="may or may not have been saved"):
        add_optimistically(far, 1)
    assert names(far) == []
    if arrives:
        proxy.release()
        wait_for(near, lambda: names(near) == ["per-001"])
    else:
        proxy.cut()
        proxy.release()
    wait_for(far, lambda: far.sharing.notice)
    assert ("was saved" in far.sharing.notice) == arrives
    assert far.settle(30)
    assert near.settle(30)
    assert names(far) == names(near) == (["per-001"] if arrives else [])
    add(far, 2)
    assert near.settle(30)
    assert names(near) == names(far)


def test_it_opens_without_a_connection_to_be_read_only(far, far_url, computer, proxy):
    add(far, 1)
    far.close()
    proxy.is_down = True
    again = open_desk(far_url, computer, "Far", PATIENCE)
    assert names(again) == ["per-001"]
    assert not again.sharing.live
    with pytest.raises(Unreachable, match="Nothing was changed"):
        add(again, 2)
    proxy.is_down = False
    wait_until_live(again)
    add(again, 2)
    assert names(again) == ["per-001", "per-002"]
    again.close()


def test_the_first_time_needs_a_connection(far_url, tmp_path, proxy):
    proxy.is_down = True
    with pytest.raises(Unreachable, match="not opened on this computer before"):
        open_desk(far_url, tmp_path / "new", patience=PATIENCE)
    proxy.is_down = False
    book = open_desk(far_url, tmp_path / "new", patience=30.0)
    assert names(book) == []
    book.close()


def test_a_server_that_starts_again_is_found_again(far, near, server):
    add(far, 1)
    server.stop()
    wait_until_offline(far)
    with pytest.raises(Unreachable, match="Nothing was changed"):
        add_optimistically(far, 2)
    server.start()
    wait_until_live(far)
    add_optimistically(far, 3)
    wait_for(near, lambda: names(near) == ["per-001", "per-003"])


def test_a_command_that_ended_in_doubt_is_answered_by_the_next_opening(far, far_url, computer, proxy):
    """Also when another process on the computer finds out at the same time."""
    proxy.hold()
    with pytest.raises(Unreachable, match="may or may not have been saved"):
        add_optimistically(far, 1)
    far._keeper._is_closing = True  # as if the process had ended
    proxy.cut()
    proxy.release()
    far.close()
    again = open_desk(far_url, computer, "Bo", PATIENCE)
    wait_for(again, lambda: again.sharing.notice)
    assert "by Far, of which it was not known, was not saved" in again.sharing.notice
    assert list(computer.parent.glob("computer-in-doubt/*")) == []
    again.close()


def test_it_is_told_truly_by_two_who_find_out_at_the_same_time(far, near, tmp_path, server, database):
    doubts, also = Doubts(tmp_path / "doubts"), Doubts(tmp_path / "doubts")
    position = far._storage.position
    for number in (1, 2):
        doubts.add(Doubt(position, f"00000000-0000-0000-0000-00000000000{number}", 1e9 + number, "Ada"))
    line = server.line(database)
    server_calls.append(
        line, position, doubts.all()[0].key, "Ada", b'[["person","per-x",{}]]', soon(), in_turn=False
    )
    both = [doubts.all(), also.all()]
    assert both[0] == both[1]
    told = []
    for one in (doubts, also):
        one.all = lambda found=both[0]: found
        told.append(settle(line, one, soon()))
    line.close()
    assert told[0] == told[1]
    assert ("was saved." in told[0], "was not saved:" in told[0]) == (True, True)
