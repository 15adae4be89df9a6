"""What was ordered, written down before it is ordered, so that no crash makes us pay twice.

In the folder of one piece of work: ``order.json`` the order that is open, with its number;
``sent-N``, ``answer-N.json``, ``made-N.json`` how far order N is. An order that is over is
renamed, and the next attempt begins another.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generation.media.clip import not_written

Told = Mapping[str, Any]


def forget_doubt(folder: Path, before: float) -> bool:
    """Give up an order of which nobody knows whether it was taken; say whether there was one.

    before: seconds since 1970. A person asked then for the work anew, so what was in doubt
    earlier is theirs to pay for; what is at work or ready stays.
    """
    journal = Journal(folder)
    kept = journal.order()
    if kept is None or float(kept["at"]) >= before:
        return False
    if not journal.sent(kept["number"]) or journal.answer(kept["number"]):
        return False
    journal.close(kept["number"])
    return True


class Journal:
    """The orders of one folder. Every file appears whole or not at all, and survives a crash.

    Raises EncoderFailed where the disk takes nothing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def order(self) -> Told | None:
        """Return the open order; None where there is none."""
        return self._read("order.json")

    def begin(self, order: Told) -> Told:
        """Open an order unless one is open, and return the open one: ours or another worker's."""
        part = self._written(f"order-{order['number']}", order)
        try:
            os.link(part, self._folder / "order.json")
        except FileExistsError:
            pass
        except OSError as error:
            raise not_written(error) from error
        finally:
            part.unlink(missing_ok=True)
        self._sync()
        kept = self.order()
        assert kept is not None
        return kept

    def send(self, number: str) -> None:
        """Note that the order leaves now."""
        self._keep(f"sent-{number}", {})

    def unsend(self, number: str) -> None:
        """Note that the order came back: it was not taken."""
        (self._folder / f"sent-{number}").unlink(missing_ok=True)
        self._sync()

    def sent(self, number: str) -> bool:
        """Say whether the order left, or may have."""
        return (self._folder / f"sent-{number}").exists()

    def answered(self, number: str, answer: Told) -> None:
        """Keep what the service calls our order."""
        self._keep(f"answer-{number}.json", answer)

    def answer(self, number: str) -> Told | None:
        """Return what the service calls our order; None where it did not say."""
        return self._read(f"answer-{number}.json")

    def finish(self, number: str, made: Told) -> None:
        """Note that the result lies in the folder."""
        self._keep(f"made-{number}.json", made)

    def made(self, number: str) -> Told | None:
        """Return what is known of the result; None while there is none."""
        return self._read(f"made-{number}.json")

    def close(self, number: str) -> None:
        """Put the order aside: the next attempt begins another."""
        try:
            os.replace(self._folder / "order.json", self._folder / f"closed-{number}.json")
        except OSError as error:
            raise not_written(error) from error
        self._sync()

    def _read(self, name: str) -> Told | None:
        path = self._folder / name
        if not path.exists():
            return None
        told: Told = json.loads(path.read_text())
        return told

    def _keep(self, name: str, told: Told) -> None:
        part = self._written(name, told)
        try:
            os.replace(part, self._folder / name)
        except OSError as error:
            raise not_written(error) from error
        self._sync()

    def _written(self, name: str, told: Told) -> Path:
        part = self._folder / f".{name}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with part.open("w") as file:
                json.dump(told, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            part.unlink(missing_ok=True)
            raise not_written(error) from error
        return part

    def _sync(self) -> None:
        """Let the names themselves survive a power cut."""
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
