import os
import stat
from pathlib import Path

import pytest


def test_export_writes_what_changed_and_says_so(cli):
    out = cli.folder / "calendars"
    assert "written" in cli.ok("export", "--out", str(out)).out
    assert {file.name for file in out.glob("*.ics")} == {"edmonton.ics", "calgary.ics", "all.ics"}
    assert "unchanged" in cli.ok("export", "--out", str(out)).out
    cli.event()
    assert cli.ok("export", "--out", str(out), "--json").json["files"]["edmonton.ics"] == "written"


def test_export_of_one_site_writes_one_file(cli):
    out = cli.folder / "calendars"
    cli.ok("export", "--site", "Edmonton", "--out", str(out))
    assert [file.name for file in out.glob("*.ics")] == ["edmonton.ics"]


def test_export_without_a_folder_uses_the_settings(cli):
    (cli.folder / "config.toml").write_text(f'out = "{cli.folder / "usual"}"')
    cli.ok("export")
    assert (cli.folder / "usual" / "all.ics").exists()


def test_an_invitation_goes_to_a_file_or_to_stdout_as_it_is(cli):
    enrolment = cli.enrol(cli.event(), "Ada Sample")
    file = cli.folder / "mine.ics"
    cli.ok("invite", enrolment, "--out", str(file))
    calendar = file.read_bytes()
    assert calendar.startswith(b"BEGIN:VCALENDAR\r\n") and b"Ada" not in calendar
    assert cli.ok("invite", enrolment).out.startswith("BEGIN:VCALENDAR")


def test_other_forms_and_the_staffs_own_calendar(cli):
    out = cli.folder / "calendars"
    assert "all.csv" in cli.ok("export", "--format", "csv", "--out", str(out), "--json").json["files"]
    assert "all.json" in cli.ok("export", "--format", "jcal", "--out", str(out), "--json").json["files"]
    done = cli.ok("export", "--private", "--site", "edm", "--out", str(cli.folder / "staff"), "--json")
    assert done.json["files"] == {"private-edmonton.ics": "written"} and done.json["private"]
    assert "Do not publish" in done.err


def test_the_staffs_calendar_is_written_only_when_asked_for_by_name(cli):
    staff = str(cli.folder / "staff")
    (cli.folder / "config.toml").write_text(f'out = "{cli.folder / "usual"}"')
    for words in (
        ("--site", "edm"),
        ("--out", staff),
        ("--site", "edm", "--site", "cal", "--out", staff),
        ("--site", "edm", "--out", staff, "--format", "csv"),
        ("--site", "edm", "--out", str(cli.folder / "usual")),
    ):
        assert cli("export", "--private", *words).code == 2
    assert not (cli.folder / "staff").exists()
    cli.ok("export", "--out", str(cli.folder / "public"))
    assert cli("export", "--private", "--site", "edm", "--out", str(cli.folder / "public")).code == 1


def test_a_file_is_looked_at_first_then_taken_in_and_undone(cli):
    cli.event("--place", "Elsewhere in Edmonton")
    cli.ok("export", "--out", "calendars")
    other = (cli.folder / "calendars" / "all.ics").read_bytes().replace(b"UID:evt-", b"UID:foreign-")
    (cli.folder / "in.ics").write_bytes(other)
    many = cli.ok("import", "in.ics", "--dry-run", "--json").json
    assert many["result"] == "planned" and many["new"] > 0 and not many["applied"]
    assert cli("import", "in.ics").code == 2, "nobody is there to ask"

    shape = cli.ok("import", "in.ics", "--yes", "--json").json
    assert (shape["new"], shape["removed"], shape["applied"], shape["file"]) == (many["new"], 0, True, "in.ics")
    again = cli.ok("import", "in.ics", "--yes", "--json").json
    assert (again["result"], again["new"], again["changed"]) == ("unchanged", 0, 0)
    cli.ok("undo")
    assert cli.ok("import", "in.ics", "--dry-run", "--json").json["new"] == many["new"]


