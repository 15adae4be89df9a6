"""manage.py warm: make every scene and answer on show, so that no first visitor waits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from exhibits.management.speaking import SpeakingCommand
from exhibits.portraits.models import LivingPortrait
from exhibits.portraits.performing import make_answer, make_scene, offered
from exhibits.portraits.rules import may_be_shown
from generation import GenerationError


class Command(SpeakingCommand):
    help = "Make the scenes and answers of all living portraits on show. Quick where they are made."

    def perform(self, options: dict[str, Any]) -> None:
        """Make each; what cannot be made is named and does not stop the others."""
        portraits = LivingPortrait.objects.select_related("artwork", "image")
        shown = [portrait for portrait in portraits if not may_be_shown(portrait)]
        ready = [p for p in shown if self._made(partial(make_scene, p), str(p.artwork))]
        answers = [answer for portrait in ready for answer in offered(portrait)]
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
