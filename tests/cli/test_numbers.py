"""Numbers on the command line: totals first, rows below, the same as CSV and as JSON."""

import csv
import io
from datetime import date

import pytest

from atma_tui.domain.numbers.columns import COLUMNS
from atma_tui.domain.numbers.figures import GROUPINGS, Span

NAMES = [one.name for one in COLUMNS]


@pytest.fixture
def busy(cli):
    """An event of two seats that is under way: one person came, one did not, and one waits."""
    event = cli.running()
    came, missed = (cli.enrol(event, name) for name in ("Ada Sample", "Bo Example"))
    cli.ok("checkin", came)
    cli.enrol(event, "Cy Sample")
    cli.ok("noshow", missed)
    return event


def test_the_shape_of_numbers_stays(cli, busy):
    for by in GROUPINGS:
        shape = cli.ok("numbers", "--by", by, "--json").json
        assert set(shape) >= {"from", "to", "site", "by", "totals", "rows"}
        assert (shape["by"], shape["site"]) == (by, None)
        for row in (shape["totals"], *shape["rows"]):
            assert set(row) >= {"key", "label", *NAMES}
        assert shape["totals"]["key"] == "all"
        assert sum(row["missed"] for row in shape["rows"]) == shape["totals"]["missed"] == 1


def test_totals_come_first_and_rows_below(cli, busy):
    lines = cli.ok("numbers", "--by", "site", "--from", "yesterday").out.splitlines()
    assert lines[0].startswith("From ")
    figures = dict(
        line.rsplit(None, 1) for line in lines if line.startswith(("Came", "No-shows", "Still waiting"))
    )
    assert figures == {"Came": "1", "No-shows": "1", "Still waiting": "0"}
    assert lines[-1].split()[:4] == ["Edmonton", "1", "100", "%"]
    assert max(map(len, lines)) <= 80


def test_a_table_for_spreadsheets_has_the_totals_and_the_rows(cli, busy):
    rows = [*csv.DictReader(io.StringIO(cli.ok("numbers", "--by", "kind", "--csv").out))]
    assert list(rows[0]) == ["key", "label", *NAMES]
    assert [(row["key"], row["label"]) for row in rows] == [("all", "All"), ("other", "Other")]
    assert {row["no_show_rate"] for row in rows} == {"0.5"}
    assert rows[0]["conversion"] == ""
    lead = [*csv.DictReader(io.StringIO(cli.ok("numbers", "--by", "lead", "--csv").out))]
    assert "events" not in lead[0] and [row["key"] for row in lead][:3] == ["all", "0", "1-6"]


def test_days_as_typed_are_in_the_past(cli, busy):
    shape = cli.ok("numbers", "--from", "1 jan", "--json").json
    assert date.fromisoformat(shape["from"]) <= date.fromisoformat(shape["to"])
    done = cli("numbers", "--from", "+3")
    assert done.code == 2 and "is still to come; say --to as well" in done.err
    assert cli.ok("numbers", "--from", "+3", "--to", "+9").err == "No event was in these days.\n"
    assert cli("numbers", "--by", "year").code == 2


def test_only_one_site(cli, busy):
    assert cli.ok("numbers", "--site", "edm", "--json").json["totals"]["events"] == 1
    shape = cli.ok("numbers", "--site", "cal", "--json").json
    assert (shape["site"], shape["totals"]["events"], shape["rows"]) == ("calgary", 0, [])


@pytest.mark.parametrize(
    ("last", "first"),
    [("2026-11-30", "2025-12-01"), ("2026-12-01", "2026-01-01"), ("2028-02-29", "2027-03-01")],
)
def test_a_year_is_twelve_months_of_which_the_last_may_not_be_over(last, first):
    assert Span.year_to(date.fromisoformat(last)) == Span(date.fromisoformat(first), date.fromisoformat(last))
