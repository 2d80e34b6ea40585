"""A person's own copy of all that is kept about them."""

import pytest

from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.errors import NotAllowed


@pytest.fixture
def una(desk, person):
    return person("Una Rarely", phone="780-555-0177")


def test_the_desk_may_write_one_although_only_leads_see_the_looks(staffed, una, another_desk):
    desk = another_desk("Ada")
    desk.signing_in.sign_in("Ada")
    with pytest.raises(NotAllowed):
        desk.look_log.at_person(una.id)
    copy = desk.own_copies.of(una.id)
    assert copy.shape["looks"] and "Una Rarely" in copy.text


def test_it_tells_of_a_mask(desk, una):
    desk.masking.mask(una.id)
    [mask] = desk.own_copies.of(una.id).shape["masks"]
    assert mask["by"] and mask["at"]


def test_it_leaves_out_what_others_were_called_and_keeps_all_own_names(desk, una, person):
    bea, una_too = person("Bea Sample"), person("Ann Una Rarely")
    with desk.book.act("told both") as work:
        work.relate(una.id, bea.id, una_too.id)
        work.summary = "Una Rarely told Bea Sample"
    desk.people.change(bea.id, NewPerson(name="Bea Sample-Else"))
    desk.merging.merge(una_too.id, una.id)
    log = [one["what"] for one in desk.own_copies.of(una.id).shape["log"]]
    assert "Una Rarely told (somebody else)" in log
    assert not [line for line in log if "Bea" in line]
