import pytest

from tests import postgres
from tests.store.postgres.races import race


@pytest.mark.skipif(not postgres.is_installed(), reason=postgres.MISSING)
def test_near_and_far_desks_fill_events_without_a_wrong_decision_and_none_starves(tmp_path):
    near, far, wrong = race(tmp_path, near=2, far=2, seconds=1.0)
    assert wrong == []
    assert min(near.writes) > 0
    assert min(far.writes) > 0
