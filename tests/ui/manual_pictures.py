"""The manual's pictures: the main screens of the desk over its demo book, at a fixed moment.

python -m tests.ui.manual_pictures   draws them again
"""

import asyncio
import re
from pathlib import Path

from msgspec.structs import replace
from textual.containers import VerticalScroll

from atma_tui.demo.loopback import loopback_website
from atma_tui.settings import beside
from tests.ui.demo import EVENING, evening, story
from tests.ui.kit import running, settle, tap, wait_for
from tests.ui.rig import words_on

FOLDER = Path(__file__).parents[2] / "data/help/pictures"
PAGE = FOLDER.parent / "pictures.md"
SIZE = (120, 32)
SHOTS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "today": ("Today: what is on, who comes, what is to do", ("escape",), "website: 20 min ago"),
    "log": ("The log: what was done, and by whom", ("f9",), "Log"),
    "check-in": ("Check-in: two letters and Enter", ("1", *"om"), "Omar"),
    "phone-line": (
        "The phone line: doing what a caller asks for",
        ("slash", *"chen +2 open"),
        "Do",
    ),
    "event": ("An event: with everybody in it", ("2", "enter"), "Drop-in"),
    "events": ("Events: at both sites", ("2",), "Events"),
    "enrol": ("Enrolling: who it is, and what happens", ("2", "e", *"ada"), "Ada Sample"),
    "calendar": ("The calendar: a month", ("3",), "December 2026"),
    "day-board": ("The day board: rooms and hours", ("3", "d"), "Studio"),
    "people": ("People: found by name, phone or e-mail", ("4", *"ada"), "Ada Sample"),
    "programs": ("Programs: their steps and places", ("5",), "Programs"),
    "clients": ("Clients: how far they are", ("5", "c"), "Ada Sample"),
    "calls": ("Calls: whom to call, and why", ("6",), "Omar Specimen"),
    "website": ("The website: where events come from", ("7",), "clinic-website"),
    "sync": ("A sync: what it would change", ("7", "y"), "Art evening"),
    "report": ("A report: a month in numbers", ("8",), "December 2026"),
    "actions": ("Actions: all that can be done on a screen", ("2", "question_mark"), "Esc"),
    "settings": ("Settings: of this desk and of the clinic", ("alt+s",), "Settings"),
}
"""What a picture shows, the keys that lead there from Today, and words that are on it."""
_DESK = "/home/desk/clinic/book"
_PORT = re.compile(r"(?<=127\.0\.0\.1:)\d+")
_CELLS = re.compile(r'<rect fill="([^"]+)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="24.65"/>')
_NEEDLESS = (
    r"<!--.*?-->",
    r"@font-face \{.*?\n    \}",
    r"<clipPath id=\"[\w-]+-line-\d+\">.*?</clipPath>",
    r" clip-path=\"url\(#[\w-]+-line-\d+\)\"",
    r" shape-rendering=\"\w+\"",
    r"<text[^>]*>\s*</text>",
    r"(?<=\n)[ \n]+|(?<=>)\n+(?=<)",
)


def small(drawing: str) -> str:
    """Return a screenshot without what a picture does not need: fonts, clips, blanks, long names."""
    drawing = _PORT.sub(lambda port: "40000"[: len(port[0])], drawing).replace("&#160;", "\N{NO-BREAK SPACE}")
    for needless in _NEEDLESS:
        drawing = re.sub(needless, "", drawing, flags=re.DOTALL)
    return re.sub(rf"(?:{_CELLS.pattern})+", _joined, re.sub(r"terminal-\d+-", "t", drawing))


def _joined(cells: re.Match[str]) -> str:
    """Return the ground of cells side by side as one, as far as it is of one colour."""
    joined: list[tuple[str, str, float, float]] = []
    for fill, left, top, width in _CELLS.findall(cells[0]):
        end = float(left) + float(width)
        if joined and joined[-1][:2] == (fill, top) and abs(joined[-1][3] - float(left)) < 0.1:
            left = str(joined.pop()[2])
        joined.append((fill, top, float(left), end))
    return "".join(
        f'<rect fill="{fill}" x="{left:.1f}" y="{top}" width="{end - left:.1f}" height="24.65"/>'
        for fill, top, left, end in joined
    )


async def draw_all() -> dict[str, str]:
    """Return all pictures as SVG, drawn by one desk that goes from one screen to the next."""
    drawn = {}
    with loopback_website(story().pages) as url:
        app = evening(url)
        folders = {name: beside(_DESK, name) for name in ("private", "backups")}
        app.use_settings(replace(app.settings, book=_DESK, out=beside(_DESK, "calendars"), **folders))
        async with running(app, SIZE) as pilot:
            for name, (_, keys, words) in SHOTS.items():
                await _press(pilot, *keys)
                await wait_for(pilot, lambda words=words: words in words_on(app), f"{name} shows {words}")
                await settle(pilot)
                for one in app.screen.query(VerticalScroll):
                    one.scroll_home(animate=False, immediate=True)
                await settle(pilot)
                drawn[name] = small(app.export_screenshot(title="atma-tui"))
                await _back(pilot)
    return drawn


async def _press(pilot, *keys) -> None:
    """Press keys as somebody who looks at the screen after each."""
    for key in keys:
        await tap(pilot, key)
        await settle(pilot)


async def _back(pilot) -> None:
    """Go back to the list of Today."""
    app = pilot.app
    while len(app.screen_stack) > 1:
        await _press(pilot, "escape")
    app.clear_notifications()
    await _press(pilot, "escape", "1", "escape")


def page() -> str:
    """Return the page of the manual that leads to the pictures."""
    titles = {name: title.split(": ") for name, (title, _, _) in SHOTS.items()}
    lines = [f"- [{short}](pictures/{name}.svg): {long}" for name, (short, long) in titles.items()]
    day = f"{EVENING:%d %B %Y}".lstrip("0")
    head = [
        "# Pictures",
        "The main screens, with the made-up people of the demo.",
        "",
        f"They show the evening of {day}, in a window of {SIZE[0]} columns",
        f"and {SIZE[1]} lines. A browser opens them.",
    ]
    return "\n".join([*head, "", *lines]) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.svg"):
        old.unlink()
    for shot, drawing in asyncio.run(draw_all()).items():
        (FOLDER / f"{shot}.svg").write_text(drawing, encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")
