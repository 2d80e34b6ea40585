"""Websites and calendars that events come from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from atma_tui.cli.command import Arg, DeskCommand, Flag, Opt
from atma_tui.cli.json_views import Shape, source_shape
from atma_tui.cli.progress import busy
from atma_tui.cli.reply import Reply, Table, listing
from atma_tui.cli.secrets.secret_line import STDIN, secret_line
from atma_tui.cli.shared import ApplyAtOnce, DryRun, Force, SiteOfOthers
from atma_tui.cli.values import number
from atma_tui.domain.when import ago_words

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk
    from atma_tui.domain.records import Source

Format = Literal[
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
]
_NONE = "No website connected yet: `atma-tui source add NAME URL`."
_UrlArg = Annotated[str, Arg("URL", "its address: https:// or webcal://")]
_SourceArg = Annotated[str, Arg("NAME", "name of the source")]


class _OfAddress(DeskCommand):
    """A command that says how an address is to be read."""

    site: SiteOfOthers = ""
    format: Annotated[Format, Opt("FORMAT")] = "auto"
    secret: Annotated[
        str,
        Opt(
            "NAME",
            "environment variable or keyring entry with its token, password or secret address; "
            "`-` reads the secret itself from stdin",
        ),
    ] = ""
    allow_private: Annotated[bool, Flag("the address is on this machine or this network")] = False


class SourceAdd(_OfAddress):
    """Name a website or calendar that events come from."""

    examples = (
        "source add website https://clinic.example/events/?ical=1",
        "source add staff https://calendar.example/ --secret STAFF_CALENDAR",
        "source add staff https://calendar.example/ --secret -",
        "source add edmonton webcal://calendar.example/edmonton.ics --site edmonton --format ical",
    )
    name: Annotated[str, Arg("NAME", "what it is called here")]
    url: _UrlArg
    secret: Annotated[
        str,
        Opt(
            "NAME",
            "environment variable or keyring entry with its token, password or secret address; "
            "`-` reads the secret itself from stdin and keeps it in the keyring",
        ),
    ] = ""

    def run(self, desk: Desk) -> Reply:
        typed = self.secret == STDIN
        done = desk.book.do(
            desk.sources.add,
            self.name,
            self.url,
            site=desk.site(self.site).id if self.site else "",
            format=self.format,
            allow_private=self.allow_private,
            secret="" if typed else self.secret,
            key=secret_line() if typed else "",
        )
        return Reply(shape=_shape(done.value), parts=[f"{done.summary}; `atma-tui sync` reads it."])


class SourceList(DeskCommand):
    """List the sources and how fresh they are."""

    only_looks = True
    examples = ("source list --json",)

    def run(self, desk: Desk) -> Reply:
        from atma_tui.sync.addresses import masked

        sources = desk.sources.list()
        now = desk.now()
        rows = [
            (
                one.id,
                ago_words(one.checked, now) if one.checked else "never",
                one.site,
                one.format,
                masked(one.url),
                one.failed,
            )
            for one in sources
        ]
        table = Table(("NAME", "READ", "SITE", "FORMAT", "ADDRESS", "PROBLEM"), rows, frozenset({0, 1}))
        return listing([_shape(one) for one in sources], table, _NONE)


class SourceRemove(DeskCommand):
    """Remove a source; its events stay."""

    examples = ("source remove website",)
    name: _SourceArg

    def run(self, desk: Desk) -> Reply:
        source = _source(desk, self.name)
        done = desk.book.do(desk.sources.remove, source.id)
        return Reply(shape=_shape(source), parts=[f"{done.summary}."])


class SourceClock(DeskCommand):
    """Choose how to read the times of a source that come in another zone than Alberta's.

    wall: 18:00 stays 18:00. instant: converted to Alberta time. ask: 18:00 stays 18:00, with a warning.
    """

    examples = ("source clock website wall",)
    name: _SourceArg
    clock: Annotated[Literal["wall", "instant", "ask"], Arg("CLOCK")]

    def run(self, desk: Desk) -> Reply:
        return _changed(desk, self.name, "; `atma-tui sync` reads it by that", clock=self.clock)


class SourceEvery(DeskCommand):
    """Set how often an open desk asks a source."""

    examples = ("source every website 30", "source every website 0")
    name: _SourceArg
    minutes: Annotated[int, Arg("MINUTES", "5 to 10080 (a week); 0: only by hand", number(0, 10_080))]

    def run(self, desk: Desk) -> Reply:
        return _changed(desk, self.name, every=self.minutes)


class SourceMove(DeskCommand):
    """Give a source another address; its events stay with it."""

    examples = ("source move website https://clinic.example/new/?ical=1",)
    name: _SourceArg
    url: Annotated[str, Arg("URL", "its new address: https:// or webcal://")]
    secret: Annotated[
        str | None,
        Opt(
            "NAME",
            "environment variable or keyring entry with the secret for it; empty when it needs none; "
            "`-` reads the secret itself from stdin",
        ),
    ] = None

    def run(self, desk: Desk) -> Reply:
        secret = {"key": secret_line()} if self.secret == STDIN else {"variable": self.secret}
        return _changed(desk, self.name, "; `atma-tui sync` reads it", url=self.url, **secret)


class SourceTry(_OfAddress):
    """Show what an address holds, without adding it.

    What it is, how many events it has at which site, and what looks strange.
    """

    examples = (
        "source try https://clinic.example/events/?ical=1",
        "source try https://calendar.example/ --secret -",
    )
    url: _UrlArg

    def run(self, desk: Desk) -> Reply:
        from msgspec import to_builtins

        from atma_tui.desk.websites.trial_words import trial_lines
        from atma_tui.sync.addresses import masked

        typed = self.secret == STDIN
        source = desk.sources.unnamed(
            self.url,
            site=self.site,
            format=self.format,
            allow_private=self.allow_private,
            secret="" if typed else self.secret,
        )
        key = secret_line() if typed else ""
        with busy("Reading it"):
            trial = desk.websites.try_out(source, key)
        shape = {**to_builtins(trial), "url": masked(trial.url)}
        return Reply(shape=shape, parts=trial_lines(trial, lambda site: desk.site(site).name))


def _source(desk: Desk, name: str) -> Source:
    from atma_tui.domain.records import Source

    return desk.book.the(Source, name.strip().casefold())


def _changed(desk: Desk, name: str, after: str = "", **fields: Any) -> Reply:  # noqa: ANN401
    from atma_tui.desk.websites.source_fields import SourceFields

    source = _source(desk, name)
    done = desk.book.do(desk.sources.change, source.id, SourceFields(**fields))
    summary = done.summary or f"{source.id} stays as it is"
    return Reply(shape=_shape(done.value), parts=[f"{summary}{after}."])


def _shape(source: Source) -> Shape:
    from atma_tui.sync.addresses import masked

    return {**source_shape(source), "url": masked(source.url), "clock": source.clock, "every": source.every}


class Sync(DeskCommand):
    """Read the websites, show what would change, and apply it.

    Asks before anything is applied, unless --yes is given.
    """

    examples = ("sync --dry-run", "sync website --yes", "sync --yes --json")
    names: Annotated[Sequence[str], Arg("NAME", "only these sources; all without", many=True)] = ()
    dry_run: DryRun = False
    yes: ApplyAtOnce = False
    force: Force = False

    def run(self, desk: Desk) -> Reply:
        import asyncio

        from atma_tui.cli.plans import confirm, reply

        sources = [_source(desk, name) for name in self.names] or desk.sources.list()
        if not sources:
            return Reply(shape=[], notes=[_NONE])
        with busy(f"Reading {', '.join(one.id for one in sources)}"):
            outcomes = asyncio.run(desk.websites.read(sources))
        looked = [
            desk.websites.conclude(one, apply=one.error is not None and not self.dry_run, force=self.force)
            for one in outcomes
        ]
        if self.dry_run:
            return reply(looked)
        if not self.yes and any(one.result == "planned" for one in looked):
            confirm(desk, self.command_name, looked)
        return reply([desk.websites.conclude(one, apply=True, force=self.force) for one in outcomes])
