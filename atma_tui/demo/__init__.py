"""Throw-away books: a demo with made-up people in which every screen has something to show, and a busy one."""

from atma_tui.demo.book import demo_records
from atma_tui.demo.busy import busy_records

__all__ = ["busy_records", "demo_records"]
