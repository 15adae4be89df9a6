"""Command: bring the face model files, ``python -m generation.landmarks.fetch [DIR]``.

DIR is where the files go, ``var/models/mediapipe`` unless named.
"""

from __future__ import annotations

import sys
from pathlib import Path

from generation.errors import WeightsMissing
from generation.landmarks.weights import fetch


def main(arguments: list[str]) -> int:
    """Fetch into the folder named, say what happened, return the exit code."""
    folder = Path(arguments[0] if arguments else "var/models/mediapipe")
    try:
        fresh = fetch(folder)
    except WeightsMissing as error:
        print(error.for_people.ru, error.for_people.en, sep="\n", file=sys.stderr)
        return 1
    print(f"face models: {'fetched' if fresh else 'already good'} in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
