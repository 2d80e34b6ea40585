"""Opening a book for two desks: in a folder, or with `--shared-book` in a database, each desk with its replica."""

from atma_tui.store import open_book as open_book
