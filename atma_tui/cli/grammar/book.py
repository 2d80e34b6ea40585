"""`demo`, `export`, `invite`, `source`, `sync`, `backup`, `restore`, `check`, `completion`."""

from __future__ import annotations

from argparse import SUPPRESS

from atma_tui.cli.grammar.words import common, handled, site
from atma_tui.cli.parser import Parser, one_of

FORMATS = ("auto", "ical", "tec", "jsonld", "squarespace")
SHELLS = ("bash", "zsh", "tcsh")


def add_to(root: Parser) -> None:
    """Add the commands around files, websites and the book as a whole."""
    root.command(
        "demo", "open a throw-away book with made-up people, to try everything", _demo, examples=("demo",)
    )
    root.command(
        "export",
        "write a calendar file for each site, and one of all",
        _export,
        description="Nobody's name is in them.",
        examples=("export", "export --site edmonton --out public/calendars"),
    )
    root.command(
        "invite",
        "make a person's own calendar copy of one event",
        _invite,
        examples=("invite enr-09bd --out open-house.ics", "invite enr-09bd | mail -a -"),
    )
    root.command("source", "say which websites and calendars events come from", _source)
    root.command(
        "sync",
        "read the websites, show what would change, and apply it",
        _sync,
        description="Asks before anything is applied, unless --yes is given.",
        examples=("sync --dry-run", "sync website --yes", "sync --yes --json"),
    )
    root.command("backup", "write the whole book into one file", _backup, examples=("backup monday.json",))
    root.command(
        "restore", "put a backup into a new book", _restore, examples=("restore monday.json --book restored-book",)
    )
    root.command(
        "check",
        "say what is wrong here, if anything: time data, book, permissions, clock",
        _check,
        examples=("check", "check edmonton.ics"),
    )
    root.command(
        "completion",
        "print the completion script of a shell",
        _completion,
        examples=("completion bash > ~/.local/share/bash-completion/completions/atma-tui",),
    )


def _demo(demo: Parser) -> None:
    handled(demo, "screen:demo", "settings", json=False)


def _export(export: Parser) -> None:
    export.add_argument(
        "--site", dest="sites", metavar="SITE", action="append", default=[], help="only this site; may be repeated"
    )
    export.add_argument("--out", metavar="DIR", default="", help="folder for the files")
    handled(export, "calendars:export")


def _invite(invite: Parser) -> None:
    invite.add_argument(
        "enrolment", metavar="ENROLMENT", help="id of the enrolment, as `atma-tui roster` shows it"
    )
    invite.add_argument("--out", metavar="FILE", default="", help="file to write; stdout without it")
    handled(invite, "calendars:invite")


def _source(source: Parser) -> None:
    source.command(
        "add",
        "name a website or calendar that events come from",
        _source_add,
        examples=(
            "source add website https://clinic.example/events/?ical=1",
            "source add staff https://calendar.example/ --secret STAFF_CALENDAR",
            "source add edmonton webcal://calendar.example/edmonton.ics --site edmonton --format ical",
        ),
    )
    source.command(
        "list", "list the sources and how fresh they are", _source_listing, examples=("source list --json",)
    )
    source.command(
        "remove", "forget a source; its events stay", _source_remove, examples=("source remove website",)
    )


def _source_add(add: Parser) -> None:
    add.add_argument("name", metavar="NAME", help="what it is called here")
    add.add_argument("url", metavar="URL", help="its address: https:// or webcal://")
    site(add, "site of events whose place names none")
    add.add_argument(
        "--format",
        metavar="FORMAT",
        default="auto",
        help=f"{', '.join(FORMATS)} (auto)",
        **one_of("--format", FORMATS),
    )
    add.add_argument(
        "--secret",
        metavar="NAME",
        default="",
        help="environment variable or keyring entry with its token, password or secret address",
    )
    add.add_argument("--allow-private", action="store_true", help="the address is on this machine or this network")
    handled(add, "websites:add")


def _source_listing(listing: Parser) -> None:
    handled(listing, "websites:listing")


def _source_remove(remove: Parser) -> None:
    remove.add_argument("name", metavar="NAME", help="name of the source")
    handled(remove, "websites:remove")


def _sync(sync: Parser) -> None:
    sync.add_argument("names", metavar="NAME", nargs="*", default=[], help="only these sources; all without")
    sync.add_argument("--dry-run", action="store_true", help="only show what would change")
    sync.add_argument("--yes", action="store_true", help="apply without asking")
    sync.add_argument("--force", action="store_true", help="apply also what a guard holds back")
    handled(sync, "websites:sync")


def _backup(backup: Parser) -> None:
    backup.add_argument("file", metavar="FILE", help="file to write; one of that name is replaced")
    handled(backup, "book:backup")


def _restore(restore: Parser) -> None:
    restore.add_argument("file", metavar="FILE", help="file that `backup` wrote")
    handled(restore, "book:restore", "settings")


def _check(check: Parser) -> None:
    check.add_argument("file", metavar="FILE", nargs="?", default="", help="check this calendar file instead")
    check.set_defaults(handler="check:here", needs="nothing")
    common(check)


def _completion(completion: Parser) -> None:
    completion.add_argument("shell", metavar="SHELL", help=", ".join(SHELLS), **one_of("SHELL", SHELLS))
    completion.set_defaults(handler="book:completion", needs="nothing", json=SUPPRESS)
