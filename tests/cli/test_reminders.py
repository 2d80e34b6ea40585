"""Reminders on the command line."""

from pathlib import Path


def test_a_day_of_reminders(cli):
    event = cli.event(starts="tomorrow 18:00")
    ada = cli.enrol(event, "Ada Sample", "--email", "ada@example.org")
    ben = cli.enrol(event, "Ben Sample", "--phone", "780 555 0101")
    listed = cli.ok("remind", "--json").json
    assert [(one["enrolment"], one["about"], one["ways"], one["mark"]) for one in listed] == [
        (ada, "remind", ["mail"], None),
        (ben, "remind", ["text", "call"], None),
    ]
    written = cli.ok("remind", "drafts", "--json").json
    folder = Path(written["folder"])
    [mail, text] = written["drafts"]
    assert (folder / mail["file"]).is_file() and mail["mailto"].startswith("mailto:ada@example.org?subject=")
    assert (text["person"], text["file"], text["mailto"]) == (listed[1]["person"], None, None)
    assert "Reminded 2 people: sent." in cli.ok("remind", "mark", ada, ben, "sent", "--by", "mail").out
    assert cli.ok("remind", "drafts", "--json").json["drafts"] == []
    cli.ok("remind", "mark", ben, "not-reached", "--by", "call")
    assert [one["mark"]["state"] for one in cli.ok("remind", "--json").json] == ["sent", "not_reached"]
    assert "not-reached" in cli.ok("remind").out
    assert "Nobody is to be reminded" in cli.ok("remind", "--day", "+3").err


def test_a_mark_needs_somebody_and_a_result(cli):
    assert cli("remind", "mark", "sent").code == 2
    assert cli("remind", "mark", "enr-none", "sent").code == 2


def test_the_clinics_words(cli):
    assert [one["kind"] for one in cli.ok("remind", "template", "--json").json] == ["remind", "moved", "cancelled"]
    cli.ok("remind", "template", "moved", "--subject", "Now {when}")
    assert cli.ok("remind", "template", "moved").out.startswith("moved: Now {when}\n\nHello {first_name},")
    assert "no field {time}" in cli("remind", "template", "moved", "--text", "At {time}").err
    cli.ok("remind", "template", "moved", "--usual")
    assert "Now {when}" not in cli.ok("remind", "template").out
    assert cli("remind", "template", "--usual").code != 0
