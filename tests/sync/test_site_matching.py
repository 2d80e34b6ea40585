import pytest

from atma_tui.domain.records import Site
from atma_tui.sync.site_matching import Siting, extra_words, sites_of
from tests.sync.planning.replay import told

EDMONTON = Site(
    id="edmonton", name="Edmonton", address="Suite 500, 12 Calgary Trail NW, Edmonton", place_names=("Edmonton",)
)
CALGARY = Site(
    id="calgary", name="Calgary", address="Suite 210, 14 Quarry Hollow NW, Calgary", place_names=("Calgary",)
)
SITES = [EDMONTON, CALGARY]


@pytest.mark.parametrize(
    ("place", "site"),
    [
        ("ATMA Edmonton, 12 Calgary Trail NW, Edmonton, AB", EDMONTON),
        ("Harbourlight Community Centre, 3 Edmonton Trail NE, Calgary, AB", CALGARY),
        ("12 Calgary Trail NW", EDMONTON),
        ("12 Calgary Trail N.W.", EDMONTON),
        ("Suite 210 - 14 Quarry Hollow Northwest", CALGARY),
        ("12 Calgary Trail SW", None),
        ("99 Calgary Trail NW", None),
        ("Calgary Trail, Edmonton", EDMONTON),
        ("Room 3", None),
        ("", None),
        ("https://meet.example.org/edmonton", None),
        ("Library, Red Deer, AB", None),
        ("EDMONTON CLINIC", EDMONTON),
        ("YYC clinic, front room", CALGARY),
        ("Edmonton and Calgary, see website", None),
        ("14 Quarry Hollow NW, Edmonton", None),
        ("Quarry Hollow gate, Calgary", CALGARY),
        ("Calgary clinic - front room", CALGARY),
        ("Westcalgaryton", None),
        ("Edmonton Room, 14 Quarry Hollow NW, Calgary", CALGARY),
        ("Edmonton Room, 14 Quarry Hollow NW", CALGARY),
        ("Edmonton Room, 1 Sample St, Calgary, AB", CALGARY),
        ("1 Sample St, Calgary, AB, Edmonton Room", CALGARY),
        ("Calgary Boardroom, Suite 500, 12 Calgary Trail NW, Edmonton", EDMONTON),
        ("Edmonton Room, Calgary", CALGARY),
        ("Edmonton meeting room", EDMONTON),
        ("ATMA Edmonton, 12 Calgary Trail NW, Edmonton; ATMA Calgary, 14 Quarry Hollow NW, Calgary", None),
    ],
)
def test_a_place_means_the_site_it_names_and_no_other(place, site):
    for sites in (SITES, SITES[::-1]):
        found, _ = sites_of(place, sites)
        assert (found[0] if len(found) == 1 else None) == site


def test_without_known_addresses_the_street_of_the_other_city_still_fools_nobody():
    bare = [Site(id="edmonton", name="Edmonton"), Site(id="calgary", name="Calgary")]
    assert sites_of("12 Calgary Trail NW", bare) == ([], [])
    assert sites_of("12 Calgary Trail NW, Edmonton", bare) == ([bare[0]], [])


@pytest.mark.parametrize(
    ("place", "categories", "site", "others"),
    [
        ("Library", ("Talks", "Calgary"), "calgary", []),
        ("", ("Events in Calgary",), "calgary", []),
        ("", ("Talks",), "edmonton", []),
        ("", ("Edmonton", "Calgary"), "edmonton", ["Calgary"]),
        ("Calgary clinic", ("Edmonton",), "calgary", ["Edmonton"]),
        ("Edmonton and Calgary", (), "edmonton", ["Calgary"]),
        ("ATMA Edmonton, 14 Quarry Hollow NW, Calgary", (), "calgary", ["Edmonton"]),
        ("Calgary", ("Calgary",), "calgary", []),
    ],
)
def test_two_sites_that_are_named_are_both_told(place, categories, site, others):
    siting, remote = Siting(SITES, "edmonton"), told("a@x", place=place, categories=categories)
    assert (siting.of(remote), siting.others(remote, siting.of(remote))) == (site, others)


def test_an_event_stays_at_the_one_of_two_named_sites_where_it_is():
    both = told("a@x", place="Edmonton and Calgary")
    assert Siting(SITES, "edmonton").of(both, home="calgary") == "calgary"
    assert Siting(SITES).of(both) == ""


@pytest.mark.parametrize(
    ("place", "left"),
    [
        ("ATMA Edmonton, Suite 500, 12 Calgary Trail NW, Edmonton, Alberta, T6E 0A1, Canada", ""),
        ("Room 3, ATMA Edmonton, Suite 500, 12 Calgary Trail NW, Edmonton", None),
        ("Edmonton clinic - meeting room B", None),
    ],
)
def test_a_place_says_nothing_when_it_is_the_site_address(place, left):
    assert extra_words(place, EDMONTON) == (place if left is None else left)
