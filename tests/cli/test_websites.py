import io
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest


def _calendar(*titles):
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}@clinic.example\r\nDTSTAMP:20261101T000000Z\r\nSUMMARY:{title}\r\n"
        f"DTSTART:2030050{number}T180000Z\r\nDTEND:2030050{number}T200000Z\r\nLOCATION:Edmonton\r\nEND:VEVENT\r\n"
        for number, title in enumerate(titles, 1)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\n{events}END:VCALENDAR\r\n".encode()


class Site:
    """A website on loopback that answers what it is told to."""

    def __init__(self):
        self.status, self.body, self.asked = 200, _calendar("Zither one", "Zither two"), 0
        self.headers: dict[str, str] = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.asked += 1
                self.send_response(outer.status)
                self.send_header("Content-Type", "text/calendar")
                for name, value in outer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(outer.body)))
                self.end_headers()
                self.wfile.write(outer.body)

            def log_message(self, *args):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/events.ics"


@pytest.fixture
def site(cli):
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    cli.ok("source", "add", "website", site.url, "--site", "edm", "--format", "ical", "--allow-private")
    yield site
    site.server.shutdown()
    site.server.server_close()
    thread.join()


COUNTS = {"new", "changed", "missing", "cancelled", "unreadable", "conflicts"}


def test_a_dry_run_shows_the_plan_and_changes_nothing(cli, site):
    done = cli.ok("sync", "--dry-run")
    assert "Zither one" in done.out and "2 new" in done.out
    [shape] = cli.ok("sync", "--dry-run", "--json").json
    assert set(shape) >= {"source", "result", "applied"} | COUNTS
    assert (shape["new"], shape["applied"], shape["error"]) == (2, False, None)
    assert cli.ok("events", "--search", "zither one", "--json").json == []


def test_yes_applies_at_once_and_undo_takes_it_back(cli, site):
    [shape] = cli.ok("sync", "--yes", "--json").json
    assert (shape["new"], shape["applied"]) == (2, True)
    assert len(cli.ok("events", "--search", "zither", "--site", "edm", "--json").json) >= 2
    assert site.asked == 1
    cli.ok("undo")
    assert cli.ok("events", "--search", "zither one", "--json").json == []


def test_where_book_and_website_differ_is_listed_and_decided(cli, site):
    cli.ok("sync", "--yes")
    assert cli.ok("source", "differences", "--json").json == []
    [event] = [one["id"] for one in cli.ok("events", "--search", "zither one", "--json").json]
    cli.ok("event", "edit", event, "--title", "Our evening")
    site.body = _calendar("Zither alone", "Zither two")
    cli.ok("sync", "--yes")
    [one] = cli.ok("source", "differences", "--json").json
    assert (one["event"], one["field"], one["here"], one["there"]) == (
        event,
        "title",
        "Our evening",
        "Zither alone",
    )
    assert "kept as it is here" in cli.ok("source", "keep", event, "title").out
    assert cli.ok("source", "differences", "--json").json[0]["kept"]
    assert cli.ok("source", "take", event, "title", "--json").json["title"] == "Zither alone"
    assert cli.ok("source", "differences", "--json").json == []
    assert cli("source", "take", event, "colour").code == 2


def test_nothing_new_asks_nothing(cli, site):
    cli.ok("sync", "--yes")
    [shape] = cli.ok("sync", "--json").json
    assert (shape["new"], shape["changed"], shape["applied"]) == (0, 0, False)


