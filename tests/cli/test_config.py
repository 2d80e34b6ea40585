"""This desk's own settings from the command line."""

from datetime import UTC, datetime

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
    done = cli.ok("backup", "--json").json
    assert done["file"].endswith(f"book-{today(datetime.now(UTC))}.json")
    assert cli.ok("config", "list", "--json").json["settings"]["backups"] in done["file"]
