"""A client's path: begin, clear, plan, find times, book, pause, end; and what is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, cast

from atma_tui.cli import lookup
from atma_tui.cli.command import Arg, DeskCommand, Flag, Opt
from atma_tui.cli.commands.clients.programs import path_parts, path_shape
from atma_tui.cli.commands.enrolments import EnrolsSomebody, reply
from atma_tui.cli.json_views import Shape, moment_shape
from atma_tui.cli.reply import Reply, Table, listing
from atma_tui.cli.shared import OfClient, OnlySite
from atma_tui.cli.values import number
from atma_tui.domain.when import day_words, today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atma_tui.desk.clients.owed import FollowUp
    from atma_tui.desk.desk import Desk
    from atma_tui.domain.paths.pathway import Visit
    from atma_tui.domain.records import Pathway

_By = Annotated[str, Opt("CLINICIAN", "who says so: id, beginning of it, or part of the name")]
_Reason = Annotated[str, Opt("REASON", "kept, as far as the desk may know")]


class Begin(EnrolsSomebody):
    """Give somebody a place in a program at a site, or on its waiting list; they become a client."""

    examples = (
        'path begin ketamine-therapy@edmonton --person "Ada Sample"',
        'path begin ketamine-therapy@calgary --name "Bo Sample" --phone 403-555-0102',
    )
    places: Annotated[str, Arg("PROGRAM@SITE", "as `atma-tui programs` shows it")]
    no_wait: Annotated[bool, Flag("refuse rather than put on the waiting list")] = False

    def run(self, desk: Desk) -> Reply:
        who = self.who(desk)
        outcome = desk.pathways.begin(self.places, person_id=who.person_id, new=who.new, wait=not self.no_wait)
        return reply(outcome, who.notes)


class Clear(OfClient):
    """Record a clinician's decision on readiness, and never the reason.

    Lists the booked sessions that this stops.
    """

    examples = ('path clear "Ada Sample" cleared --by chen --until +90', "path clear per-77aa on-hold --by chen")
    word: Annotated[Literal["cleared", "not-yet", "on-hold"], Arg("WORD")]
    by: _By
    until: Annotated[str, Opt("DAY", "valid until this day; without it there is no end date")] = ""

    def run(self, desk: Desk) -> Reply:
        path, by = self.path(desk), lookup.clinician(desk, self.by)
        word = cast('Literal["cleared", "not_yet", "on_hold"]', self.word.replace("-", "_"))
        stopped = desk.pathways.clear(path.id, word, clinician=by.id, until=lookup.day(desk, self.until))
        return _stops_reply(desk, path, stopped)


def _stops_reply(desk: Desk, path: Pathway, stopped: Sequence[Visit]) -> Reply:
    notes = []
    if stopped:
        notes = [f"This stops {len(stopped)} booked already; withdraw them, or talk to the client:"]
        notes += [f"  {_visit_words(visit)}" for visit in stopped]
    answer = _path_reply(desk, path)
    return answer._replace(notes=notes, shape={**answer.shape, "stops": [one.enrolment.id for one in stopped]})


def _visit_words(visit: Visit) -> str:
    event = visit.event
    return f"{visit.enrolment.id}  {day_words(event.starts.date())} {event.starts:%H:%M}  {event.title}"


class Plan(OfClient):
    """Note the treatment plan.

    Lists the booked sessions that this stops.
    """

    examples = ('path plan "Ada Sample" --by chen --sessions 6 --kind psychedelic',)
    by: _By
    sessions: Annotated[int, Opt("N", "how many sessions", number(1, 100))]
    kind: Annotated[str, Opt("KIND", "of which kind, such as psychedelic")] = ""

    def run(self, desk: Desk) -> Reply:
        path, by = self.path(desk), lookup.clinician(desk, self.by)
        stopped = desk.pathways.plan(path.id, clinician=by.id, sessions=self.sessions, kind=self.kind)
        return _stops_reply(desk, path, stopped)


class Pause(OfClient):
    """Pause a program: nothing more is booked until it goes on."""

    examples = ('path pause "Ada Sample" --reason travels',)
    reason: _Reason = ""

    def run(self, desk: Desk) -> Reply:
        path = self.path(desk)
        desk.pathways.pause(path.id, self.reason)
        return _path_reply(desk, path)


class Resume(OfClient):
    """Go on with a paused program."""

    examples = ('path resume "Ada Sample"',)

    def run(self, desk: Desk) -> Reply:
        path = self.path(desk)
        desk.pathways.go_on(path.id)
        return _path_reply(desk, path)


class End(OfClient):
    """End a program; the place is free again and what is booked is withdrawn."""

    examples = ('path end "Ada Sample" completed', 'path end per-77aa withdrawn --reason "moves away"')
    how: Annotated[Literal["completed", "withdrawn"], Arg("HOW")]
    reason: _Reason = ""

    def run(self, desk: Desk) -> Reply:
        path = self.path(desk)
        desk.pathways.finish(path.id, completed=self.how == "completed", why=self.reason)
        return _path_reply(desk, path)


class Owed(DeskCommand):
    """List the follow-ups that are due."""

    only_looks = True
    examples = ("path owed --site edmonton", "path owed --clinician chen")
    site: OnlySite = ""
    clinician: Annotated[
        str, Opt("CLINICIAN", "due for this clinician's clients, with plans that run out, pauses, nothing booked")
    ] = ""

    def run(self, desk: Desk) -> Reply:
        clinician = lookup.clinician_id(desk, self.clinician)
        found = desk.follow_ups.list(site=lookup.site_id(desk, self.site), clinician=clinician)
        rows = [
            (
                one.reason.replace("_", " "),
                day_words(today(one.since)),
                one.person.name if one.person else one.event,
                one.person.phone if one.person else "",
                one.words,
            )
            for one in found
        ]
        table = Table(("REASON", "SINCE", "WHO", "PHONE", "WHAT"), rows, frozenset({0, 1}), wraps=True)
        return listing([owed_shape(one) for one in found], table, "No follow-ups are due.")


def owed_shape(one: FollowUp) -> Shape:
    """Return something owed as scripts see it."""
    return {
        "reason": one.reason,
        "says": one.summary,
        "since": moment_shape(one.since),
        "person": one.person.id if one.person else None,
        "name": one.person.name if one.person else None,
        "pathway": one.pathway or None,
        "step": one.step or None,
        "gates": list(one.gates),
        "event": one.event or None,
        "call": one.call or None,
    }


def _path_reply(desk: Desk, path: Pathway) -> Reply:
    card = desk.pathways.card(path.id)
    return Reply(shape=path_shape(card), parts=list(path_parts(desk, card)))
