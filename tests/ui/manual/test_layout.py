import pytest

from atma_tui.manual import page, topics
from atma_tui.ui.manual.layout import page_lines

PAGE = """# Title
One sentence that says what it
is about.

## Part

- `F1`, `?`: a point with a [link](other.md) that is long enough to be wrapped
- second

1. first step
   goes on

| Key  | What it does |
|------|--------------|
| `F6` | enrol anyway, with a reason that is long |
| `r`  |              |

```
atma-tui events   # not - a list
| not a table
```
"""


def plain(text, width):
    return [line.plain.rstrip() for line in page_lines(text, width)]


def test_a_page_is_laid_out_for_its_width():
    assert plain(PAGE, 40) == [
        "Title",
        "One sentence that says what it is about.",
        "",
        "Part",
        "",
        "- F1, ?: a point with a link that is",
        "  long enough to be wrapped",
        "- second",
        "",
        "1. first step goes on",
        "",
        "Key   What it does",
        "F6    enrol anyway, with a reason that",
        "      is long",
        "r",
        "",
        "  atma-tui events   # not - a list",
        "  | not a table",
    ]


def test_code_headings_and_text_look_different():
    styles = {str(span.style) for line in page_lines(PAGE, 40) for span in line.spans}
    assert {"bold $text-accent", "bold $text-primary"} <= styles


def test_a_command_is_not_broken_at_the_end_of_a_line():
    assert plain("Then type `atma-tui source list` and wait.", 26) == [
        "Then type",
        "atma-tui source list and",
        "wait.",
    ]


@pytest.mark.parametrize("width", [74, 40, 20, 5])
@pytest.mark.parametrize("name", [topic.name for topic in topics()])
def test_every_page_of_ours_can_be_laid_out(name, width):
    lines = plain(page(name), width)
    assert not [line for line in lines if "`" in line or line.startswith(("#", "|"))]
    if width == 74:
        assert not [line for line in lines if len(line) > width]
