"""The README's picture: the desk over its demo book at a fixed moment.

python -m tests.ui.readme_pictures   draws it again
"""

import asyncio
from pathlib import Path

from tests.ui.demo import evening
from tests.ui.pictures import svg

FOLDER = Path(__file__).parent / "pictures"
SHOTS: dict[str, tuple[tuple[int, int], tuple[str, ...]]] = {
    "today": ((120, 32), ("escape",)),
}


def draw(name: str) -> str:
    """Return one picture as SVG."""
    size, keys = SHOTS[name]
    return asyncio.run(svg(evening(), size, *keys))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for shot in SHOTS:
        (FOLDER / f"{shot}.svg").write_text(draw(shot), encoding="utf-8")
