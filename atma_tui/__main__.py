"""`python -m atma_tui` is `atma-tui`."""

from atma_tui.cli import run

run()
