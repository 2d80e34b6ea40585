"""Programs that subscribe: vdirsyncer fetches a feed over HTTP, khal lists a calendar."""

import http.server
import os
import subprocess
import threading
from functools import partial

import pytest

from tests.calendars.independent import parts
from tests.calendars.independent.book import files, made_up_desk, truth


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("calendars")
    return folder, files(made_up_desk(), folder)


@pytest.fixture
def address(written):
    """Where a web server on this machine gives out the files."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(written[0])))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def run(folder, *words):
    env = {**os.environ, "HOME": str(folder), "XDG_CACHE_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    env |= {"TZ": "UTC", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(words, env=env, cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_vdirsyncer_takes_as_many_items_as_there_are_events(tmp_path, written, address):
    program = parts.program("vdirsyncer")
    (tmp_path / "config").write_text(f"""
[general]
status_path = "{tmp_path}/status"
[pair clinic]
a = "web"
b = "here"
collections = null
[storage web]
type = "http"
url = "{address}/all.ics"
[storage here]
type = "filesystem"
path = "{tmp_path}/items"
fileext = ".ics"
""")
    (tmp_path / "items").mkdir()
    run(tmp_path, program, "-c", "config", "discover")
    for _ in range(2):  # the second time nothing may change
        run(tmp_path, program, "-c", "config", "sync")
        assert len(list((tmp_path / "items").iterdir())) == len(written[1]["all.ics"])


@pytest.mark.parametrize("name", ["edmonton.ics", "rule.ics"])
def test_khal_lists_every_event_at_its_hour(tmp_path, written, name):
    program, (folder, told) = parts.program("khal"), written
    (tmp_path / "config").write_text(f"""
[calendars]
[[clinic]]
path = {tmp_path}/clinic
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H%M%SZ
dateformat = %Y%m%d
longdateformat = %Y%m%d
datetimeformat = %Y%m%dT%H%M%SZ
longdatetimeformat = %Y%m%dT%H%M%SZ
[default]
default_calendar = clinic
""")
    (tmp_path / "clinic").mkdir()
    khal = (program, "-c", "config")
    run(tmp_path, *khal, "import", "--batch", "-a", "clinic", str(folder / name))
    form = ("--format", "{uid}|{start-long-full}|{end-long-full}", "--day-format", "")
    listed = run(tmp_path, *khal, "list", *form, "20251001T000000Z", "800d").splitlines()
    found = {tuple(line.split("|")) for line in listed if line}

    lengths = {(uid, start): end for uid, start, end in truth(told[name])}
    whole_days = {uid for uid, start in lengths if len(start) == len("20251102")}
    assert {(uid, start[:8] if uid in whole_days else start) for uid, start, _ in found} == set(lengths)
    for uid, start, end in found:
        if uid not in whole_days and lengths[uid, start] != start:  # khal gives an hour to what has no length
            assert end == lengths[uid, start], uid
