import pytest

from atma_tui.domain.records import Site
from atma_tui.sync.site_matching import extra_words, site_of

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
    ],
)
def test_a_place_means_the_site_it_names_and_no_other(place, site):
    assert site_of(place, SITES) == site
    assert site_of(place, SITES[::-1]) == site


def test_without_known_addresses_the_street_of_the_other_city_still_fools_nobody():
    bare = [Site(id="edmonton", name="Edmonton"), Site(id="calgary", name="Calgary")]
    assert site_of("12 Calgary Trail NW", bare) is None
    assert site_of("12 Calgary Trail NW, Edmonton", bare) == bare[0]


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
