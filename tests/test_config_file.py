"""The configuration file is changed one line at a time, in one step, and stays as it is otherwise."""

import os
import stat

import pytest

from atma_tui.config_file import change_config, read_value
from atma_tui.domain.errors import InputError, Unreachable
from atma_tui.settings import settings

WRITTEN = """# our desk
site = "calgary"   # the north wing's
lock_minutes = 5

[keys]
"events.new" = "f5"
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(WRITTEN, encoding="utf-8")
    return path


def test_only_the_line_of_the_setting_changes(file):
    change_config(file, {"site": "edmonton", "lock_minutes": 0, "theme": "light", "keys.events.new": "f4"})
    assert (
        file.read_text(encoding="utf-8")
        == """theme = "light"
# our desk
site = "edmonton"   # the north wing's
lock_minutes = 0

[keys]
"events.new" = "f4"
"""
    )


def test_the_mark_that_windows_puts_before_a_text_is_no_part_of_it(file):
    file.write_text(WRITTEN, encoding="utf-8-sig")
    assert settings(config=str(file), environ={}).site == "calgary"
    change_config(file, {"site": "edmonton"})
    assert settings(config=str(file), environ={}).site == "edmonton"


def test_a_setting_is_taken_out_again(file):
    change_config(file, {"site": None, "keys.events.new": None, "theme": None})
    assert file.read_text(encoding="utf-8") == "# our desk\nlock_minutes = 5\n\n[keys]\n"


def test_a_new_file_and_its_folder_are_for_this_login_only(tmp_path):
    file = tmp_path / "new" / "config.toml"
    change_config(file, {"theme": "dark", "keys.events.new": "f5"})
    assert settings(config=str(file), environ={}).keys == {"events.new": "f5"}
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_link_stays_a_link(file, tmp_path):
    link = tmp_path / "link.toml"
    link.symlink_to(file)
    change_config(link, {"lock_minutes": 7})
    assert link.is_symlink() and "lock_minutes = 7" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("words", ['it\'s "so" \\ here', "Zoë\tDemo", "=1+1 # no comment", "\x7f"])
def test_any_text_comes_back_as_it_was(file, words):
    change_config(file, {"operator": words, "out": words})
    change_config(file, {"operator": f"{words}!"})
    said = settings(config=str(file), environ={})
    assert str(said.out) == words


@pytest.mark.parametrize(
    "written",
    ['site = """\ncalgary"""\n', 'keys = { "events.new" = "f5" }\n', "x.y = 1\n", "site = \n"],
)
def test_what_is_written_in_another_way_is_left_alone(file, written):
    file.write_text(written, encoding="utf-8")
    with pytest.raises(InputError):
        change_config(file, {"site": "edmonton", "keys.events.new": "f4"})
    assert file.read_text(encoding="utf-8") == written


@pytest.mark.parametrize(
    ("name", "value"), [("lock", 1), ("lock_minutes", "5"), ("site", 5), ("nothing.new", "f5"), ("site", "a\0b")]
)
def test_what_is_no_setting_is_refused_before_anything_is_written(file, name, value):
    with pytest.raises(InputError):
        change_config(file, {"theme": "light", name: value})
    assert file.read_text(encoding="utf-8") == WRITTEN


def test_a_file_that_cannot_be_written_is_told(file):
    with pytest.raises(Unreachable, match="cannot be written"):
        change_config(file / "config.toml", {"site": "edmonton"})


@pytest.mark.parametrize(("name", "words"), [("lock_minutes", "soon"), ("lock_minutes", "-1")])
def test_a_typing_slip_is_refused(name, words):
    with pytest.raises(InputError):
        read_value(name, words)
