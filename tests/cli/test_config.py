"""This desk's own settings from the command line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from atma_tui.domain.when import today


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "desk.toml"
    path.write_text("", encoding="utf-8")
    return str(path)


def test_what_is_set_is_listed(cli, file):
    done = cli.ok("config", "set", "theme", "light", "--config", file, "--json").json
    assert done == {"file": file, "name": "theme", "value": "light"}
    cli.ok("config", "set", "lock_minutes", "0", "--config", file)
    listed = cli.ok("config", "list", "--config", file, "--json").json
    assert listed["settings"]["theme"] == "light" and listed["settings"]["lock_minutes"] == 0
    assert listed["in_file"] == ["lock_minutes", "theme"]
    assert "light" in cli.ok("config", "list", "--config", file).out


def test_an_empty_value_takes_a_setting_out(cli, file):
    cli.ok("config", "set", "site", "calgary", "--config", file)
    cli.ok("config", "set", "site", "", "--config", file)
    assert cli.ok("config", "list", "--config", file, "--json").json["in_file"] == []


def test_a_setting_that_does_not_exist_is_refused(cli, file):
    done = cli("config", "set", "colour", "red", "--config", file)
    assert done.code == 2 and "not a setting" in done.err


def test_a_site_has_one_of_the_known_colours(cli):
    assert cli.ok("site", "edit", "edm", "--colour", "teal", "--json").json["colour"] == "teal"
    assert cli("site", "edit", "edm", "--colour", "mauve").code == 2


def test_a_backup_without_a_name_goes_into_the_folder_for_backups(cli):
    before = today(datetime.now(UTC))
    done = cli.ok("backup", "--json").json
    days = {before, today(datetime.now(UTC))}
    assert Path(done["file"]).name in {f"book-{day}.json" for day in days}, "today's, also around midnight"
    assert cli.ok("config", "list", "--json").json["settings"]["backups"] in done["file"]


@pytest.mark.parametrize(
    ("name", "value", "known"),
    [
        ("theme", "mauve", "dark, light or high-contrast"),
        ("site", "banff", "calgary, edmonton"),
        ("keys.events.nw", "f4", "events.new"),
        ("keys.evnts.new", "f4", "events.…"),
        ("keys.events.new", "escape", "Esc cannot be given"),
    ],
)
def test_what_a_setting_cannot_be_is_refused_with_what_it_can_be(cli, file, name, value, known):
    done = cli("config", "set", name, value, "--config", file)
    assert done.code == 2 and known in done.err
    assert cli.ok("config", "list", "--config", file, "--json").json["in_file"] == []


@pytest.mark.parametrize(
    ("line", "known"),
    [('site = "banff"', "calgary, edmonton"), ('theme = "mauve"', "dark, light or high-contrast")],
)
def test_a_command_refuses_a_file_with_a_wrong_setting(cli, file, line, known):
    Path(file).write_text(line, encoding="utf-8")
    done = cli("events", "--config", file)
    assert done.code == 2 and known in done.err


def test_a_site_of_the_usual_book_is_no_fault_of_another(cli, file, tmp_path):
    Path(file).write_text(f'site = "banff"\nbook = "{tmp_path / "usual"}"', encoding="utf-8")
    cli.ok("events", "--config", file, "--book", str(tmp_path / "other"))


def test_a_wrong_site_is_mended_by_a_command(cli, file):
    Path(file).write_text('site = "banff"', encoding="utf-8")
    cli.ok("config", "set", "site", "calgary", "--config", file)
    cli.ok("events", "--config", file)


def test_a_check_names_keys_of_commands_that_do_not_exist(cli, file):
    Path(file).write_text('[keys]\n"events.nw" = "f4"\n"events.new" = "f5"', encoding="utf-8")
    done = cli("check", "--config", file)
    assert done.code == 1 and "no command 'events.nw'" in done.out
