"""`python -m tests.store.postgres.torture KILLS STOPS`"""

import sys
import tempfile
import time
from pathlib import Path

from tests.store.postgres.torture import torture

if __name__ == "__main__":
    kills, stops = map(int, sys.argv[1:])
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        result = torture(Path(folder), kills, stops, seed=int(begun))
    print(result, f"in {time.monotonic() - begun:.0f} s")
    sys.exit(bool(result.faults))