def test_without_a_terminal_nothing_is_applied_unasked(cli, site, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    done = cli("sync")
    assert done.code == 2 and "--yes" in done.err and "Zither one" in done.err
    assert cli.ok("events", "--search", "zither one", "--json").json == []


@pytest.mark.parametrize(("answer", "code", "found"), [("y\n", 0, 1), ("yes\n", 0, 1), ("n\n", 1, 0), ("", 1, 0)])
def test_at_a_terminal_it_asks(cli, site, monkeypatch, answer, code, found):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr("sys.stdin", Terminal(answer))
    done = cli("sync", "website")
    assert done.code == code
    assert "[y/N]" in done.err and "Zither one" in done.err
    assert len(cli.ok("events", "--search", "zither one", "--json").json) == found
    assert site.asked == 1


def test_a_refusing_website_is_exit_3_and_its_events_stay(cli, site):
    cli.ok("sync", "--yes")
    site.status, site.body = 404, b""
    done = cli("sync", "--yes", "--json")
    assert done.code == 3
    [shape] = done.json
    assert shape["applied"] is False and shape["error"]["code"] == "rejected"
    assert "404" in done.err and len(done.err.splitlines()) == 1
    assert len(cli.ok("events", "--search", "zither one", "--json").json) == 1
    assert "404" in cli.ok("source", "list").out


def test_a_broken_calendar_is_exit_3(cli, site):
    site.body = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"
    assert cli("sync", "--yes").code == 3


def test_a_guard_holds_back_and_is_exit_1_until_forced(cli, site):
    titles = [f"Zither {number}" for number in range(1, 9)]
    site.body = _calendar(*titles)
    cli.ok("sync", "--yes")
    site.body = _calendar()
    done = cli("sync", "--yes", "--json")
    assert done.code == 1 and len(done.err.splitlines()) == 1
    assert done.json[0]["error"]["code"] == "guarded"
    assert len(cli.ok("events", "--search", "zither", "--json").json) >= 8
    assert cli("sync", "--yes", "--force").code == 0


def test_a_secret_address_is_neither_kept_in_the_book_nor_shown(cli, monkeypatch):
    monkeypatch.setattr("atma_tui.sync.secrets.find_spec", lambda name: None)
    done = cli("source", "add", "staff", "https://clinic.example/private-0123456789abcdef/x.ics?token=s3cret")
    assert done.code == 2 and len(done.err.splitlines()) == 1
    assert "s3cret" not in done.out + done.err
    assert cli.ok("source", "list", "--json").json == []


@pytest.fixture
def keyring(monkeypatch):
    """A keyring in memory."""
    kept = {}
    monkeypatch.setattr("atma_tui.sync.secrets.find_spec", lambda name: True)
    monkeypatch.setattr("atma_tui.desk.websites.source_keys.keep_secret", kept.__setitem__)
    return kept


def test_a_secret_is_read_from_stdin_and_goes_to_the_keyring_only(cli, keyring, monkeypatch):
    for name, words in (("add", ()), ("move", ())):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"Bearer s3cret-{name}\n"))
        done = cli.ok("source", name, "staff", f"https://clinic.example/{name}", "--secret", "-", *words)
        assert keyring == {"staff": f"Bearer s3cret-{name}"}
        assert "s3cret" not in done.out + done.err + cli.ok("log", "--json").out
    assert not any(b"s3cret" in file.read_bytes() for file in cli.files.iterdir())


def test_an_address_is_tried_out_with_a_secret_from_stdin_that_is_kept_nowhere(cli, site, keyring, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{site.url}?token=s3cret\n"))
    tried = cli.ok("source", "try", "http://127.0.0.1/", "--secret", "-", "--allow-private", "--json")
    assert tried.json["events"] == 2 and keyring == {}
    assert "s3cret" not in tried.out + tried.err
    assert not any(b"s3cret" in file.read_bytes() for file in cli.files.iterdir())
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert cli("source", "try", site.url, "--secret", "-", "--allow-private").code == 2
    refused = cli("source", "try", site.url, "--secret", "Bearer s3cret", "--allow-private")
    assert refused.code == 2 and "s3cret" not in refused.err


@pytest.mark.parametrize("given", ["", "\n", "s3cret-\udceb\n"])
def test_what_is_no_secret_on_stdin_is_refused(cli, keyring, given, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(given))
    done = cli("source", "add", "staff", "https://clinic.example/", "--secret", "-")
    assert done.code == 2 and "s3cret" not in done.err and keyring == {}
    assert cli.ok("source", "list", "--json").json == []


def test_a_secret_comes_from_the_environment(cli, site, monkeypatch):
    monkeypatch.setenv("STAFF_CALENDAR", f"{site.url}?token=s3cret")
    done = cli.ok("source", "add", "staff", "http://127.0.0.1/", "--secret", "STAFF_CALENDAR", "--allow-private")
    synced = cli.ok("sync", "staff", "--yes", "--json")
    assert synced.json[0]["new"] == 2
    shown = done.out + synced.out + cli.ok("source", "list", "--json").out + cli.ok("log").out
    assert "s3cret" not in shown
    assert not any(b"s3cret" in file.read_bytes() for file in cli.files.iterdir())
    monkeypatch.delenv("STAFF_CALENDAR")
    assert cli("sync", "staff", "--yes").code == 2


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://clinic.example", "clinic", "javascript:alert(1)"]
)
def test_an_address_that_is_never_read_is_refused(cli, address):
    done = cli("source", "add", "x", address)
    assert done.code == 2 and len(done.err.splitlines()) == 1


def test_an_address_in_the_place_of_a_name_is_not_repeated(cli):
    done = cli("source", "add", "https://u:s3cret@clinic.example/", "staff")
    assert done.code == 2 and "s3cret" not in done.out + done.err


