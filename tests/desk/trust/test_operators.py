import msgspec
import pytest

from atma_tui.desk.desk import Desk
from atma_tui.desk.maintenance import broken_rules
from atma_tui.domain.errors import Blocked, InputError, NotAllowed, NotFound, NotSignedIn, Stale
from atma_tui.domain.records import Act, Operator
from atma_tui.store import open_book


def names(desk):
    return {one.name: (one.role, one.site) for one in desk.operators.all()}


@pytest.mark.parametrize("name", ["\u0410da", "L\u0435a", "ad\u0430 Sample"])
def test_a_name_with_letters_of_several_scripts_that_look_alike_is_refused(staffed, name):
    with pytest.raises(InputError, match="look alike"):
        staffed.operators.add(name)


def test_names_in_other_scripts_and_with_marks_are_names(staffed):
    for name in ("Оля", "Ελένη Sample", "José 2", "李 Sample", "Zoë (nights)"):
        assert staffed.operators.add(name).name == name


def test_two_spellings_of_one_name_are_one(staffed):
    staffed.operators.add("\ufb01nn")
    with pytest.raises(Blocked):
        staffed.operators.add("Finn")


def test_with_nobody_recorded_anybody_may_do_everything_under_any_name(desk, person):
    desk.signing_in.sign_in("Whoever")
    assert desk.operator == "Whoever" and desk.book.operator_record() is None
    assert not desk.signing_in.is_needed() and desk.book.at_desk.may("looks")
    person("Ava Sample")
    desk.choices.get()


def test_the_first_one_is_a_lead_and_from_then_on_only_those_who_are_named_do_anything(desk, person):
    with pytest.raises(Blocked, match="must be a lead"):
        desk.operators.add("Ada", "desk")
    desk.operators.add("Lea", "lead")
    assert desk.operator == "Ada" and desk.signing_in.is_needed()
    with pytest.raises(NotSignedIn, match="Ada is not signed in"):
        person("Ava Sample")
    with pytest.raises(NotSignedIn, match="Nobody of that name"):
        desk.signing_in.sign_in("Ada")
    desk.signing_in.sign_in("lea ")
    assert desk.operator == "Lea"
    person("Ava Sample")


def test_who_works_at_the_desk_is_said_changed_and_removed(staffed):
    assert names(staffed) == {"Ada": ("desk", "edmonton"), "Lea": ("lead", ""), "Rae": ("reader", "")}
    ada = staffed.operators.the("ada")
    done = staffed.book.do(staffed.operators.change, ada.id, name="Ada Sample", role="lead", rev=ada.rev)
    assert done.summary == "Changed Ada: name Ada -> Ada Sample, role desk -> lead"
    staffed.operators.change("Ada Sample", site="")
    assert names(staffed)["Ada Sample"] == ("lead", "")
    with pytest.raises(Stale):
        staffed.operators.change(ada.id, role="desk", rev=ada.rev)
    staffed.operators.remove("Rae")
    with pytest.raises(NotFound):
        staffed.operators.the("Rae")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (lambda all: all.add("  "), InputError),
        (lambda all: all.add("ada"), Blocked),
        (lambda all: all.add("Bo", site="paris"), InputError),
        (lambda all: all.change("Rae", name="Ada"), Blocked),
        (lambda all: all.set_pin("Ada", "12"), InputError),
        (lambda all: all.set_pin("Ada", "1234"), InputError),
        (lambda all: all.set_pin("Ada", "7777"), InputError),
        (lambda all: all.set_pin("Ada", "edcba"), InputError),
        (lambda all: all.remove("Lea"), Blocked),
        (lambda all: all.change("Lea", role="desk"), Blocked),
        (lambda all: all.decide("merge", "reader"), InputError),
    ],
)
def test_what_makes_no_sense_changes_nothing(staffed, wrong, why):
    before = staffed.operators.all()
    with pytest.raises(why):
        wrong(staffed.operators)
    assert staffed.operators.all() == before


def test_a_lead_may_step_down_when_there_is_another(staffed):
    staffed.operators.change("Ada", role="lead")
    staffed.operators.change("Lea", role="desk")
    with pytest.raises(NotAllowed):
        staffed.operators.change("Lea", role="lead")


def test_the_last_one_of_all_may_be_removed_and_then_it_is_as_before(staffed, person):
    for name in ("Ada", "Rae", "Lea"):
        staffed.operators.remove(name)
    staffed.signing_in.sign_in("Whoever")
    person("Ava Sample")


def test_readers_change_nothing_but_their_own_pin(staffed, person):
    staffed.signing_in.sign_in("Rae")
    before = staffed.book.store.count(Act)
    with pytest.raises(NotAllowed, match=r"Rae \(reader\) may not change anything"):
        person("Ava Sample")
    with pytest.raises(NotAllowed):
        staffed.operators.set_pin("Ada", "4712")
    assert staffed.book.store.count(Act) == before
    staffed.operators.set_pin("Rae", "4713")
    staffed.signing_in.sign_in("Rae", "4713")


