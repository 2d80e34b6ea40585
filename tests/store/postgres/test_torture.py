import pytest

from tests import postgres
from tests.store.postgres.torture import torture


@pytest.mark.skipif(not postgres.is_installed(), reason=postgres.MISSING)
def test_kills_stops_and_cut_lines_lose_double_and_oversell_nothing(tmp_path):
    result = torture(tmp_path, kills=8, stops=2)
    assert result.faults == []
    assert (result.kills, result.stops, result.replicas) == (8, 2, 3)
    assert result.acknowledged > 50
