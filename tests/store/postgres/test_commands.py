"""The commands for shared books, and those for any book, over a shared one."""

import json
import signal

import pytest

from atma_tui.cli import main
from atma_tui.store import interrupts
from atma_tui.store.chain import HeadFound
from atma_tui.store.postgres import administration
from atma_tui.store.postgres.connection.line import Line
from tests.store.postgres.desks import add, names, open_desk, wait_for, wait_until_live


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run a command and return its exit code and its answer from `--json`."""
    monkeypatch.setenv("ATMA_CONFIG", str(tmp_path / "none.toml"))

    def do(*words):
        capsys.readouterr()
        code = main([*map(str, words), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return do


def test_a_book_is_made_once_and_told_what_each_desk_needs(server, run, capsys):
    database = server.new_database()
    made = {"database": database, "host": "127.0.0.1", "new": True, "roles": True, "large_objects": False}
    assert run("book", "make", server.url(database)) == (0, made)
    assert run("book", "make", server.url(database)) == (0, made | {"new": False})
    main(["book", "make", server.url(database)])
    told = capsys.readouterr().out
    assert f'create role "front-desk" login in role "{database}_desk"' in told
    assert f"127.0.0.1:{server.port}:{database}:front-desk:PASSWORD" in told


def test_an_address_with_a_password_is_refused_everywhere_and_not_repeated(run, capsys):
    url = "postgresql://desk:verysecret@127.0.0.1/clinic"
    for words in (
        ("events", "--book", url),
        ("book", "make", url),
        ("book", "move", url, "here"),
        ("check", "--book", url),
    ):
        code = main(list(words))
        told = capsys.readouterr()
        assert code in (1, 2)
        assert "pgpass" in told.out + told.err
        assert "verysecret" not in told.out + told.err


def test_an_address_that_is_no_shared_book_is_refused_by_its_commands(run, tmp_path):
    for words in (("book", "make"), ("book", "status"), ("book", "trim")):
        assert run(*words, tmp_path)[0] == 2


@pytest.fixture
def read_only(server, database):
    """Let the server be a copy that can only be read, until the test is over."""
    yield lambda: server.run(f"alter database {database} set default_transaction_read_only = on")
    server.run(f"alter database {database} reset default_transaction_read_only")


@pytest.fixture
def newer(server, database):
    return lambda: server.run("update book.head set format = 99", database)


@pytest.mark.parametrize(
    ("refusing", "words"), [("newer", "newer format"), ("read_only", "a copy that can only be read")]
)
def test_a_change_that_is_refused_is_one_line_and_a_look_says_that_it_may_be_old(
    run, url, capsys, request, refusing, words
):
    refuse = request.getfixturevalue(refusing)
    assert run("person", "add", "Ada Sample", "--book", url)[0] == 0
    refuse()
    assert main(["person", "add", "Bo Sample", "--book", url]) == 3
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and words in told
    assert main(["person", "Ada Sample", "--book", url]) == 0
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and words in told and "what this computer knew last" in told


def test_a_new_shared_book_begins_with_the_starter_events_whoever_asks_first(run, url):
    code, events = run("events", "--all", "--book", url)
    assert code == 0
    assert {event["site"] for event in events} == {"edmonton", "calgary"}
    assert run("check", "--book", url)[0] == 0


def test_a_book_moves_there_and_back_and_is_the_same(run, url, server, tmp_path):
    assert run("events", "--book", tmp_path / "book")[0] == 0
    assert run("person", "add", "Ada Sample", "--book", tmp_path / "book")[0] == 0
    code, there = run("book", "move", tmp_path / "book", url)
    assert code == 0
    assert run("book", "move", url, tmp_path / "back") == (
        0, {"from": url, "to": str(tmp_path / "back"), "records": there["records"]},
    )  # fmt: skip
    assert run("events", "--all", "--book", url) == run("events", "--all", "--book", tmp_path / "back")
    code, refused = run("book", "move", tmp_path / "book", url)
    assert (code, refused["error"]["code"]) == (3, "exists")
    assert "they were moved before" in refused["error"]["message"], "the first time may have been stopped"
    assert run("person", "add", "Bo Sample", "--book", url)[0] == 0
    code, refused = run("book", "move", tmp_path / "book", url)
    assert (code, "before" in refused["error"]["message"]) == (3, False)


def test_a_backup_of_either_kind_restores_into_either(run, url, server, tmp_path):
    run("events", "--book", url)
    assert run("backup", tmp_path / "shared.json", "--book", url)[0] == 0
    assert run("restore", tmp_path / "shared.json", "--book", tmp_path / "book")[0] == 0
    assert run("backup", tmp_path / "folder.json", "--book", tmp_path / "book")[0] == 0
    other = server.url(server.new_database())
    assert run("restore", tmp_path / "folder.json", "--book", other)[0] == 0
    assert run("events", "--all", "--book", other) == run("events", "--all", "--book", url)


def test_the_status_says_who_is_at_which_desk(run, url, tmp_path):
    desk = open_desk(url, tmp_path / "computer", "Ada")
    add(desk, 1)
    wait_until_live(desk)
    code, status = run("book", "status", url)
    assert code == 0
    assert [one["operator"] for one in status["desks"]] == ["Ada"]
    assert (status["seq"], status["documents"], status["warning"]) == (1, 1, "")
    assert status["head"] == desk.chain_head
    desk.close()


def test_desks_see_who_else_is_here(url, tmp_path):
    ada = open_desk(url, tmp_path / "1", "Ada")
    wait_until_live(ada)
    bo = open_desk(url, tmp_path / "2", "Bo")
    wait_for(bo, lambda: [name for name, _ in bo.sharing.others] == ["Ada"])
    wait_for(ada, lambda: [name for name, _ in ada.sharing.others] == ["Bo"])
    bo.close()
    ada.close()


def test_a_head_from_before_the_replica_was_made_is_asked_of_the_server(run, url, tmp_path):
    desk = open_desk(url, tmp_path / "computer")
    add(desk, 1)
    head = desk.chain_head
    add(desk, 2)
    desk.close()
    late = open_desk(url, tmp_path / "late")
    wait_until_live(late)
    assert late.find_head(head) is HeadFound.KEPT
    assert late.find_head("0" * 64) is HeadFound.UNKNOWN
    late.close()


def test_trimming_keeps_the_book_whole(run, url, tmp_path):
    desk = open_desk(url, tmp_path / "computer")
    add(desk, 1)
    assert run("book", "trim", url, "--days", 30) == (0, {"left": 1})
    assert names(desk) == ["per-001"]
    desk.close()


@pytest.mark.usefixtures("usual_ctrl_c")
@pytest.mark.parametrize(("stopped_at", "trimmed"), [("select book.trim", b"0"), ("commit", b"2")])
def test_trimming_that_is_stopped_is_done_or_it_is_not(
    server, database, url, tmp_path, monkeypatch, stopped_at, trimmed
):
    desk = open_desk(url, tmp_path)
    add(desk, 1)
    add(desk, 2)
    desk.close()

    def stopped(do):
        def step(line, sql, *rest):
            answer = do(line, sql, *rest)
            if sql.startswith(stopped_at):
                signal.raise_signal(signal.SIGINT)
            return answer

        return step

    monkeypatch.setattr(Line, "ask", stopped(Line.ask))
    monkeypatch.setattr(Line, "run", stopped(Line.run))
    saved = interrupts.saved()
    with pytest.raises(KeyboardInterrupt):
        administration.trim(url, -1)
    assert server.run("select trimmed from book.head", database) == [[trimmed]]
    assert interrupts.saved() - saved == (trimmed == b"2")


def test_without_a_connection_a_command_reads_what_is_known_and_says_so(run, server, tmp_path, capsys):
    url = server.url(server.new_database())
    run("events", "--book", url)
    server.stop()
    try:
        code = main(["events", "--all", "--json", "--book", url])
        told = capsys.readouterr()
        assert code == 0
        assert "cannot be reached" in told.err
        assert json.loads(told.out)
        code = main(["person", "add", "Ada Sample", "--book", url])
        assert code == 3
        assert "Nothing was changed" in capsys.readouterr().err
    finally:
        server.start()


def test_a_book_of_an_older_format_is_migrated_while_a_desk_is_open(run, url, server, database, tmp_path):
    desk = open_desk(url, tmp_path / "computer")
    add(desk, 1)
    server.run("update book.head set format = 2; update book.documents set doc = '{}' where false", database)
    wait_for(desk, lambda: "older atma-tui" in desk.sharing.refusal)
    assert run("book", "make", url)[0] == 0
    wait_for(desk, lambda: desk.sharing.live and not desk.sharing.refusal)
    add(desk, 2)
    assert names(desk) == ["per-001", "per-002"]
    desk.close()
