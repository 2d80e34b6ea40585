"""`people`, `person`, `programs`, `pathway`, `log`, `undo`, `report`."""

from __future__ import annotations

from atma_tui.cli.grammar.words import handled, site, span
from atma_tui.cli.parser import Parser, number


def add_to(root: Parser) -> None:
    """Add the commands that look, and undo."""
    root.command(
        "people",
        "find people by name, nickname, phone or e-mail",
        _people,
        examples=("people chen", "people 555-0101 --json"),
    )
    root.command(
        "person",
        "show one person with all enrolments; a look at a client is logged",
        _person,
        examples=("person per-77aa", 'person "Ada Sample" --json'),
    )
    root.command("programs", "list the programs with their places at each site", _programs, examples=("programs",))
    root.command(
        "pathway", "show where somebody is on the way through a program", _pathway, examples=("pathway per-77aa",)
    )
    root.command(
        "undo",
        "take back the last act, or the one given",
        _undo,
        description="Seats that become free go to those who wait. Undoing an undo does the act again.",
        examples=("undo", "undo 1234"),
    )
    root.command(
        "log",
        "show what was done, by whom and when, newest first",
        _log,
        examples=("log", 'log --person "Ada Sample"', "log --event evt-5f0c --json"),
    )
    root.command(
        "report",
        "count who came, per event; this month unless days are given",
        _report,
        examples=("report", "report --from 2026-05-01 --to 2026-05-31 --site calgary --csv > may.csv"),
    )


def _people(people: Parser) -> None:
    people.add_argument("text", metavar="TEXT", nargs="?", default="", help="what is known of the person")
    people.add_argument(
        "--limit", metavar="N", type=number("--limit", 1, 10_000), default=50, help="how many at most (50)"
    )
    handled(people, "people:listing")


def _person(person: Parser) -> None:
    person.add_argument("person", metavar="PERSON", help="id, beginning of it, or whole name")
    handled(person, "people:card")


def _programs(programs: Parser) -> None:
    handled(programs, "programs:listing")


def _pathway(pathway: Parser) -> None:
    pathway.add_argument("person", metavar="PERSON", help="id, beginning of it, or whole name")
    handled(pathway, "programs:pathway")


def _undo(undo: Parser) -> None:
    undo.add_argument(
        "act", metavar="ACT", nargs="?", default="", help="number of the act, as `atma-tui log` shows it"
    )
    handled(undo, "history:undo")


def _log(log: Parser) -> None:
    log.add_argument("--person", metavar="PERSON", default="", help="only about this person")
    log.add_argument("--event", metavar="EVENT", default="", help="only about this event")
    log.add_argument(
        "--limit", metavar="N", type=number("--limit", 1, 1_000_000), default=50, help="how many at most (50)"
    )
    handled(log, "history:log")


def _report(report: Parser) -> None:
    span(report)
    site(report)
    report.add_argument("--csv", action="store_true", help="answer as CSV for a spreadsheet")
    handled(report, "history:report")
