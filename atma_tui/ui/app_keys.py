"""The keys that work on every screen, most needed first; their actions are in the app."""

from __future__ import annotations

from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.host import MODE_NAMES

EVERYWHERE = bindings(
    Command("desk.find", "slash", "find", "Find", "Find anything, or say what to do: chen +2 open house cal"),
    Command("desk.undo_anywhere", "f5", "undo", "Undo", "Undo the last thing that you did", footer=False),
    *(
        Command(
            f"go.{name}",
            f"{number},alt+{number}",
            f"go('{name}')",
            name.capitalize(),
            f"Go to {name.capitalize()}",
            footer=False,
        )
        for number, name in enumerate(MODE_NAMES, 1)
    ),
    Command("desk.site", "s", "next_site", "Site", "Show the next site: both, Edmonton, Calgary", footer=False),
    Command("desk.answers", "f2", "answers", "Answers", "Answers to callers' questions", footer=False),
    Command("desk.lock", "ctrl+l", "lock", "Lock", "Lock the desk", footer=False, first=True),
    Command("desk.privacy", "f8", "privacy", "Initials", "Initials only, or names", footer=False, first=True),
    Command("desk.log", "f9", "log", "Log", "What was done at all desks", footer=False),
    Command(
        "desk.handover",
        "alt+h",
        "handover",
        "Handover",
        "Notes between shifts, what is open, what was done",
        footer=False,
    ),
    Command("desk.print", "P,alt+p", "print", "Print", "Print a sheet: day, sign-in, calls, roster", footer=False),
    Command("desk.export", "x", "export", "Export", "Write the calendar files of all sites", footer=False),
    Command("desk.manual", "f1", "manual", "Help", "Open the manual"),
    Command("desk.help", "question_mark", "help", "All keys", "Show all that can be done here", footer=False),
    Command("desk.palette", "ctrl+p", "command_palette", "Palette", "Find a command by name", footer=False),
    Command(
        "desk.undo",
        "u,ctrl+z",
        "undo",
        "Undo",
        "Undo what you did last; in a field Ctrl+Z undoes typing",
        footer=False,
    ),
    Command("desk.import", "f6", "take_in", "Import", "Import a calendar file", footer=False),
    Command("desk.clinic", "f7", "clinic", "Clinic", "Clinic settings: deadlines, travel time", footer=False),
    Command("desk.settings", "alt+s", "settings", "Settings", "Theme, own site, lock, folders", footer=False),
    Command("desk.tour", "alt+t", "tour", "Tour", "Begin the tour of five steps, or go on with it", footer=False),
    Command("desk.hand_over", "alt+l", "hand_over", "Hand over", "Let somebody else go on here", footer=False),
    Command("desk.stand_in", "alt+o", "stand_in", "Allow once", "A lead allows the next thing", footer=False),
    Command("desk.quit", "ctrl+q", "quit", "Quit", "Close the desk", footer=False, first=True),
)
