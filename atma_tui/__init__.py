"""The front desk's book of in-person events and programs.

Importing the package makes the pinned `tzdata` wheel win over the operating system's zone data, before any
`ZoneInfo` is built: many systems still believe that Alberta changes its clocks (tz database 2026c ended that).
"""

import zoneinfo

__version__ = "0.1.0"

zoneinfo.reset_tzpath(to=())
zoneinfo.ZoneInfo.clear_cache()
