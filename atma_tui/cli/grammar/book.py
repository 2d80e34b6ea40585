"""`demo`, `source`, `sync`, `clinic`, `backup`, `restore`, `completion`."""

from __future__ import annotations

from argparse import SUPPRESS

from atma_tui.cli.grammar.words import handled, site
from atma_tui.cli.parser import Parser, number, on_or_off, one_of

FORMATS = (
    "auto",
    "ical",
    "tec",
    "jsonld",
    "squarespace",
    "eventbrite",
    "meetup",
    "localist",
    "drupal",
    "google",
    "csv",
)
CLOCKS = ("wall", "instant", "ask")
SHELLS = ("bash", "zsh", "tcsh")


def add_to(root: Parser) -> None:
    """Add the commands around files, websites and the book as a whole."""
    root.command(
        "demo", "open a throw-away book with made-up people, to try everything", _demo, examples=("demo",)
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
    root.command("clinic", "show or change what the clinic decides for itself", _clinic)
    root.command(
        "completion",
        "print the completion script of a shell",
        _completion,
        examples=("completion bash > ~/.local/share/bash-completion/completions/atma-tui",),
    )


def _demo(demo: Parser) -> None:
    handled(demo, "screen:demo", "settings", json=False)


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
    source.command(
        "clock",
        "settle what a source's times mean that are said by another clock than Alberta's",
        _source_clock,
        description="wall: 18:00 stays 18:00. instant: put right by the hours between. ask: with a remark.",
        examples=("source clock website wall",),
    )
    source.command(
        "every",
        "set how often an open desk asks a source",
        _source_every,
        examples=("source every website 30", "source every website 0"),
    )
    source.command(
        "move",
        "ask a source at another address; its events stay its own",
        _source_move,
        examples=("source move website https://clinic.example/new/?ical=1",),
    )
    source.command(
        "try",
        "say what an address holds, without adding it",
        _source_try,
        description="What it is, how many events it has at which site, and what looks strange.",
        examples=("source try https://clinic.example/events/?ical=1",),
    )


def _source_add(add: Parser) -> None:
    add.add_argument("name", metavar="NAME", help="what it is called here")
    _address(add)
    handled(add, "websites:add")


def _source_try(command: Parser) -> None:
    _address(command)
    handled(command, "websites:try_out")


def _address(add: Parser) -> None:
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


def _source_listing(listing: Parser) -> None:
    handled(listing, "websites:listing")


def _source_remove(remove: Parser) -> None:
    _source_name(remove)
    handled(remove, "websites:remove")


def _source_clock(clock: Parser) -> None:
    _source_name(clock)
    clock.add_argument("clock", metavar="CLOCK", help=", ".join(CLOCKS), **one_of("CLOCK", CLOCKS))
    handled(clock, "websites:clock")


def _source_every(every: Parser) -> None:
    _source_name(every)
    every.add_argument(
        "minutes",
        metavar="MINUTES",
        type=number("MINUTES", 0, 10_080),
        help="5 to 10080 (a week); 0: only by hand",
    )
    handled(every, "websites:every")


def _source_move(move: Parser) -> None:
    _source_name(move)
    move.add_argument("url", metavar="URL", help="its new address: https:// or webcal://")
    move.add_argument(
        "--secret",
        metavar="NAME",
        help="environment variable or keyring entry with the secret for it; empty when it needs none",
    )
    handled(move, "websites:move")


def _source_name(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help="name of the source")


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


def _clinic(clinic: Parser) -> None:
    clinic.command("show", "show the clinic's settings", _clinic_show, examples=("clinic show --json",))
    clinic.command(
        "set",
        "change the clinic's settings, for all its desks",
        _clinic_set,
        examples=("clinic set --seats-in-feed on", "clinic set --offer-hours 48 --late-hours 24"),
    )


def _clinic_show(show: Parser) -> None:
    handled(show, "clinic:show")


def _clinic_set(command: Parser) -> None:
    for name, metavar, help in (
        ("--name", "TEXT", "what the clinic is called"),
        ("--feed-domain", "DOMAIN", "what the calendar names of new events end in"),
    ):
        command.add_argument(name, metavar=metavar, default=SUPPRESS, help=help)
    for name, most, help in (
        ("--offer-hours", 336, "how long an offered seat is held, at most"),
        ("--late-hours", 336, "cancelling a program appointment later than this before it is a late cancel"),
        ("--travel-minutes", 1440, "the drive between two sites, parking included"),
    ):
        command.add_argument(name, metavar="N", type=number(name, 0, most), default=SUPPRESS, help=help)
    command.add_argument(
        "--seats-in-feed",
        metavar="on|off",
        type=on_or_off("--seats-in-feed"),
        default=SUPPRESS,
        help="whether public calendars say how many seats are left",
    )
    handled(command, "clinic:change")


def _completion(completion: Parser) -> None:
    completion.add_argument("shell", metavar="SHELL", help=", ".join(SHELLS), **one_of("SHELL", SHELLS))
    completion.set_defaults(handler="book:completion", needs="nothing", json=SUPPRESS)
