import pytest

from atma_tui.domain.trust.finder import Finder

FINDER = Finder(["Una Rarely", "Una Rarely Smith", "Zoë O’Neil", "una.rarely@example.org"], ["7805550177"])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Una Rarely", "-"),
        ("told UNA  RARELY of it", "told - of it"),
        ("Una Rarely's sister", "-'s sister"),
        ("Una Rarely Smith came", "- came"),
        ("Una Rarely-Else, Una Rarelyx and MUna Rarely", "Una Rarely-Else, Una Rarelyx and MUna Rarely"),
        ("zoë o’neil, Una Rarely", "-, -"),
        ("Una and Rarely", "Una and Rarely"),
        ("write to una.rarely@example.org.", "write to -."),
        ("780-555-0177 or (780) 555 0177 or 7805550177", "- or (- or -"),
        ("+1 780 555-0177, 17805550177 x2", "-, - x2"),
        ("at 9 780 555 0177", "at 9 -"),
        ("Zoë O'Neil and Rarely, Una", "- and Rarely, Una"),
        ("780-555-01771", "780-555-01771"),
        ("tel780-555-0177, 780-555-0177x12, 780_555_0177", "tel-, -x12, -"),
        ("told Una Rar…", "told -…"),
        ("told Una R…", "told -…"),
        ("told Una… and Una Rar… and", "told Una… and Una Rar… and"),
        ("write to una.rarely@exam…", "write to -…"),
        ("call 780-555-01…, call 780-555-01…", "call 780-555-01…, call -…"),
        ("call 780-555…", "call 780-555…"),
        ("７８０ ５５５ ０１７７", "-"),
        ("Zoe O'Neil and Una Rárely", "- and -"),
        ("", ""),
    ],
)
def test_what_is_known_is_taken_out_of_a_text(text, left):
    assert FINDER.without(text, "-") == left


def test_one_that_knows_nothing_changes_nothing():
    assert Finder().without("Una Rarely", "-") == "Una Rarely"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Mary-Ann Smith and Ann Smith", "Mary-Ann Smith and -"),
        ("Ann Smith-Jones, Ann Smith Jones, ann smith", "Ann Smith-Jones, Ann Smith Jones, -"),
        ("Ann Smith, Jones", "-, Jones"),
    ],
)
def test_a_longer_name_that_stays_is_left(text, left):
    finder = Finder(["Ann Smith"], stay=["Mary-Ann Smith", "Ann Smith Jones", "Bo Sample"])
    assert finder.without(text, "-") == left


def test_names_that_all_begin_alike_are_told_apart():
    finder = Finder(
        (f"Person {number}" for number in range(2000)), (), (f"Person {number}" for number in range(2000, 40_000))
    )
    assert finder.without("Person 77 and Person 7700", "x") == "x and Person 7700"
