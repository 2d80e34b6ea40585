"""No command prints or writes anything about a client without a look, or an act, in the log."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path

import pytest

from atma_tui.cli.command import DeskCommand
from atma_tui.cli.output import show, show_error
from atma_tui.cli.parser import read
from atma_tui.cli.reply import Reply
from atma_tui.cli.table import COMMANDS, command
from atma_tui.domain.errors import AtmaError
from atma_tui.domain.records import EVERYBODY, Act, Call, Enrolment, Event, Hold, Look, Pathway, Person, Series
from tests.desk.history import named_book
from tests.paper.pdf_text import words

LINES = (
    *("events --all", "event edit EVENT --title Talk", "event cancel EVENT --reason storm"),
    *("event copy EVENT --starts +20", "event restore EVENT", "event show EVENT", "minimum"),
    *("event runs EVENT --reason enough",),
    *("event add --site edmonton --title Talk --starts +9 --minutes 60", "series show SERIES"),
    *("series join SERIES --person PERSON", "series leave SERIES --person PERSON", "series extend SERIES"),
    *("seats EVENT", "roster EVENT", "roster EVENT --csv", "roster ketamine-therapy@edmonton"),
    *("hold EVENT --seats 1 --for physician --why talk", "release HOLD"),
    *("enrol EVENT --person PERSON", "enrol EVENT --person NAME", "withdraw ENROLMENT", "accept ENROLMENT"),
    *("decline ENROLMENT", "move ENROLMENT EVENT", "party ENROLMENT 2", "note ENROLMENT soon", "waiting EVENT"),
    *("waiting priority ENROLMENT --reason why", "let-in ENROLMENT --reason why", "checkin ENROLMENT"),
    *(
        "noshow ENROLMENT",
        "noshow --event EVENT",
        "checkout ENROLMENT",
        "walkins EVENT NAME --dry-run",
        "walkins EVENT NAME --new",
        "door EVENT",
        "door EVENT +2",
        "here",
        "calls",
        "call CALL reached",
        "people family",
        "people Given00",
    ),
    *(
        "people import PEOPLE --yes",
        "person PERSON",
        "person NAME",
        "person Given",
        "person add NAME",
        "person edit PERSON --known-as Al",
    ),
    *("person note PERSON soon", "person merge PERSON OTHER", "person merge PERSON OTHER --yes", "programs"),
    *("pathway PERSON", "pathway NAME", "undo", "undo --yes", "log", "log --person PERSON", "log --event EVENT"),
    *("looks PERSON", "looks PERSON --csv", "looks --by Ada", "looks --unusual", "report", "report --csv"),
    "report fairness --from 2020-01-01",
    *("numbers", "numbers --by clinician --csv", "print numbers"),
    *("print day-sheet --names", "print sign-in EVENT --names", "print call-sheet --names"),
    *("print roster EVENT --names", "print schedule PERSON", "print looks PERSON", "print week CLINICIAN --names"),
    *("path begin ketamine-therapy@edmonton --person OTHER", "path clear PERSON cleared --by CLINICIAN"),
    *("path plan PERSON --by CLINICIAN --sessions 6", "path slots PERSON session", "path slots PATH session"),
    *("path book PERSON session --at +3", "path run PERSON session --first +3 --times 2", "path done ENROLMENT"),
    *(
        "path waive ENROLMENT --reason storm",
        "path noshow ENROLMENT",
        "path pause PERSON",
        "path resume PERSON",
        "path end PERSON completed",
    ),
    *(
        "path owed",
        "path owed --clinician CLINICIAN",
        "clinician list",
        "clinician week CLINICIAN",
        "clinician calendar CLINICIAN",
        "clinician add Dr.Sample",
        "clinician edit CLINICIAN --hours daily",
    ),
    *("clinician absent CLINICIAN --from +1 --to +9", "program add --title Grief", "program edit PROGRAM"),
    *("program step PROGRAM session --minutes 90", "program places ketamine-therapy@edmonton 0", "site list"),
    *("site edit edmonton", "site close edmonton --from +1 --to +9 --reason storm"),
    *(
        "site reopen edmonton --from +1 --to +9",
        "export --out OUT",
        "import FILE.ics",
        "invite ENROLMENT --out OUT",
    ),
    *("source add website https://clinic.example/", "source list", "source remove website"),
    *("source differences", "source take EVENT title", "source keep EVENT title"),
    *("source clock website wall", "source every website 30", "source move website https://clinic.example/n"),
    *("handover", "handover --since last", "handover note soon --site edmonton", "handover edit brd later"),
    *("handover read", "handover done brd", "print handover --site edmonton", "retention", "person export PERSON"),
    *("owe-call ENROLMENT soon", "operator add NAME", "operator list", "operator edit Ada --role lead"),
    *("operator pin Ada", "operator remove Ada", "operator rights", "operator rights merge lead"),
    *("remind --day BUSY", "remind drafts --day BUSY --out OUT", "remind mark ENROLMENT sent --by mail"),
    *("remind mark COMING confirmed", "remind template", "remind template moved --subject {when}"),
    *("sync none", "backup OUT.json", "clinic show", "clinic set --late-hours 3"),
)
FOR_THE_CLIENT = ("backup", "print", "person export", "looks PERSON --csv")
"""What writes files in which nobody is masked, or that are not text."""
ASKS_THE_NETWORK = {"source try"}


@cache
def known() -> dict[str, str]:
    """Return what the words in capitals stand for: somebody whose path is under way, and what they are in."""
    store = named_book.desk().book.store
    path = next(one for one in store.find(Pathway) if one.under_way)
    enrolments = [one for one in store.find(Enrolment, person=path.person) if one.offering.startswith("evt-")]
    other = next(one for one in store.find(Person) if one.id != path.person)
    busy = max(store.find(Event), key=lambda one: store.count(Enrolment, offering=one.id, status="enrolled"))
    return {
        "BUSY": busy.starts.date().isoformat(),
        "COMING": store.find(Enrolment, offering=busy.id, status="enrolled")[0].id,
        "PERSON": path.person,
        "NAME": store.get(Person, path.person).name,
        "OTHER": other.id,
        "PATH": path.id,
        "ENROLMENT": enrolments[-1].id,
        "EVENT": max(store.find(Event), key=lambda one: store.count(Enrolment, offering=one.id)).id,
        "HOLD": store.find(Hold)[0].id,
        "CALL": store.find(Call)[0].id,
        "SERIES": store.find(Series)[0].id,
        "CLINICIAN": path.clearance.clinician if path.clearance else "chen",
        "PROGRAM": path.program,
    }


def people_file(folder: Path) -> str:
    """Write a table of somebody new with the phone of a client, who is named nowhere in it; return where it is."""
    file = folder / "people.csv"
    phone = named_book.desk().book.person(known()["PERSON"]).phone
    file.write_text(f"Name,Phone\nSomebody Else,{phone}\n", encoding="utf-8")
    return str(file)


def test_every_command_about_a_book_is_tried():
    about_books = {name for name in COMMANDS if issubclass(command(name), DeskCommand)} - ASKS_THE_NETWORK
    assert about_books == {type(read(line.split())).command_name for line in LINES}


@pytest.mark.parametrize("form", ["", "--json"])
@pytest.mark.parametrize("line", LINES)
def test_whoever_is_in_an_answer_is_in_the_log(line, form, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("ATMA_BOOK", str(tmp_path / "book"))
    desk = named_book.desk()
    places = {
        **known(),
        "OUT": str(tmp_path / "out"),
        "OUT.json": str(tmp_path / "out.json"),
        "PEOPLE": people_file(tmp_path),
    }
    words = [places.get(word, word) for word in (*line.split(), *filter(None, [form]))]
    acts = desk.book.store.count(Act)
    before = set(tmp_path.rglob("*"))
    shown, changed = answered(desk, words)
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    written = "".join(file.read_text(errors="replace") for file in files)
    desk.looks.flush()
    looks = desk.book.store.find(Look)
    done = desk.book.store.find(Act)[acts:]
    logged = {id for look in looks for id in look.people} | {id for act in done for id in act.related_ids}
    assert EVERYBODY in logged or named_book.named_in(shown + written) <= logged
    for look in looks:
        typed = (look.place, look.by, look.reason)
        assert typed == (type(read(words)).command_name, "Robin Desk", ""), "nothing that was typed"
    assert changed == bool(done or set(files) - before), "or it says that something was done"


def test_whoever_is_not_shown_is_not_looked_at():
    desk = named_book.desk()
    for line in (
        "events --all",
        "seats EVENT",
        "programs",
        "report",
        "numbers --by clinician",
        "path book PERSON session --at x",
    ):
        said(desk, [known().get(word, word) for word in line.split()])
    desk.looks.flush()
    assert desk.book.store.find(Look) == []


@pytest.mark.parametrize("form", ["", "--json"])
@pytest.mark.parametrize("line", [line for line in LINES if not line.startswith(FOR_THE_CLIENT)])
def test_a_masked_client_is_named_nowhere(line, form, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("ATMA_BOOK", str(tmp_path / "book"))
    desk = named_book.desk()
    masked = known()["PERSON"]
    desk.masking.mask(masked)
    desk.masking.mask(known()["OTHER"])
    places = {**known(), "OUT": str(tmp_path / "out"), "PEOPLE": people_file(tmp_path)}
    words = [places.get(word, word) for word in (*line.split(), *filter(None, [form]))]
    shown = said(desk, words)
    written = "".join(file.read_text(errors="replace") for file in tmp_path.rglob("*") if file.is_file())
    assert masked not in named_book.named_in(shown + written)


def test_a_sheet_of_paper_shows_initials_of_a_masked_client():
    desk = named_book.desk()
    masked, event = known()["PERSON"], known()["EVENT"]
    desk.enrolments.enrol("ketamine-therapy@calgary", person_id=masked)
    desk.masking.mask(masked)
    for paper in (
        desk.sheets.roster(event, names=True),
        desk.sheets.calls(names=True),
        desk.sheets.day(names=True),
        desk.sheets.week(known()["CLINICIAN"], names=True),
    ):
        assert masked not in named_book.named_in(repr(desk.masking.hide(paper).sheet))


@pytest.mark.parametrize("sheet", ["schedule", "looks"])
def test_a_masked_clients_own_sheet_has_the_name_for_a_reason_only(sheet, tmp_path):
    desk = named_book.desk()
    masked, file = known()["PERSON"], tmp_path / "sheet.pdf"
    desk.masking.mask(masked)
    line = ["print", sheet, masked, "--out", str(file)]
    said(desk, line)
    assert masked not in named_book.named_in(words(file.read_bytes()))
    said(desk, [*line, "--reason", "takes it home"])
    assert masked in named_book.named_in(words(file.read_bytes()))
    desk.looks.flush()
    assert "takes it home" in {look.reason for look in desk.book.store.find(Look, people=masked)}


@pytest.mark.parametrize("line", ["person PERSON", "pathway PERSON"])
def test_a_masked_record_opens_with_a_reason_that_the_log_keeps(line):
    desk = named_book.desk()
    masked = known()["PERSON"]
    desk.masking.mask(masked)
    words = [known().get(word, word) for word in line.split()]
    assert "(masked)" in said(desk, words)
    assert masked in named_book.named_in(said(desk, [*words, "--reason", "asked for a copy"]))
    desk.looks.flush()
    reasons = {look.reason for look in desk.book.store.find(Look, people=masked)}
    assert reasons == {"", "asked for a copy"}


def test_a_client_is_masked_and_unmasked_by_a_command():
    desk = named_book.desk()
    masked = known()["PERSON"]
    said(desk, ["person", "edit", masked, "--mask"])
    assert desk.masking.is_masked(masked)
    assert '"masked": true' in said(desk, ["person", masked, "--json"])
    assert "masked already" in said(desk, ["person", "edit", masked, "--mask"])
    said(desk, ["person", "edit", masked, "--unmask"])
    assert masked in named_book.named_in(said(desk, ["person", masked]))


def said(desk, words) -> str:
    """Return what a command says on both streams."""
    return answered(desk, words)[0]


def answered(desk, words) -> tuple[str, bool]:
    """Return what a command says on both streams, and whether it changed anything."""
    asked = read(words)
    text = io.StringIO()
    reply = Reply()
    with redirect_stdout(text), redirect_stderr(text):
        try:
            reply = asked.answer(desk)
            show(reply, as_json=asked.json, as_csv=asked.csv)
        except AtmaError as error:
            show_error(error, as_json=asked.json)
    return text.getvalue(), reply.changed
