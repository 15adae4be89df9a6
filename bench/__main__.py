"""Run the benches named on the command line, or all: ``python -m bench [rig fanout …]``."""

from __future__ import annotations

import importlib
import sys

BENCHES = (
    "rig",
    "gpu",
    "ground",
    "finish",
    "speech",
    "directing",
    "song",
    "clips",
    "bytes",
    "seal",
    "fanout",
    "crowd",
    "browser",
    "answer",
    "withdraw",
)


def main(names: list[str]) -> int:
    """Run each bench's main(); refuse unknown names."""
    if unknown := [name for name in names if name not in BENCHES]:
        print(
            f"No bench called {', '.join(unknown)}. Known: {', '.join(BENCHES)}.", file=sys.stderr
        )
        return 2
    for name in names or BENCHES:
        print(f"\n── {name}", flush=True)
        importlib.import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
