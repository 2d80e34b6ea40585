"""Pictures of a running app for people to look at. Needs Debian's `chromium` and the fonts `fonts-firacode`,
`fonts-noto-cjk` and `fonts-symbola` for PNG; SVG needs nothing.

    python -m tests.ui.pictures tests.ui.gallery:Gallery /tmp/shots/list 80x24 down down
"""

import asyncio
import re
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from textual.app import App

from tests.ui.kit import running, settle, tap


async def svg(app: App[Any], size: tuple[int, int], *keys: str) -> str:
    """Return the screen after some keys as an SVG."""
    async with running(app, size) as pilot:
        await tap(pilot, *keys)
        await settle(pilot)
        await pilot.pause(0.2)
        return app.export_screenshot()


def png(drawing: str, path: Path, scale: float = 1) -> None:
    """Write an SVG screenshot as a PNG of exactly its size, offline."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawing)
    assert found, "not a screenshot"
    width, height = (int(float(number) + 0.999) for number in found.groups())
    local = re.sub(r'url\("https:[^)]*\)[^,;]*,?\s*', "", drawing)
    local = re.sub(r'(src: local\("[^"]*"\)),\s*;?', r"\1;", local)
    style = f"html,body{{margin:0;overflow:hidden}}svg{{display:block;width:{width}px;height:{height}px}}"
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text(f"<!doctype html><meta charset=utf-8><style>{style}</style>{local}", encoding="utf-8")
        command = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        command += [f"--user-data-dir={folder}/profile", "--host-resolver-rules=MAP * ~NOTFOUND"]
        command += [f"--force-device-scale-factor={scale}", f"--window-size={width},{height}"]
        command += [f"--screenshot={path}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=60)


def main(target: str, out: str, size: str = "80x24", *keys: str) -> None:
    """Write OUT.svg and OUT.png of the app that `module:callable` makes."""
    module, _, name = target.partition(":")
    columns, rows = (int(number) for number in size.split("x"))
    drawing = asyncio.run(svg(getattr(import_module(module), name)(), (columns, rows), *keys))
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    Path(out + ".svg").write_text(drawing, encoding="utf-8")
    png(drawing, Path(out + ".png"))


if __name__ == "__main__":
    main(*sys.argv[1:])
