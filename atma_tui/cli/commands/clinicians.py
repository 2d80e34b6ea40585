"""Who sees clients: list, add, change."""

from __future__ import annotations

from argparse import Namespace

from atma_tui.cli import lookup
from atma_tui.cli.json_views import Shape
from atma_tui.cli.reply import Reply, Table
from atma_tui.desk.desk import Desk
from atma_tui.domain.records import Clinician
from atma_tui.domain.typed import hours_words, read_hours


def listing(desk: Desk, args: Namespace) -> Reply:
    """List all clinicians, those at work first."""
    found, sites = desk.programs.clinicians(), _sites(desk)
    ids = lookup.short_ids(desk, Clinician, (one.id for one in found))
    rows = [
        (
            ids[one.id],
            one.name,
            one.role,
            "supervises" if one.supervises else "",
            "" if one.active else "away",
            hours_words(one.hours, sites) or "whenever a site is open",
        )
        for one in found
    ]
    return Reply(
        shape=[_shape(one, sites) for one in found],
        parts=[Table(("ID", "NAME", "ROLE", "", "", "HOURS"), rows, frozenset({0}), wraps=True)] if rows else [],
        notes=[] if rows else ["No clinician is in the book yet; `atma-tui clinician add` adds one."],
    )


def add(desk: Desk, args: Namespace) -> Reply:
    """Add a clinician."""
    saved = desk.programs.save_clinician(
        args.name, role=args.role, supervises=args.supervises, hours=read_hours(args.hours, _sites(desk))
    )
    return _saved(desk, saved, "Added")


def edit(desk: Desk, args: Namespace) -> Reply:
    """Change a clinician."""
    one, sites = lookup.clinician(desk, args.clinician), _sites(desk)
    saved = desk.programs.save_clinician(
        one.name if args.name is None else args.name,
        ref=one.id,
        role=one.role if args.role is None else args.role,
        supervises=one.supervises if args.supervises is None else args.supervises == "yes",
        hours=one.hours if args.hours is None else read_hours(args.hours, sites),
        active=one.active if args.active is None else args.active,
        rev=one.rev,
    )
    return _saved(desk, saved, "Changed")


def _saved(desk: Desk, one: Clinician, did: str) -> Reply:
    sites = _sites(desk)
    hours = hours_words(one.hours, sites) or "whenever a site is open"
    return Reply(shape=_shape(one, sites), parts=[f"{did} {one.name}: {hours}.", one.id])


def _shape(one: Clinician, sites: dict[str, str]) -> Shape:
    return {
        "id": one.id,
        "name": one.name,
        "role": one.role or None,
        "supervises": one.supervises,
        "active": one.active,
        "hours": hours_words(one.hours, sites),
    }


def _sites(desk: Desk) -> dict[str, str]:
    return {site.id: site.name for site in desk.sites()}