def test_a_source_is_named_once_and_can_be_removed(cli, site):
    assert cli("source", "add", "website", site.url).code == 2
    cli.ok("sync", "--yes")
    assert "events stay" in cli.ok("source", "remove", "web").out
    assert len(cli.ok("events", "--search", "zither one", "--json").json) == 1


def test_without_sources_sync_says_what_to_do(cli):
    done = cli.ok("sync")
    assert "source add" in done.err and done.out == ""


def test_how_a_source_is_asked_can_be_changed(cli, site):
    assert cli.ok("source", "clock", "website", "instant", "--json").json["clock"] == "instant"
    assert cli.ok("source", "every", "website", "30", "--json").json["every"] == 30
    assert cli.ok("source", "move", "website", f"{site.url}.new", "--json").json["url"].endswith(".new")
    [source] = cli.ok("source", "list", "--json").json
    assert (source["clock"], source["every"]) == ("instant", 30)
    for wrong in (("clock", "website", "noon"), ("every", "website", "3"), ("move", "website", "file:///etc")):
        done = cli("source", *wrong)
        assert done.code == 2 and len(done.err.splitlines()) == 1
    assert cli("source", "clock", "nobody", "wall").code == 2


def test_a_new_address_takes_its_secret_along_only_by_name(cli, site, monkeypatch):
    monkeypatch.setattr("atma_tui.sync.secrets.find_spec", lambda name: None)
    monkeypatch.setenv("STAFF_CALENDAR", "Bearer s3cret")
    cli.ok("source", "add", "staff", site.url, "--secret", "STAFF_CALENDAR")
    elsewhere = "https://elsewhere.example/x.ics"
    refused = cli("source", "move", "staff", elsewhere)
    assert refused.code == 2 and "old address only" in refused.err
    for wrong in ("Bearer s3cret", "sk_live_s3cret0123456789"):
        refused = cli("source", "move", "staff", elsewhere, "--secret", wrong)
        assert refused.code == 2 and "s3cret" not in refused.out + refused.err
    monkeypatch.setenv("staff", "another")
    refused = cli("source", "move", "staff", f"{elsewhere}?token=s3cret")
    assert refused.code == 2 and "another secret" in refused.err and "s3cret" not in refused.err
    assert "without a key" in cli.ok("source", "move", "staff", elsewhere, "--secret", "").out
    assert not any(b"s3cret" in file.read_bytes() for file in cli.files.iterdir())
    assert cli.ok("source", "list", "--json").json[0]["url"] == elsewhere


def test_a_server_that_asks_to_be_left_alone_is_not_asked_by_the_next_run(cli, site):
    site.status, site.headers = 429, {"Retry-After": "600"}
    assert cli("sync", "--dry-run").code == 3
    asked = site.asked
    site.status, site.headers = 200, {}
    for _ in range(2):
        done = cli("sync", "--yes")
        assert done.code == 3 and "left alone for 10 min more; nothing was asked" in done.err
    assert site.asked == asked
    assert cli.ok("source", "list", "--json").json[0]["not_before"]


def test_what_is_held_back_says_how_to_let_it_pass(cli, site):
    site.body = _calendar(*(f"Zither {number}" for number in range(1, 9)))
    cli.ok("sync", "--yes")
    site.body = _calendar()
    assert "--force does that" in cli("sync", "--yes").err


def test_a_failure_beside_a_plan_that_nobody_confirms_is_kept(cli, site, monkeypatch):
    cli.ok("source", "add", "away", "http://127.0.0.1:9/x.ics", "--allow-private")
    monkeypatch.setattr("atma_tui.sync.fetch.random.uniform", lambda low, high: 0.0)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert cli("sync").code == 2
    failed = {one["name"]: one["failed"] for one in cli.ok("source", "list", "--json").json}
    assert "does not answer" in failed["away"] and not failed["website"]


def test_an_address_is_tried_without_adding_it(cli, site):
    done = cli.ok("source", "try", site.url, "--site", "edm", "--allow-private")
    assert done.out.startswith("Calendar file (iCalendar), 2 events: 2 at Edmonton.")
    shape = cli.ok("source", "try", site.url, "--allow-private", "--json").json
    assert (shape["format"], shape["events"], shape["sites"], shape["strange"]) == ("ical", 2, {"edmonton": 2}, [])
    assert {"url", "online", "unsited", "known", "over", "unreadable"} <= shape.keys()
    assert len(cli.ok("source", "list", "--json").json) == 1 and site.asked == 2
    site.status = 404
    done = cli("source", "try", site.url, "--allow-private", "--json")
    assert done.code == 3 and done.json["error"]["code"] == "rejected"
    assert cli("source", "try", "ftp://clinic.example/").code == 2
