"""Keeping records. May import `domain` only; the only package that knows TinyDB."""
