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


def test_a_file_that_cannot_be_written_is_told(cli):
    enrolment = cli.enrol(cli.event(), "Ada Sample")
    done = cli("invite", enrolment, "--out", str(cli.folder / "missing" / "mine.ics"))
    assert done.code == 2 and "cannot be written" in done.err
