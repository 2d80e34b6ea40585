"""`python -m tests.store.torture KILLS [OLD ENROLMENTS] [--accidents] [--sealed]`"""

import sys
import tempfile
import time
from pathlib import Path

from tests.store.torture import torture

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        kills, old, *_ = [*(int(word) for word in sys.argv[1:] if word.isdigit()), 0]
        result = torture(
            Path(folder),
            kills,
            seed=int(begun),
            old=old,
            accidents="--accidents" in sys.argv,
            sealed="--sealed" in sys.argv,
        )
        print(result, f"in {time.monotonic() - begun:.0f} s")
    sys.exit(bool(result.faults))
