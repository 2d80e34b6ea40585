"""`python -m tests.store.torture KILLS [OLD ENROLMENTS]`"""

import sys
import tempfile
import time
from pathlib import Path

from tests.store.torture import torture

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        result = torture(
            Path(folder), int(sys.argv[1]), seed=int(begun), old=int(sys.argv[2]) if sys.argv[2:] else 0
        )
        print(result, f"in {time.monotonic() - begun:.0f} s")
    sys.exit(bool(result.faults))
