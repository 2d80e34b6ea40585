from atma_tui.ui.ground.keys import ELSEWHERE, LISTS, ActiveCommand
from atma_tui.ui.widgets.key_line import hints_in


def command(key, label, *, group="Events", footer=False, enabled=True, typing=False, id=None):
    return ActiveCommand(
        keys=(key,),
        label=label,
        help=label,
        group=group,
        action=label,
        node=None,
        enabled=enabled,
        id=id or f"test.{label}",
        typing=typing,
        footer=footer,
    )


FIND = command("/", "Find", group=ELSEWHERE, footer=True)
MENU = command("?", "All keys", group=ELSEWHERE, id="desk.help")
ENROL = command("e", "Enrol", footer=True)
COPY = command("c", "Copy")


def labels(commands, width):
    return [hint.words for hint in hints_in(commands, width)]


def test_the_line_is_filled_with_what_there_is_room_for_and_ends_with_the_menu():
    assert labels([COPY, ENROL, FIND, MENU], 80) == ["Enrol", "Copy", "Find", "All keys"]
    assert labels([COPY, ENROL, FIND, MENU], 33) == ["Enrol", "Find", "All keys"]
    assert labels([COPY, ENROL, FIND, MENU], 22) == ["Enrol", "All keys"]


def test_what_moves_what_is_typed_and_what_cannot_be_done_now_is_left_out():
    left_out = [
        command("down", "Down", group=LISTS),
        command("↓", "Later"),
        command("k", "Cancel", enabled=False),
        command("n", "New", typing=True),
        command("1", "Today", group=ELSEWHERE, id="go.today"),
    ]
    assert labels([*left_out, ENROL], 80) == ["Enrol"]
