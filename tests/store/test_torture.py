from tests.store.torture import torture


def test_killing_desks_loses_invents_and_oversells_nothing(tmp_path):
    result = torture(tmp_path, kills=60)
    assert result.faults == []
    assert result.kills == 60
    assert result.generations > 3
    assert result.acknowledged > 300
