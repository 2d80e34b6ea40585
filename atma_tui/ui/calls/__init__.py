"""Whom to call, and closing a site."""
