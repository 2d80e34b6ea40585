import os
from operator import attrgetter
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.cells import cell_len
from textual.app import ComposeResult
from textual.events import MouseScrollDown

from atma_tui.ui.ground.glyphs import ASCII, UNICODE
from atma_tui.ui.ground.safe import SafeApp
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Heading, Row, nearest_row
from atma_tui.ui.widgets.spans import Span
from tests.ui.gallery import HOSTILE
from tests.ui.kit import SIZES, running, screen_text, settle, tap, wait_for

COLUMNS = (Column("When", 5), Column("Event", 10, flex=1), Column("Seats", 10, wide_only=100, align="right"))


class Lists(SafeApp):
    def __init__(self, rows=(), columns=COLUMNS, glyphs=UNICODE, **options) -> None:
        super().__init__(crash_log=Path(os.devnull), glyphs=glyphs)
        self.list = LongList(*columns, id="list", **options)
        self.first = rows
        self.seen: list[tuple[str, object]] = []

    def compose(self) -> ComposeResult:
        yield self.list

    def on_mount(self) -> None:
        self.list.set_rows(self.first)

    def on_long_list_highlighted(self, message: LongList.Highlighted) -> None:
        self.seen.append(("highlighted", message.key))

    def on_long_list_selected(self, message: LongList.Selected) -> None:
        self.seen.append(("selected", message.key))

    def on_long_list_header_clicked(self, message: LongList.HeaderClicked) -> None:
        self.seen.append(("header", message.column))


def row(key):
    return Heading(key[1:]) if key.startswith("#") else Row(key, ("18:00", f"Event {key}", "3 free"))


def rows(*keys):
    return [row(key) for key in keys]


def many(count):
    return rows(*(str(number) for number in range(count)))


def lines(app):
    return screen_text(app).split("\n")


async def test_rows_show_their_cells_and_the_cursor_has_a_mark():
    async with running(Lists(rows("a", "b"))) as pilot:
        assert [line.rstrip() for line in lines(pilot.app)[:3]] == [
            "  When   Event           Seats",
            "▌ 18:00  Event a        3 free",
            "  18:00  Event b        3 free",
        ]


async def test_without_unicode_the_mark_is_ascii():
    async with running(Lists(rows("a"), glyphs=ASCII)) as pilot:
        assert lines(pilot.app)[1].startswith("> 18:00")


async def test_an_empty_list_says_so():
    async with running(Lists(empty="No events. Press n to make one.")) as pilot:
        assert lines(pilot.app)[1].strip() == "No events. Press n to make one."
        await tap(pilot, "down", "up", "end", "enter", "pagedown")
        assert (pilot.app.list.cursor_key, pilot.app.list.cursor_row, pilot.app.seen) == (None, None, [])
        pilot.app.list.set_rows([], empty="Nobody is called that.")
        await settle(pilot)
        assert lines(pilot.app)[1].strip() == "Nobody is called that."


async def test_keys_move_the_cursor():
    async with running(Lists(many(1000)), size=(80, 24)) as pilot:
        seen = []
        for key in ("down", "down", "up", "pagedown", "end", "pageup", "home", "up"):
            await tap(pilot, key)
            seen.append(pilot.app.list.cursor_key)
        assert seen == ["1", "2", "1", "23", "999", "977", "0", "0"]


async def test_the_line_of_the_cursor_is_always_seen():
    async with running(Lists(many(500)), size=(60, 12)) as pilot:
        for key in ("end", "pageup", "pageup", "up", "home", *["pagedown"] * 3, *["up"] * 12):
            await tap(pilot, key)
            assert f"▌ 18:00  Event {pilot.app.list.cursor_key}" in screen_text(pilot.app)


async def test_enter_selects_and_every_move_is_told_once():
    async with running(Lists(rows("a", "b"))) as pilot:
        await tap(pilot, "down", "down", "enter")
        assert pilot.app.seen == [("highlighted", "a"), ("highlighted", "b"), ("selected", "b")]


async def test_headings_are_skipped():
    async with running(Lists(rows("#Mon", "a", "#Tue", "#Wed", "b", "#Thu"))) as pilot:
        assert pilot.app.list.cursor_key == "a"
        await tap(pilot, "down")
        assert pilot.app.list.cursor_key == "b"
        await tap(pilot, "down", "end", "pagedown")
        assert pilot.app.list.cursor_key == "b"
        await tap(pilot, "up", "up", "home", "pageup")
        assert pilot.app.list.cursor_key == "a"
        assert lines(pilot.app)[1].strip() == "Mon"


async def test_going_up_shows_the_heading_of_the_first_row():
    days = [row for day in range(30) for row in rows(f"#Day {day}", f"{day}a", f"{day}b")]
    async with running(Lists(days), size=(60, 12)) as pilot:
        await tap(pilot, "end", *["up"] * 25)
        day = pilot.app.list.cursor_key[:-1]
        assert f"Day {day}" in screen_text(pilot.app)


