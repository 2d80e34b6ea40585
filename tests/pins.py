"""PINs for tests: hashed with next to no work, as hundreds of them are."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from atma_tui.desk.trust import pins

CHEAP_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def hash_cheaply(patch: pytest.MonkeyPatch) -> None:
    """Let a PIN cost 0.1 ms to hash and to check, instead of a tenth of a second."""
    patch.setattr(pins, "_hasher", lambda: CHEAP_HASHER)
