import pytest

from tests.store.torture import torture


@pytest.mark.parametrize("codec", ["plain", "sealed"])
def test_killing_desks_loses_invents_and_oversells_nothing(tmp_path, codec):
    result = torture(tmp_path, kills=60, sealed=codec == "sealed")
    assert result.faults == []
    assert result.kills == 60
    assert result.generations > 3
    assert result.acknowledged > 300


def test_accidents_with_the_files_of_an_open_book_lose_invent_and_oversell_nothing(tmp_path):
    result = torture(tmp_path, kills=40, accidents=True)
    assert result.faults == []
    assert result.accidents == 40
    assert result.refused > 0
    assert result.acknowledged > 100