def test_whom_a_move_would_put_in_two_places_is_in_the_plan_and_hidden_if_masked(cli):
    def file(day: int, stamp: int) -> None:
        lines = (
            *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//demo//demo//EN", "BEGIN:VEVENT", "UID:one@example.org"),
            *(f"DTSTAMP:2026110{stamp}T000000Z", f"DTSTART:209901{day:02}T180000", f"DTEND:209901{day:02}T190000"),
            *("SUMMARY:Yoga evening", "END:VEVENT", "END:VCALENDAR", ""),
        )
        (cli.folder / "in.ics").write_text("\r\n".join(lines))

    words = ("import", str(cli.folder / "in.ics"), "--site", "edm")
    file(20, 1)
    cli.ok(*words, "--yes")
    [yoga] = cli.ok("events", "--search", "Yoga evening", "--json").json
    cli.enrol(yoga["id"], "Ada Sample")
    cli.ok("enrol", cli.event(starts="2099-01-21 18:00"), "--person", "Ada Sample")
    file(21, 2)
    [clash] = cli.ok(*words, "--dry-run", "--json").json["clashes"]
    assert clash["summary"].startswith(
        "Ada Sample would be in Yoga evening (Wed 21 Jan 2099) and is in Test evening"
    )
    assert clash["summary"] in cli.ok(*words, "--dry-run").out
    cli.ok("person", "edit", "Ada Sample", "--mask")
    asked = cli(*words)
    assert (asked.code, "would be in Yoga evening" in asked.err, "Ada Sample" in asked.err) == (2, True, False)


def test_a_file_that_is_no_calendar_is_said(cli):
    (cli.folder / "in.ics").write_text("<html>")
    done = cli("import", "in.ics", "--yes", "--json")
    assert done.code == 2 and done.json["error"]["code"] == "unreadable"
    assert cli("import", "nowhere.ics").code == 2


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless file")
@pytest.mark.parametrize(("words", "code"), [(("import", "/dev/zero"), 2), (("check", "/dev/zero"), 1)])
def test_no_more_of_a_file_is_read_than_a_calendar_may_have(cli, words, code):
    done = cli(*words)
    assert done.code == code
    assert "larger than 20 MB" in done.err + done.out


def test_an_invitation_to_a_whole_series(cli):
    first = cli.ok("event", "add", "--site", "edm", "--title", "Circle", "--starts", "+7 18:00", "--minutes", "90",
                   "--weeks", "3", "--json").json  # fmt: skip
    events = first if isinstance(first, list) else cli.ok("events", "--search", "Circle", "--json").json
    mine = [one["id"] for one in events if one["title"] == "Circle"]
    enrolments = [cli.enrol(mine[0], "Ada Sample")]
    enrolments += [cli.ok("enrol", one, "--person", "Ada Sample").id for one in mine[1:]]
    assert cli.ok("invite", enrolments[0], "--series").out.count("BEGIN:VEVENT") == len(mine)
    assert "RRULE:FREQ=WEEKLY" in cli.ok("invite", enrolments[0], "--rule").out


def test_the_clinic_switches_the_words_on_seats(cli):
    cli.event(capacity="3")
    assert cli.ok("clinic", "show", "--json").json["seats_in_feed"] is False
    cli.ok("clinic", "set", "--seats-in-feed", "on", "--offer-hours", "48")
    shown = cli.ok("clinic", "show", "--json").json
    assert (shown["seats_in_feed"], shown["offer_hours"]) == (True, 48)
    cli.ok("export", "--out", "calendars")
    assert b"3 seats left." in (cli.folder / "calendars" / "edmonton.ics").read_bytes().replace(b"\r\n ", b"")
    assert cli("clinic", "set").code == 2 and cli("clinic", "set", "--seats-in-feed", "perhaps").code == 2


