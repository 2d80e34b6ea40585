"""`atma-tui help`: the manual on the command line."""

from atma_tui.manual import page, topics


def test_help_alone_lists_the_pages(cli):
    lines = cli.ok("help").out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == [topic.name for topic in topics()]
    assert all(topic.summary in line for topic, line in zip(topics(), lines[1:], strict=True))


def test_help_shows_a_page_as_it_is_written(cli):
    assert cli.ok("help", "backup").out == page("backup")
    assert cli.ok("help", "back").out == page("backup")


def test_help_answers_as_json(cli):
    assert [one["name"] for one in cli.ok("help", "--json").json] == [topic.name for topic in topics()]
    assert cli.ok("help", "keys", "--json").json["text"] == page("keys")


def test_an_unknown_page_is_answered_with_the_pages(cli):
    done = cli("help", "cooking")
    assert (done.code, done.out) == (2, "")
    assert all(topic.name in done.err for topic in topics())


def test_help_needs_no_book(cli):
    cli.ok("help", "day")
    assert not (cli.folder / "book").exists()
