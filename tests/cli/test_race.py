"""Eight terminals race for the last five seats."""

import json
import subprocess
import sys


def test_the_last_seats_are_never_given_twice(cli):
    event = cli.event(capacity="5")
    racers = [
        subprocess.Popen(
            [sys.executable, "-m", "atma_tui", "enrol", event, "--name", f"Racer {letter}", "--json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for letter in "ABCDEFGH"
    ]
    answers = []
    for racer in racers:
        out, err = racer.communicate(timeout=120)
        assert racer.returncode == 0, err
        answers.append(json.loads(out))
    assert sorted(one["status"] for one in answers) == ["enrolled"] * 5 + ["waiting"] * 3
    assert sorted(one["position"] for one in answers if one["status"] == "waiting") == [1, 2, 3]
    seats = cli.ok("seats", event, "--json").json["seats"]
    assert (seats["enrolled"], seats["free"], seats["waiting"]) == (5, 0, 3)


def test_a_new_book_opened_by_many_at_once_is_started_once(environ):
    words = [sys.executable, "-m", "atma_tui", "log", "--json"]
    racers = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(6)]
    logs = []
    for racer in racers:
        out, err = racer.communicate(timeout=120)
        assert racer.returncode == 0, err
        logs.append(json.loads(out))
    assert all([act["verb"] for act in log] == ["start"] for log in logs)
