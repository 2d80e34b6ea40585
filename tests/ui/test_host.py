from textual.app import App

from atma_tui.ui.host import Host


def test_no_name_of_the_host_is_one_of_textuals_own():
    names = {name for name in vars(Host) if not name.startswith("_")}
    assert "do" in names
    assert not [name for name in names if hasattr(App, name)]
