import signal

import pytest


@pytest.fixture
def usual_ctrl_c():
    """Ctrl+C as a program has it when it begins; tests of the screen leave a handler of their own behind."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
