"""The front desk's book of in-person events and programs.

Importing the package makes the pinned `tzdata` wheel win over the operating system's zone data, before any
`ZoneInfo` is built: many systems still assume that Alberta changes its clocks (tz database 2026c ended that).
"""

import zoneinfo

import tzdata  # type: ignore[import-untyped]

__version__ = "0.5.3"

# As a folder: `zoneinfo` would find the wheel by itself, but through `importlib.resources` (8 ms).
zoneinfo.reset_tzpath(to=[f"{folder}/zoneinfo" for folder in tzdata.__path__])
zoneinfo.ZoneInfo.clear_cache()