async def test_a_list_of_headings_only_has_no_cursor():
    async with running(Lists(rows("#Mon", "#Tue"))) as pilot:
        await tap(pilot, "down", "enter", "end")
        assert pilot.app.list.cursor_key is None


def test_the_nearest_row_is_looked_for_in_the_direction_first():
    some = rows("#h", "a", "#h", "b", "#h")
    assert [nearest_row(some, index, 1) for index in range(-1, 7)] == [1, 1, 1, 3, 3, 3, 3, 3]
    assert [nearest_row(some, index, -1) for index in range(-1, 7)] == [1, 1, 1, 1, 3, 3, 3, 3]
    assert nearest_row([], 0, 1) is None


async def test_the_cursor_stays_on_its_row_when_rows_are_replaced():
    async with running(Lists(rows("a", "b", "c"))) as pilot:
        await tap(pilot, "down", "down")
        pilot.app.seen.clear()
        pilot.app.list.set_rows(rows("x", "#new", "y", "c", "a"))
        await settle(pilot)
        assert pilot.app.list.cursor_key == "c"
        assert pilot.app.seen == []


async def test_rows_that_come_above_do_not_move_what_is_looked_at():
    async with running(Lists(many(300)), size=(60, 12)) as pilot:
        await tap(pilot, *["pagedown"] * 8)
        line = next(place for place, text in enumerate(lines(pilot.app)) if "▌" in text)
        pilot.app.list.set_rows([*rows(*(f"new{number}" for number in range(40))), *many(300)])
        await settle(pilot)
        assert "▌" in lines(pilot.app)[line]


async def test_when_its_row_is_gone_the_cursor_goes_to_the_nearest_line():
    async with running(Lists(rows("a", "b", "c"))) as pilot:
        await tap(pilot, "down")
        pilot.app.list.set_rows(rows("a", "c"))
        await settle(pilot)
        assert pilot.app.list.cursor_key == "c"
        pilot.app.list.set_rows([])
        await settle(pilot)
        assert pilot.app.list.cursor_key is None
        pilot.app.list.set_rows(rows("z"))
        await settle(pilot)
        assert [key for _, key in pilot.app.seen] == ["a", "b", "c", None, "z"]


async def test_a_shorter_list_is_scrolled_into_sight():
    async with running(Lists(many(1000)), size=(60, 12)) as pilot:
        await tap(pilot, "end")
        pilot.app.list.set_rows(many(3))
        await settle(pilot)
        assert [line.removesuffix("3 free").strip() for line in lines(pilot.app)[1:4]] == [
            "18:00  Event 0",
            "18:00  Event 1",
            "▌ 18:00  Event 2",
        ]


async def test_a_row_can_be_gone_to_by_its_key():
    async with running(Lists(many(500))) as pilot:
        assert pilot.app.list.move_to("321")
        assert not pilot.app.list.move_to("nobody")
        await settle(pilot)
        assert "▌ 18:00  Event 321" in screen_text(pilot.app)


async def test_few_of_many_records_are_drawn():
    drawn = []

    def draw(record) -> Row:
        drawn.append(record.id)
        return Row(record.id, ("18:00", f"Event {record.id}"))

    records = [SimpleNamespace(id=f"r{number}") for number in range(10_000)]
    async with running(Lists(records, draw=draw, key=attrgetter("id"))) as pilot:
        await tap(pilot, "end")
        assert pilot.app.list.cursor_key == "r9999"
        assert pilot.app.list.cursor_row is records[-1]
        assert len(set(drawn)) < 120


@pytest.mark.parametrize("size", SIZES)
async def test_columns_reflow_when_the_terminal_is_resized(size):
    async with running(Lists(rows("a" * 200)), size=(60, 20)) as pilot:
        assert "Seats" not in screen_text(pilot.app)
        await pilot.resize_terminal(*size)
        await settle(pilot)
        title = lines(pilot.app)[0]
        assert ("Seats" in title) == (size[0] >= 103)
        if "Seats" in title:
            assert cell_len(title) <= size[0] - 2
            assert lines(pilot.app)[1].endswith("3 free")


async def test_no_text_is_cut_while_there_is_room_beside_it():
    columns = (Column("Who", 8, flex=1), Column("Remark", 20, flex=5), Column("Phone", 10))
    short = [Row(str(number), ("Bo", "", "1")) for number in range(300)]
    long = Row("long", ("Somebody with a name of many letters", "", "1"))
    async with running(Lists([*short, long], columns=columns), size=(60, 12)) as pilot:
        assert "Remark" not in lines(pilot.app)[0]
        await tap(pilot, "end")
        await settle(pilot)
        assert "Somebody with a name of many letters" in screen_text(pilot.app)


async def test_the_cursor_stays_in_sight_when_the_terminal_shrinks():
    async with running(Lists(many(100)), size=(80, 40)) as pilot:
        await tap(pilot, *["down"] * 30)
        await pilot.resize_terminal(80, 10)
        await settle(pilot)
        assert "▌ 18:00  Event 30" in screen_text(pilot.app)


