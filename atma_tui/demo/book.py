"""The demo as a whole: sites, people, programs, what is on, and who is in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from msgspec.structs import replace

from atma_tui.demo.paths import (
    Hour,
    appointments,
    keep_appointment,
    pick_guest,
    program_title,
    read_paths,
    take_places,
)
from atma_tui.demo.people import demo_people
from atma_tui.demo.scenes import Crowd, Scene, scene_events, series_id
from atma_tui.demo.stage import GUESTS, Stage
from atma_tui.demo.turns import fill
from atma_tui.demo.walks import Walker, clinicians, set_out, turn_aside, whose_turn
from atma_tui.desk.clinic.starter import starter_records
from atma_tui.domain.errors import InputError
from atma_tui.domain.event_span import starts_at
from atma_tui.domain.records import Answer, Clinic, Event, Person, Program, Record, Series, Site
from atma_tui.shipped import read_shipped

FEWEST = 120
"""With fewer people nobody would be left for the fullest day."""
_MONTH = (0.2, 0.5, 0.9, 0.3, 1.0, 0.1, 0.6)
"""How full the events of Mental Health Month are, in turn."""


def demo_records(now: datetime, *, people: int = 400, seed: int = 7) -> list[Record]:
    """Return a whole book with a past, a present day and weeks to come; the same arguments give the same book.

    Store the records as they are, in a book of their own: the acts among them are numbered from the first.

    Args:
        now: the present; at each site something is running at that moment.
        people: how many, at least 120.
        seed: another number puts other people into the same events.

    Raises:
        InputError: too few people, or a shipped file was edited into something that makes no sense.
    """
    if people < FEWEST:
        raise InputError(f"The demo needs at least {FEWEST} people.")
    stage, clinic = Stage(now.astimezone(UTC).replace(microsecond=0), Random(seed)), Clinic(id="clinic")
    starter = starter_records(stage.now, clinic=clinic)
    sites = read_shipped("demo/sites.json", list[Site])
    programs = [one for one in starter if isinstance(one, Program)]
    stage.ledger.have(*sites, *programs, *(one for one in starter if isinstance(one, Answer)))
    clients = _cast(stage, sites, demo_people(people, stage.now, stage.random))
    _programs(stage, sites, programs, clients, clinic)
    for scene in read_shipped("demo/scenes.json", list[Scene]):
        _play(stage, scene, sites, clinic)
    _month(stage, [one for one in starter if isinstance(one, Event)])
    return stage.ledger.records()


def _cast(stage: Stage, sites: Sequence[Site], people: Sequence[Person]) -> dict[str, list[Person]]:
    """Make some people with a phone clients of a site and the others guests; returns the clients by site."""
    needed = {
        site.id: max(one.enrolled + one.waiting for one in read_paths().places if one.site == site.id)
        for site in sites
    }
    known = [one for one in people if not one.merged_into]
    stage.random.shuffle(known)
    known.sort(key=lambda one: not one.phone)
    clients: dict[str, list[Person]] = {}
    for site in sites:
        clients[site.id] = [replace(one, status="client") for one in known[: needed[site.id]]]
        del known[: needed[site.id]]
        stage.group(site.id, clients[site.id])
    stage.group(GUESTS, known)
    changed = {one.id: one for group in clients.values() for one in group}
    stage.ledger.have(*(changed.get(one.id, one) for one in people))
    return clients


def _programs(
    stage: Stage,
    sites: Sequence[Site],
    programs: Sequence[Program],
    clients: dict[str, list[Person]],
    clinic: Clinic,
) -> None:
    paths = read_paths()
    for site in sites:
        team = clinicians(paths, site)
        stage.ledger.have(*team.everybody)
        walkers: list[Walker] = []
        for taken in (one for one in paths.places if one.site == site.id):
            program = next(one for one in programs if one.id == taken.program)
            alone, title = program.path == "individual", program_title(program, site)
            begun = take_places(stage, taken, title, clients[site.id], alone=alone)
            walkers += set_out(stage, site, clinic, program, begun, team, paths.plans)
        for number, (event, hour) in enumerate(appointments(paths, site, clinic, stage.now), 1):
            _appointment(stage, walkers, team.take_on(event), hour, number, clinic)
        turn_aside(stage, walkers, team)


def _appointment(
    stage: Stage, walkers: list[Walker], event: Event, hour: Hour, number: int, clinic: Clinic
) -> None:
    """Put an appointment into the book, with somebody in it: a client whose turn it is, or a guest."""
    if hour.step:
        walker = whose_turn(stage, walkers, event, hour.step)
        if walker is not None:
            event = replace(event, program=walker.path.program, step=hour.step)
            stage.ledger.have(event)
            walker.note(event, hour.step, is_kept=keep_appointment(stage, event, walker.person, number, clinic))
        return
    stage.ledger.have(event)
    guest = pick_guest(stage, event)
    if guest is not None and number % 10:
        keep_appointment(stage, event, guest, number, clinic)


def _play(stage: Stage, scene: Scene, sites: Sequence[Site], clinic: Clinic) -> None:
    site = next(site for site in sites if site.id == scene.site)
    if scene.series:
        created = stage.now - timedelta(days=60)
        stage.ledger.have(Series(id=series_id(scene), title=scene.title, created=created))
    for event in scene_events(scene, site, clinic, stage.now):
        stage.ledger.have(event)
        fill(stage, event, scene, scene.cancelled)


def _month(stage: Stage, events: Sequence[Event]) -> None:
    """Let people sign up for Mental Health Month, as far as it can be filled."""
    for number, event in enumerate(events):
        opened = min(starts_at(event), stage.now) - timedelta(days=25)
        event = replace(event, created=opened, modified=opened, starter=False)
        share = _MONTH[number % len(_MONTH)]
        enrolled = int((event.capacity or 0) * share)
        stage.ledger.have(event)
        fill(stage, event, Crowd(enrolled=enrolled, waiting=(1, 2) if share == 1 else (), missing=1))
