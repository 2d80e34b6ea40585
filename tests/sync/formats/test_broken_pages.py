"""Pages and blocks that are not whole, or not quite JSON."""

import time

import pytest

from atma_tui.sync.formats.schema_org.loose_json import read_loose_json
from tests.sync.formats.pages import event, read_page, script, titles

TALK = script(event())
WORDS = TALK.partition(">")[2].rpartition("<")[0]


@pytest.mark.parametrize(
    "words",
    [
        WORDS[:-1] + ",}",
        f"[{WORDS},\n]",
        f"[{WORDS}, // the last\n /* of all */ ]",
        f"<!--\n{WORDS}\n-->",
        f"<![CDATA[{WORDS}]]>",
        f"//<![CDATA[\n{WORDS}\n//]]>",
        f"/*<![CDATA[*/ {WORDS} /*]]>*/",
        f"{WORDS};",
        f"// events\n{WORDS} /* that is all */",
        "\ufeff\u00a0" + WORDS,
        WORDS.replace('"', "&quot;"),
        WORDS.replace('"Talk"', '"Ta\\lk"'),
        WORDS.replace(",", ", // and\n", 1),
    ],
)
def test_what_can_only_mean_one_thing_is_read(words):
    assert titles(read_page(script(words))) == ["Talk"]


def test_line_ends_and_quotes_inside_texts_are_kept():
    words = WORDS[:-1] + ', "description": "It\\\'s\none line,\ttwo, and // no comment"}'
    [found] = read_page(script(words)).events
    assert found.description == "It's\none line, two, and // no comment"


def test_objects_one_after_the_other_are_a_list():
    other = WORDS.replace("Talk", "Circle")
    for between in ("", "\n", ",\n"):
        assert titles(read_page(script(WORDS + between + other))) == ["Talk", "Circle"]


@pytest.mark.parametrize(
    "words", ["", " \n", "{", '{"@type": "WebSite",', "not JSON", "null", "[]", '{"name": "x"']
)
def test_a_block_without_an_event_stops_nothing(words):
    reading = read_page(script(words) * 3 + TALK)
    assert titles(reading) == ["Talk"] and reading.lost == reading.notes == ()


def test_a_broken_block_with_an_event_is_said_with_its_name():
    reading = read_page(script(WORDS[:-1].replace("Talk", "Half an event")) + TALK)
    assert titles(reading) == ["Talk"]
    assert reading.lost == ("One block of the page is not whole: “Half an event”.",)


OLD = script(event(name="Old"))


@pytest.mark.parametrize(
    "around",
    [
        "<!-- {} -->",
        "<!--\n<p>{}</p>\n-->",
        "<!--[if IE]>{}<![endif]-->",
        "<textarea>{}</textarea>",
        "<TEMPLATE>{}</TEMPLATE>",
        "<title>{}</title>",
        "<script>document.write('{}<\\/p>')</script>",
        "<style>/* {} */</style>",
    ],
)
def test_a_script_that_is_none_is_not_read(around):
    hidden = around.format(OLD.replace("</script>", "<\\/script>") if "document" in around else OLD)
    assert titles(read_page(f"<html>{hidden}{TALK}</html>")) == ["Talk"]
    assert titles(read_page(f"<html>{TALK}{hidden}</html>")) == ["Talk"]


@pytest.mark.parametrize(
    "tag",
    [
        "<script type='application/ld+json'>",
        "<SCRIPT TYPE=application/ld+json>",
        "<script id=x type=application/ld&#43;json>",
        '<script data-next-head="" type="application/ld+json" class="x">',
        '<script type="application/ld+json; charset=utf-8">',
    ],
)
def test_a_block_is_found_however_its_tag_is_written(tag):
    assert titles(read_page(f"<html>{tag}{WORDS}</script>")) == ["Talk"]


@pytest.mark.parametrize(
    "page", ["<!-->{}", "<!--->{}", "<!--[if !IE]><!-->{}<!--<![endif]-->", "<SCRIPT TYPE=application/ld+json>{}"]
)
def test_what_only_looks_like_a_comment_hides_nothing(page):
    assert titles(read_page(page.format(WORDS if "SCRIPT" in page else TALK))) == ["Talk"]


@pytest.mark.parametrize(
    "words",
    ['"' * 300_000, '\\"' * 300_000, "/*" * 300_000, ", " * 300_000, '{"a":"' + "\\" * 600_001, "<!--" * 200_000,
     "-" * 600_000, "," + " " * 600_000, "[," * 90_000, "//" * 300_000, "&quot;" * 200_000],
)  # fmt: skip
def test_blocks_made_to_take_for_ever_do_not(words):
    began = time.process_time()
    with pytest.raises(ValueError):
        read_loose_json(words)
    assert time.process_time() - began < 3