async def test_wide_characters_and_marks_keep_the_columns_straight():
    texts = ("plain", "漢字かな", "e\u0301e\u0301", "👍🏽 ok", "☂️ rain", "한국어", "x" * 10_000)
    wide = [Row(text, (text, text, "END")) for text in texts]
    async with running(Lists(wide), size=(120, 24)) as pilot:
        for strip in list(pilot.app.screen._compositor.render_strips())[1 : len(texts) + 1]:
            assert strip.cell_length == 120
            assert cell_len(strip.text.rstrip()) == 118
            assert strip.text.rstrip().endswith("END")


async def test_outside_text_is_literal_and_cannot_end_the_app():
    rows_ = [row for text in HOSTILE for row in (Heading(text), Row(text, (text, text, (Span(text, "warn"),))))]
    async with running(Lists(rows_), size=(200, 60)) as pilot:
        await tap(pilot, *["down"] * len(HOSTILE), "enter")
        await pilot.click("#list", offset=(10, 6))
        shown = screen_text(pilot.app)
        assert "[@click=app.quit]press[/]" in shown
        assert "a[/red]b [bold]x" in shown
        assert all(char.isprintable() or char == "\n" for char in shown)


async def test_pieces_of_a_cell_keep_the_blank_between_them():
    cell = (Span("▰▰▱▱", "good"), Span(" "), Span("3 free", "good"))
    async with running(Lists([Row("a", ("18:00", cell))])) as pilot:
        assert "▰▰▱▱ 3 free" in screen_text(pilot.app)


async def test_a_click_moves_the_cursor_and_a_double_click_selects():
    async with running(Lists(rows("#Mon", "a", "b", "c"))) as pilot:
        await pilot.click("#list", offset=(5, 3))
        assert pilot.app.list.cursor_key == "b"
        await pilot.click("#list", offset=(5, 4), times=2)
        await pilot.click("#list", offset=(5, 1))
        await pilot.click("#list", offset=(5, 15))
        assert pilot.app.list.cursor_key == "c"
        assert [what for what in pilot.app.seen if what[0] == "selected"] == [("selected", "c")]


async def test_a_click_counts_from_what_is_scrolled_into_sight():
    async with running(Lists(many(500)), size=(60, 12)) as pilot:
        await tap(pilot, "end")
        await pilot.click("#list", offset=(5, 1))
        assert pilot.app.list.cursor_key == "489"


async def test_a_click_on_a_title_names_its_column():
    async with running(Lists(rows("a")), size=(120, 24)) as pilot:
        for x in (3, 12, 28):
            await pilot.click("#list", offset=(x, 0))
        assert [column for what, column in pilot.app.seen if what == "header"] == [0, 1, 2]


async def test_the_wheel_scrolls_and_the_next_key_brings_the_cursor_back():
    async with running(Lists(many(500)), size=(60, 12)) as pilot:
        for _ in range(30):
            await pilot._post_mouse_events([MouseScrollDown], "#list")
        await wait_for(pilot, lambda: pilot.app.list.scroll_offset.y >= 30, "the list scrolled")
        assert "▌" not in screen_text(pilot.app)
        await tap(pilot, "down")
        assert "▌ 18:00  Event 1" in screen_text(pilot.app)


async def test_without_a_header_rows_begin_at_the_top():
    async with running(Lists(rows("a", "b"), header=False)) as pilot:
        assert lines(pilot.app)[0].startswith("▌ 18:00")
        await pilot.click("#list", offset=(5, 1))
        assert pilot.app.list.cursor_key == "b"


def style_of(app, line, text):
    strip = list(app.screen._compositor.render_strips())[line]
    return next(segment.style for segment in strip if text in segment.text)


async def test_looks_follow_the_theme_and_cancelled_is_struck_through():
    some = [Row("a", ("1", "plain")), Row("b", ("2", "gone"), "cancelled"), Row("c", ("3", "quiet"), "dim")]
    async with running(Lists(some)) as pilot:
        assert style_of(pilot.app, 2, "gone").strike
        dark = style_of(pilot.app, 3, "quiet").color
        pilot.app.theme = "textual-light"
        await settle(pilot)
        await pilot.pause()
        assert style_of(pilot.app, 3, "quiet").color != dark


async def test_the_cursor_line_differs_with_and_without_focus():
    async with running(Lists(rows("a"))) as pilot:
        focused = style_of(pilot.app, 1, "Event a").bgcolor
        pilot.app.screen.set_focus(None)
        await settle(pilot)
        assert style_of(pilot.app, 1, "Event a").bgcolor != focused
        assert "▌ 18:00  Event a" in screen_text(pilot.app)


async def test_other_columns_are_shown_with_the_rows_that_follow():
    app = Lists(rows("a"))
    async with running(app) as pilot:
        app.list.set_columns(Column("Day", 5), Column("Room", 10))
        app.list.set_rows([Row("b", ("Fri", "Blue room"))])
        await settle(pilot)
        assert [line.split() for line in lines(app)[:2]] == [["Day", "Room"], ["▌", "Fri", "Blue", "room"]]
