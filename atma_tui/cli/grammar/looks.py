"""`people`, `person`, `programs`, `pathway`, `log`, `undo`, `report`."""

from __future__ import annotations

from atma_tui.cli.grammar.words import handled, site, span
from atma_tui.cli.parser import Parser, number


def add_to(root: Parser) -> None:
    """Add the commands that look, and undo."""
    _people(root)
    _history(root)


def _people(root: Parser) -> None:
    people = root.command(
        "people",
        "find people by name, nickname, phone or e-mail",
        examples=("people chen", "people 555-0101 --json"),
    )
    people.add_argument("text", metavar="TEXT", nargs="?", default="", help="what is known of the person")
    people.add_argument(
        "--limit", metavar="N", type=number("--limit", 1, 10_000), default=50, help="how many at most (50)"
    )
    handled(people, "people:listing")

    person = root.command(
        "person",
        "show one person with all enrolments; a look at a client is logged",
        examples=("person per-77aa", 'person "Ada Sample" --json'),
    )
    person.add_argument("person", metavar="PERSON", help="id, beginning of it, or whole name")
    handled(person, "people:card")

    programs = root.command("programs", "list the programs with their places at each site", examples=("programs",))
    handled(programs, "programs:listing")

    pathway = root.command(
        "pathway", "show where somebody is on the way through a program", examples=("pathway per-77aa",)
    )
    pathway.add_argument("person", metavar="PERSON", help="id, beginning of it, or whole name")
    handled(pathway, "programs:pathway")


def _history(root: Parser) -> None:
    undo = root.command(
        "undo",
        "take back the last act, or the one given",
        description="Seats that become free go to those who wait. Undoing an undo does the act again.",
        examples=("undo", "undo 1234"),
    )
    undo.add_argument(
        "act", metavar="ACT", nargs="?", default="", help="number of the act, as `atma-tui log` shows it"
    )
    handled(undo, "history:undo")

    log = root.command(
        "log",
        "show what was done, by whom and when, newest first",
        examples=("log", 'log --person "Ada Sample"', "log --event evt-5f0c --json"),
    )
    log.add_argument("--person", metavar="PERSON", default="", help="only about this person")
    log.add_argument("--event", metavar="EVENT", default="", help="only about this event")
    log.add_argument(
        "--limit", metavar="N", type=number("--limit", 1, 1_000_000), default=50, help="how many at most (50)"
    )
    handled(log, "history:log")

    report = root.command(
        "report",
        "count who came, per event; this month unless days are given",
        examples=("report", "report --from 2026-05-01 --to 2026-05-31 --site calgary --csv > may.csv"),
    )
    span(report)
    site(report)
    report.add_argument("--csv", action="store_true", help="answer as CSV for a spreadsheet")
    handled(report, "history:report")