def test_the_desk_may_not_change_the_set_up_or_who_works_here(staffed):
    staffed.signing_in.sign_in("Ada")
    for change in (
        lambda: staffed.programs.save_site("edmonton", phone="780 555 0100"),
        lambda: staffed.programs.save_clinician("Dr. Example"),
        lambda: staffed.sources.add("staff", "https://website.example/x.ics"),
        lambda: staffed.operators.change("Ada", role="lead"),
        lambda: staffed.operators.decide("settings", "desk"),
    ):
        with pytest.raises(NotAllowed, match="a lead may"):
            change()


def test_the_table_says_who_may(staffed, person):
    keep, double = person("Ava Sample"), person("Eva Sample")
    assert staffed.operators.rights()["merge"] == "desk"
    done = staffed.book.do(staffed.operators.decide, "merge", "lead")
    assert done.summary == "A lead may merge two records of one person"
    staffed.signing_in.sign_in("Ada")
    assert not staffed.book.at_desk.may("merge")
    with pytest.raises(NotAllowed, match="may not merge"):
        staffed.merging.merge(keep.id, double.id)
    staffed.signing_in.sign_in("Lea", "4711")
    staffed.operators.decide("merge", "desk")
    assert staffed.choices.get().rights == ()
    staffed.signing_in.sign_in("Ada")
    staffed.merging.merge(keep.id, double.id)


def test_undoing_needs_what_doing_did(staffed, person):
    staffed.operators.decide("merge", "lead")
    keep, double = person("Ava Sample"), person("Eva Sample")
    staffed.merging.merge(keep.id, double.id)
    merge = staffed.history.recent(1)[0]
    staffed.signing_in.sign_in("Ada")
    with pytest.raises(NotAllowed, match="may not merge"):
        staffed.history.undo(merge.id)


def test_a_clinic_that_lets_the_desk_change_settings_still_keeps_people_to_leads(staffed):
    staffed.operators.decide("settings", "desk")
    staffed.signing_in.sign_in("Ada")
    staffed.programs.save_site("edmonton", phone="780 555 0100")
    with pytest.raises(NotAllowed):
        staffed.operators.add("Bo")


def test_the_log_holds_no_pin_and_undo_passes_over_people_at_the_desk(staffed, person):
    person("Ava Sample")
    staffed.operators.set_pin("Ada", "4712")
    acts = staffed.book.store.find(Act)
    assert acts[-1].summary == "PIN of Ada changed"
    assert b"argon2" not in msgspec.json.encode(acts)
    assert staffed.history.own_last().summary.startswith("Added Ava")
    with pytest.raises(Blocked, match="is not undone"):
        staffed.history.undo(acts[-1].id)


def test_a_lead_stands_in_for_one_act_that_needs_it_and_is_named_in_the_log(staffed, person, clock):
    staffed.signing_in.sign_in("Ada")
    staffed.signing_in.stand_in("Lea", "4711")
    person("Ava Sample")
    done = staffed.book.do(staffed.programs.save_site, "edmonton", phone="780 555 0100")
    assert done.summary.endswith("; allowed by Lea") and done.acts[0].by == "Ada"
    with pytest.raises(NotAllowed):
        staffed.programs.save_site("edmonton", phone="780 555 0199")
    with pytest.raises(NotSignedIn, match="has no PIN"):
        staffed.signing_in.stand_in("Rae", "")
    staffed.signing_in.stand_in("Lea", "4711")
    clock.forward(minutes=3)
    with pytest.raises(NotAllowed):
        staffed.programs.save_site("edmonton", phone="780 555 0199")


def test_whoever_owns_the_files_of_the_book_may_reset_a_pin_and_the_log_says_so(tmp_path, monkeypatch):
    place = str(tmp_path / "book")
    desk = Desk(open_book(place), "Lea")
    desk.operators.add("Lea", "lead")
    desk.operators.set_pin("Lea", "4711")
    desk.close()
    desk = Desk(open_book(place), "root")
    done = desk.book.do(desk.operators.reset_pin, "Lea", "4712", place)
    assert done.summary == "PIN of Lea changed; allowed by the owner of the book" and done.acts[0].by == "root"
    desk.signing_in.sign_in("Lea", "4712")
    monkeypatch.setattr("os.geteuid", lambda: 1)
    with pytest.raises(NotAllowed, match="owns the book"):
        desk.operators.reset_pin("Lea", "4711", place)
    desk.close()


def test_a_book_from_elsewhere_with_two_leads_of_one_name_or_none_is_told_by_the_check(staffed):
    store = staffed.book.store
    with store.transaction():
        store.put(*(msgspec.structs.replace(one, role="desk", name="Ada") for one in store.find(Operator)))
    said = broken_rules(staffed.book)
    assert any("must be a lead" in one for one in said) and any("called Ada" in one for one in said)
