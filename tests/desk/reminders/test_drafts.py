"""Drafts of what people are told: files for a mail program, a mail merge, links."""

import csv
import email
import stat
from datetime import date, datetime
from email.policy import default
from urllib.parse import parse_qs, urlsplit

import pytest

from atma_tui.desk.clinic.choices import ClinicFields
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.errors import Blocked, InputError
from atma_tui.domain.people.contacts import read_email

DAY = date(2026, 12, 8)


@pytest.fixture
def evening(desk, event, person):
    made = event("Ketamine: questions and answers", visibility="private", capacity=9)
    people = (
        ("Zoë Sample", {"email": "zoe@example.org"}),
        ("Ben, =Sample", {"phone": "780 555 0101"}),
        ("Nobody Known", {}),
    )
    for name, known in people:
        desk.enrolments.enrol(made.id, person_id=person(name, **known).id)
    return made


def mails(folder):
    texts = [one.read_text(encoding="utf-8") for one in sorted(folder.glob("*.eml"))]
    return [email.message_from_string(one, policy=default) for one in texts]


def merged(folder):
    with (folder / "mail-merge.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_each_mail_is_a_file_of_its_own_and_names_no_treatment(desk, evening, tmp_path):
    written = desk.drafts.write(tmp_path / "out", DAY)
    [mail] = mails(tmp_path / "out")
    assert mail["To"] == "Zoë Sample <zoe@example.org>"
    assert (mail["Subject"], mail["From"], mail["X-Unsent"]) == (
        "Reminder: Tue 8 Dec 2026, 18:00–20:00",
        None,
        "1",
    )
    text = mail.get_content()
    assert "Hello Zoë," in text and "Your appointment: Tue 8 Dec 2026, 18:00–20:00" in text
    assert "etamine" not in f"{mail}{text}{merged(tmp_path / 'out')}{written.drafts[0].mailto}"
    assert written.unknown == 1
    assert {stat.S_IMODE(one.stat().st_mode) for one in (tmp_path / "out").iterdir()} == {0o600}


def test_the_mail_merge_has_everybody_and_no_formula(desk, evening, tmp_path):
    desk.drafts.write(tmp_path, DAY)
    ben, zoe = merged(tmp_path)
    assert (ben["name"], ben["phone"], ben["email"]) == ("Ben, =Sample", "780 555 0101", "")
    assert zoe["text"].startswith("Hello Zoë,\n") and zoe["about"] == "remind"


def test_a_link_opens_the_same_mail(desk, evening, tmp_path):
    [draft] = [one for one in desk.drafts.write(tmp_path, DAY).drafts if one.mailto]
    link = urlsplit(draft.mailto)
    said = parse_qs(link.query)
    assert (link.scheme, link.path) == ("mailto", "zoe@example.org")
    assert said == {"subject": [draft.subject], "body": [draft.text.replace("\n", "\r\n")]}


def test_the_clinic_may_name_events_and_say_who_writes(desk, evening, tmp_path):
    desk.choices.change(ClinicFields(reminders_name_programs=True, reminders_from="front@example.org"))
    desk.drafts.write(tmp_path, DAY)
    [mail] = mails(tmp_path)
    assert mail["From"] == "front@example.org"
    assert "Your Ketamine: questions and answers:" in mail.get_content()
    with pytest.raises(InputError, match="not an e-mail"):
        desk.choices.change(ClinicFields(reminders_from="front desk"))


def test_moved_and_cancelled_events_have_drafts_with_their_own_words(desk, evening, event, person, tmp_path):
    other = event("Talk", starts=datetime(2026, 12, 8, 10), category="talk", place="Library")
    desk.enrolments.enrol(other.id, person_id=person("Ada Sample", email="ada@example.org").id)
    desk.events.cancel(other.id, why="storm")
    desk.events.edit(evening.id, EventFields(starts=datetime(2026, 12, 10, 9), ends=datetime(2026, 12, 10, 11)))
    desk.drafts.write(tmp_path, DAY)
    assert sorted(one["Subject"] for one in mails(tmp_path)) == [
        "Cancelled: Tue 8 Dec 2026, 10:00–12:00",
        "New date: Thu 10 Dec 2026, 09:00–11:00",
    ]
    assert any("your talk of Tue 8 Dec 2026, 10:00–12:00 does not" in one.get_content() for one in mails(tmp_path))


def test_whoever_was_told_gets_no_draft_and_that_of_before_goes(desk, evening, tmp_path):
    written = desk.drafts.write(tmp_path, DAY)
    (tmp_path / "notes.eml").write_text("not ours")
    desk.reminders.mark([one.row.enrolment.id for one in written.drafts], "sent")
    assert desk.drafts.write(tmp_path, DAY).drafts == []
    assert merged(tmp_path) == [] and [one.name for one in tmp_path.glob("*.eml")] == ["notes.eml"]


def test_a_masked_client_is_left_out_until_the_record_is_open(desk, evening, tmp_path):
    [zoe] = [one.person for one in desk.reminders.due(DAY) if one.person.email]
    desk.masking.mask(zoe.id)
    assert (desk.drafts.write(tmp_path, DAY).hidden, mails(tmp_path)) == (1, [])
    desk.masking.open(zoe.id, "to be reminded")
    assert (desk.drafts.write(tmp_path, DAY).hidden, len(mails(tmp_path))) == (0, 1)


@pytest.mark.parametrize("address", ["o'neil+x@example.org", "zoë@example.org", "zoe@exämple.org"])
def test_each_address_that_can_be_saved_can_be_written_to(desk, event, address, tmp_path):
    made = event()
    who = desk.people.add(NewPerson(name='Zoë "Z" Sample, MD', email=read_email(address)))
    desk.enrolments.enrol(made.id, person_id=who.id)
    desk.drafts.write(tmp_path, DAY)
    [mail] = mails(tmp_path)
    [to] = mail["To"].addresses
    assert (to.display_name, to.addr_spec) == ('Zoë "Z" Sample, MD', address)


def test_nothing_is_written_where_calendars_are_published(desk, evening, tmp_path):
    desk.exports.write(tmp_path / "public")
    with pytest.raises(Blocked, match="would be published"):
        desk.drafts.write(tmp_path / "public", DAY)


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Ada Sample", "Ada"),
        ("Sample, Ada", "Ada"),
        ("Dr. Ada Sample", "Dr. Ada Sample"),
        ("{phone} Sample", "{phone}"),
        ("山田太郎", "山田太郎"),
        ("Ada", "Ada"),
    ],
)
def test_people_are_greeted_by_their_first_name_where_it_is_known(desk, event, person, name, greeted):
    desk.enrolments.enrol(event().id, person_id=person(name, email="ada@example.org").id)
    [draft] = desk.drafts.of(desk.reminders.due(DAY))
    assert draft.text.startswith(f"Hello {greeted},")
