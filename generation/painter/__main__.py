"""Command line: ``python -m generation.painter [names] --scale 1 --out DIR``."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from generation.painter.catalogue import WORKS, paint_work, save


def main(arguments: list[str] | None = None) -> int:
    """Paint the works asked for; return 0, or 2 when a name is unknown."""
    parser = argparse.ArgumentParser(prog="python -m generation.painter", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(WORKS)}")
    parser.add_argument("--scale", type=float, default=1.0, help="1 is full size (default)")
    parser.add_argument(
        "--out", type=Path, default=Path("var/painted"), help="folder for the JPEGs"
    )
    given = parser.parse_args(arguments)
    unknown = sorted(set(given.names) - set(WORKS))
    if unknown:
        parser.error(f"no such work: {', '.join(unknown)}; there are {', '.join(WORKS)}")
    if not 0.05 <= given.scale <= 3:
        parser.error("--scale must lie between 0.05 and 3")
    given.out.mkdir(parents=True, exist_ok=True)
    for name in given.names or WORKS:
        begun = time.monotonic()
        path = given.out / f"{name}.jpg"
        size = save(paint_work(name, given.scale), path)
        print(f"{path}  {size // 1024} KB  {time.monotonic() - begun:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
