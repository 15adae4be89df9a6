"""manage.py warm: make every scene and answer on show, so that no first visitor waits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from exhibits.management.speaking import SpeakingCommand
from exhibits.portraits.models import Version
from exhibits.portraits.performing import make_answer, make_scene, offered
from exhibits.portraits.rules import may_be_shown
from generation import GenerationError


class Command(SpeakingCommand):
    help = "Make the scenes and answers of all living portraits on show. Quick where they are made."

    def perform(self, options: dict[str, Any]) -> None:
        """Make each; what cannot be made is named and does not stop the others."""
        versions = Version.objects.select_related("portrait__artwork", "image")
        shown = [version for version in versions if not may_be_shown(version)]
        ready = [v for v in shown if self._made(partial(make_scene, v), str(v.portrait))]
        answers = [answer for version in ready for answer in offered(version)]
        heard = [a for a in answers if self._made(partial(make_answer, a), f"“{a}”")]
        self.stdout.write(f"Living portraits ready: {len(ready)}.")
        self.stdout.write(f"Answers ready: {len(heard)}.")

    def _made(self, make: Callable[[], object], name: str) -> bool:
        try:
            make()
        except GenerationError as error:
            self.stderr.write(f"{name}:")
            self.say(error.for_people)
            return False
        return True
