"""Pages with JSON-LD for tests, and what is read of them."""

from msgspec import json
from msgspec.structs import replace

from atma_tui.domain.records import Source
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats import jsonld
from tests.sync.planning.replay import NOW

SOURCE = Source(id="s", url="https://w.example/")
PLACE = {
    "@type": "Place",
    "name": "Sample clinic",
    "address": {"@type": "PostalAddress", "streetAddress": "1 Sample St", "addressLocality": "Edmonton"},
}


def event(**more):
    """A talk on 4 May 2027, 18:00 to 19:30; a property that is None is left out."""
    node = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "Talk",
        "startDate": "2027-05-04T18:00:00-06:00",
        "endDate": "2027-05-04T19:30:00-06:00",
        "location": PLACE,
        **more,
    }
    return {name: value for name, value in node.items() if value is not None}


def script(content):
    words = content if isinstance(content, str) else json.encode(content).decode()
    return f'<script type="application/ld+json">{words}</script>'


def read_page(body, *, clock="ask", module=jsonld, url="https://w.example/page"):
    page = Answer(url=url, body=body if isinstance(body, bytes) else body.encode())
    return module.read([page], replace(SOURCE, clock=clock), "America/Edmonton", NOW)


def read_nodes(*nodes, **more):
    """Read a page with all these in one list."""
    return read_page(f"<html>{script(list(nodes))}</html>", **more)


def titles(reading):
    return [one.title for one in reading.events]