def test_a_file_is_checked_in_plain_words(cli):
    cli.ok("export", "--out", "calendars")
    assert cli.ok("check", "calendars/all.ics", "--json").json[0]["ok"] is True
    (cli.folder / "bad.ics").write_bytes(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n")
    done = cli("check", "bad.ics")
    assert done.code == 1 and "a calendar needs one PRODID" in done.out


def test_each_book_exports_next_to_itself_and_never_over_another(cli):
    other = ("--book", str(cli.folder / "other"))
    mine = cli.ok("export", "--json").json["out"]
    theirs = cli.ok("export", "--json", *other).json["out"]
    assert (mine, theirs) == (cli.beside("calendars"), str(cli.folder / "other-calendars"))
    done = cli("export", "--out", mine, *other, "--json")
    assert done.code == 1 and "another book" in done.json["error"]["message"]
    assert set(cli.ok("export", "--json").json["files"].values()) == {"unchanged"}
    cli.ok("export", "--out", mine, *other, "--take-over")
    assert cli("export").code == 1


def test_calendars_of_an_earlier_version_go_on_only_with_the_usual_book(cli):
    out = Path(cli.beside("calendars"))
    cli.ok("export")
    (out / ".atma-tui-book").unlink()
    done = cli("export", "--out", str(out), "--book", str(cli.folder / "other"))
    assert done.code == 1 and "may be another book's" in done.err
    cli.ok("export")
    assert (out / ".atma-tui-book").exists()


def test_neither_the_book_nor_files_about_people_are_published(cli):
    cli.ok("export")
    private = cli.beside("private")
    for folder in (str(cli.files), str(cli.files.parent), private, f"{private}/below"):
        done = cli("export", "--out", folder)
        assert done.code == 1 and "would be published" in done.err
    assert not (cli.files.parent / "all.ics").exists()


def test_an_invitation_is_for_this_login_and_never_published(cli):
    enrolment = cli.enrol(cli.event(), "Ada Sample")
    cli.ok("invite", enrolment, "--out", "mine.ics")
    if os.name == "posix":
        assert stat.S_IMODE((cli.folder / "mine.ics").stat().st_mode) == 0o600
    cli.ok("invite", enrolment, "--out", "mine.ics")
    cli.ok("export", "--out", "public")
    cli.ok("export")
    before = sorted(cli.folder.rglob("*"))
    for file in ("public/mine.ics", f"{cli.beside('calendars')}/mine.ics"):
        done = cli("invite", enrolment, "--out", file)
        assert done.code in (1, 2) and "published" in done.err
    assert sorted(cli.folder.rglob("*")) == before


def test_a_backup_never_goes_where_calendars_are_published(cli):
    cli.ok("export")
    calendars = cli.beside("calendars")
    for file in (f"{calendars}/whole.json", f"{calendars}/whole"):
        done = cli("backup", file)
        assert done.code == 1 and "would be published" in done.err
    assert not list(Path(calendars).glob("whole*"))


def test_calendars_are_not_published_over_what_is_about_people(cli):
    enrolment = cli.enrol(cli.event(), "Ada Sample")
    for name in ("a", "b", "c"):
        (cli.folder / name / "below").mkdir(parents=True)
    cli.ok("export", "--private", "--site", "edm", "--out", "a/staff")
    cli.ok("invite", enrolment, "--out", "b/for-ada.ics")
    cli.ok("backup", "c/below/whole")
    for name, file in (("a", "private-edmonton.ics"), ("b", "for-ada.ics"), ("c", "whole")):
        done = cli("export", "--out", name)
        assert done.code == 1 and file in done.err and "published along" in done.err
        assert not (cli.folder / name / "all.ics").exists()


def test_links_that_lead_in_a_circle_are_told(cli):
    enrolment = cli.enrol(cli.event(), "Ada Sample")
    (cli.folder / "one").symlink_to("two")
    (cli.folder / "two").symlink_to("one")
    for words in (
        ("backup", "one/x.json"),
        ("export", "--out", "one"),
        ("export", "--private", "--site", "edm", "--out", "one"),
        ("invite", enrolment, "--out", "one/x.ics"),
        ("restore", "one", "--book", "new"),
    ):
        done = cli(*words)
        assert done.code in (2, 3) and len(done.err.splitlines()) == 1, words


def test_nothing_is_written_into_the_folder_of_a_book(cli):
    enrolment = cli.enrol(cli.event(), "Ada Sample")
    cli.ok("events", "--book", str(cli.folder / "other"))
    before = {path: path.read_bytes() for path in cli.folder.rglob("book.[0j]*")}
    for words in (
        ("invite", enrolment, "--out", f"{cli.files}/book.0000002.journal"),
        ("invite", enrolment, "--out", f"{cli.files}/book.json", "--replace"),
        ("invite", enrolment, "--out", "other/book.json", "--replace"),
        ("export", "--private", "--site", "edm", "--out", f"{cli.files}/staff"),
    ):
        done = cli(*words)
        assert done.code == 2 and "inside the book" in done.err
    assert {path: path.read_bytes() for path in cli.folder.rglob("book.[0j]*")} == before


def test_an_invitation_replaces_nothing_but_an_invitation_unless_told(cli):
    enrolment = cli.enrol(cli.event(), "Ada Sample")
    letter, folder = cli.folder / "letter.ics", cli.folder / "folder"
    letter.write_text("a letter")
    folder.mkdir()
    (cli.folder / "link.ics").symlink_to(letter)
    for name in ("letter.ics", "link.ics", "folder", os.devnull):
        done = cli("invite", enrolment, "--out", name)
        assert done.code == 2 and "not an invitation" in done.err
    for name in ("link.ics", "folder", os.devnull):
        assert cli("invite", enrolment, "--out", name, "--replace").code == 2
    assert letter.read_text() == "a letter"
    cli.ok("invite", enrolment, "--out", "letter.ics", "--replace")
    assert letter.read_bytes().startswith(b"BEGIN:VCALENDAR")
