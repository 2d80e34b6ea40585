from datetime import timedelta

import pytest

from atma_tui.domain.errors import InputError, NotAllowed, NotSignedIn, Unreachable
from atma_tui.domain.records import Act, Operator
from atma_tui.domain.trust.attempts import FREE


def wrong(desk, times, name="Lea"):
    for _ in range(times):
        with pytest.raises(NotSignedIn):
            desk.signing_in.sign_in(name, "0815")


def test_whoever_has_a_pin_gives_it_and_the_others_only_their_name(staffed, another_desk, person):
    desk = another_desk("Lea")
    assert desk.signing_in.is_needed() and desk.book.operator_record() is None
    assert desk.signing_in.needs_pin("lea") and not desk.signing_in.needs_pin("Ada")
    with pytest.raises(NotSignedIn, match="which was not given"):
        desk.signing_in.sign_in("Lea")
    desk.signing_in.sign_in("LEA", "4711")
    assert desk.book.operator_record() == staffed.operators.the("Lea") and desk.operator == "Lea"
    assert not another_desk("Ada").signing_in.is_needed()
    with pytest.raises(InputError, match="Say who"):
        desk.signing_in.sign_in(" ")


def test_a_passphrase_may_be_typed_on_any_keyboard(staffed, another_desk):
    staffed.operators.set_pin("Ada", "Zoe\u0308 im Gru\u0308nen")
    another_desk("x").signing_in.sign_in("Ada", " Zo\u00eb im Gr\u00fcnen ")


def test_wrong_pins_are_counted_across_desks_and_slow_everybody_down(staffed, another_desk, clock):
    wrong(another_desk("x"), 2)
    wrong(another_desk("y"), FREE - 2)
    with pytest.raises(NotSignedIn, match="Too many wrong PINs for Lea: the next try is in 5 seconds"):
        another_desk("z").signing_in.sign_in("Lea", "4711")
    assert staffed.operators.the("Lea").failed == FREE
    clock.forward(seconds=5)
    another_desk("z").signing_in.sign_in("Lea", "4711")
    assert staffed.operators.the("Lea").failed == 0
    assert staffed.history.recent(1)[0].summary == f"Lea signed in after {FREE} wrong PINs"


def test_leads_are_shown_the_wrong_pins_of_the_last_days(staffed, another_desk, clock):
    wrong(another_desk("x"), 2)
    staffed.signing_in.sign_in("Lea", "4711")
    [found] = staffed.operators.wrong_pins()
    assert (found.name, found.count, found.last_at) == ("Lea", 2, clock.now)
    acts = [act for act in staffed.book.store.find(Act) if act.verb == "wrong PIN"]
    assert {(act.by, act.summary) for act in acts} == {("not signed in", "A wrong PIN was given for Lea")}
    clock.forward(days=8)
    assert staffed.operators.wrong_pins() == []


def test_signing_in_without_a_slip_writes_nothing(staffed, another_desk):
    before = staffed.book.store.count(Act)
    another_desk("x").signing_in.sign_in("Lea", "4711")
    with pytest.raises(NotSignedIn):
        another_desk("x").signing_in.sign_in("Nobody", "4711")
    assert staffed.book.store.count(Act) == before


def test_a_book_that_cannot_be_written_counts_at_this_desk(staffed, another_desk, monkeypatch):
    def out_of_reach(verb, **rest):
        raise Unreachable("The connection was lost.")

    desk = another_desk("x")
    monkeypatch.setattr(desk.book, "act", out_of_reach)
    wrong(desk, FREE)
    with pytest.raises(NotSignedIn, match="Too many"):
        desk.signing_in.sign_in("Lea", "4711")
    other = another_desk("y")
    monkeypatch.setattr(other.book, "act", out_of_reach)
    other.signing_in.sign_in("Lea", "4711")
    assert other.operator == "Lea"


def test_a_locked_desk_goes_on_for_whoever_locked_it_or_a_lead(staffed):
    staffed.signing_in.sign_in("Ada")
    with pytest.raises(NotAllowed, match="Ada locked this desk: only Ada or a lead"):
        staffed.signing_in.unlock("Rae")
    with pytest.raises(NotSignedIn):
        staffed.signing_in.unlock("Lea", "0815")
    assert staffed.operator == "Ada"
    staffed.signing_in.unlock("Ada")
    staffed.signing_in.unlock("Lea", "4711")
    assert staffed.operator == "Lea"


def test_whoever_gets_a_pin_or_is_removed_meanwhile_does_nothing_more_at_another_desk(
    staffed, another_desk, person
):
    ada = another_desk("Ada")
    staffed.operators.set_pin("Ada", "4712")
    assert ada.signing_in.is_needed()
    ada.signing_in.sign_in("Ada", "4712")
    staffed.operators.remove("Ada")
    with pytest.raises(NotSignedIn):
        ada.operators.decide("merge", "lead")


def test_a_pin_that_is_changed_while_it_is_tried_is_not_taken(staffed, another_desk, monkeypatch):
    desk = another_desk("x")
    before = staffed.operators.the("Lea")
    staffed.operators.set_pin("Lea", "4799")
    monkeypatch.setattr(desk.signing_in, "_named", lambda name: before)
    with pytest.raises(NotSignedIn, match="just been changed"):
        desk.signing_in.sign_in("Lea", "4711")
    assert staffed.book.store.get(Operator, before.id).failed == 0


def test_nothing_that_was_typed_is_in_a_refusal(staffed, another_desk):
    for name, pin in (("Lea", "s3cret-w0rds"), ("s3cret-w0rds", "x")):
        with pytest.raises(NotSignedIn) as refused:
            another_desk("x").signing_in.sign_in(name, pin)
        assert "s3cret" not in str(refused.value)
    with pytest.raises(InputError) as refused:
        staffed.operators.set_pin("Lea", "987")
    assert "987" not in str(refused.value)


def test_characters_that_no_keyboard_gives_are_no_pin(staffed, another_desk):
    with pytest.raises(InputError):
        staffed.operators.set_pin("Lea", "\ud8004711")
    with pytest.raises(NotSignedIn):
        another_desk("x").signing_in.sign_in("Lea", "\ud8004711")


def test_wrong_pins_of_long_ago_make_nobody_wait(staffed, another_desk, clock):
    wrong(another_desk("x"), FREE)
    clock.now += timedelta(days=1)
    another_desk("x").signing_in.sign_in("Lea", "4711")
