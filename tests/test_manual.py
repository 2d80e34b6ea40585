import pytest

from atma_tui.domain.errors import InputError
from atma_tui.manual import page, search, topics


def test_topics_come_in_the_order_of_the_index():
    names = [topic.name for topic in topics()]
    assert names[:2] == ["day", "keys"]
    assert topics()[0].title == "A day at the desk"
    assert topics()[0].summary.startswith("What to press")


def test_a_page_is_found_by_its_name_or_the_beginning_of_it():
    assert page("calendars").startswith("# Calendars\n")
    assert page(" CAL ") == page("calendars")
    assert page("index").startswith("# The manual\n")


@pytest.mark.parametrize("name", ["p", "", "nothing", "../README", "\x1b[2J"])
def test_any_other_name_is_answered_with_the_topics(name):
    with pytest.raises(InputError, match=r"the pages are: day, keys, pictures, programs.*code\.$") as refused:
        page(name)
    assert "\x1b" not in str(refused.value)


def test_without_words_every_page_is_found_with_its_summary():
    assert [(one.topic, one.line) for one in search("  ")] == [(topic, topic.summary) for topic in topics()]


def test_words_find_the_pages_that_contain_all_of_them_and_the_line_that_fits_best():
    found = {one.topic.name: one.line for one in search("KEYRING environment variable")}
    assert found["website"].startswith("secret into an environment variable")
    assert "calendars" not in found
    assert search("keyring nosuchword") == []
