"""`demo`, `export`, `invite`, `source`, `sync`, `backup`, `restore`, `check`, `completion`."""

from __future__ import annotations

from argparse import SUPPRESS

from atma_tui.cli.grammar.words import common, handled, site
from atma_tui.cli.parser import Parser, one_of

FORMATS = ("auto", "ical", "tec", "jsonld", "squarespace")
SHELLS = ("bash", "zsh", "tcsh")


def add_to(root: Parser) -> None:
    """Add the commands around files, websites and the book as a whole."""
    demo = root.command(
        "demo", "open a throw-away book with made-up people, to try everything", examples=("demo",)
    )
    handled(demo, "screen:demo", "settings", json=False)
    _calendars(root)
    _source(root)
    _sync(root)
    _book(root)


def _calendars(root: Parser) -> None:
    export = root.command(
        "export",
        "write a calendar file for each site, and one of all",
        description="Nobody's name is in them.",
        examples=("export", "export --site edmonton --out public/calendars"),
    )
    export.add_argument(
        "--site", dest="sites", metavar="SITE", action="append", default=[], help="only this site; may be repeated"
    )
    export.add_argument("--out", metavar="DIR", default="", help="folder for the files")
    handled(export, "calendars:export")

    invite = root.command(
        "invite",
        "make a person's own calendar copy of one event",
        examples=("invite enr-09bd --out open-house.ics", "invite enr-09bd | mail -a -"),
    )
    invite.add_argument(
        "enrolment", metavar="ENROLMENT", help="id of the enrolment, as `atma-tui roster` shows it"
    )
    invite.add_argument("--out", metavar="FILE", default="", help="file to write; stdout without it")
    handled(invite, "calendars:invite")


def _source(root: Parser) -> None:
    source = root.command("source", "say which websites and calendars events come from")
    add = source.command(
        "add",
        "name a website or calendar that events come from",
        examples=(
            "source add website https://clinic.example/events/?ical=1",
            "source add edmonton webcal://calendar.example/edmonton.ics --site edmonton --format ical",
        ),
    )
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
    add.add_argument("--allow-private", action="store_true", help="the address is on this machine or this network")
    handled(add, "websites:add")

    listing = source.command("list", "list the sources and how fresh they are", examples=("source list --json",))
    handled(listing, "websites:listing")

    remove = source.command("remove", "forget a source; its events stay", examples=("source remove website",))
    remove.add_argument("name", metavar="NAME", help="name of the source")
    handled(remove, "websites:remove")


def _sync(root: Parser) -> None:
    sync = root.command(
        "sync",
        "read the websites, show what would change, and apply it",
        description="Asks before anything is applied, unless --yes is given.",
        examples=("sync --dry-run", "sync website --yes", "sync --yes --json"),
    )
    sync.add_argument("names", metavar="NAME", nargs="*", default=[], help="only these sources; all without")
    sync.add_argument("--dry-run", action="store_true", help="only show what would change")
    sync.add_argument("--yes", action="store_true", help="apply without asking")
    sync.add_argument("--force", action="store_true", help="apply also what a guard holds back")
    handled(sync, "websites:sync")


def _book(root: Parser) -> None:
    backup = root.command("backup", "write the whole book into one file", examples=("backup monday.json",))
    backup.add_argument("file", metavar="FILE", help="file to write; one of that name is replaced")
    handled(backup, "book:backup")

    restore = root.command(
        "restore", "put a backup into a new book", examples=("restore monday.json --book restored-book",)
    )
    restore.add_argument("file", metavar="FILE", help="file that `backup` wrote")
    handled(restore, "book:restore", "settings")

    check = root.command(
        "check",
        "say what is wrong here, if anything: time data, book, permissions, clock",
        examples=("check", "check edmonton.ics"),
    )
    check.add_argument("file", metavar="FILE", nargs="?", default="", help="check this calendar file instead")
    check.set_defaults(handler="check:here", needs="nothing")
    common(check)

    completion = root.command(
        "completion",
        "print the completion script of a shell",
        examples=("completion bash > ~/.local/share/bash-completion/completions/atma-tui",),
    )
    completion.add_argument("shell", metavar="SHELL", help=", ".join(SHELLS), **one_of("SHELL", SHELLS))
    completion.set_defaults(handler="book:completion", needs="nothing", json=SUPPRESS)
