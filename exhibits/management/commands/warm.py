"""manage.py warm: make every scene on show, so that no first visitor waits for it."""

from __future__ import annotations

from typing import Any

from exhibits.management.speaking import SpeakingCommand
from exhibits.portraits.models import LivingPortrait
from exhibits.portraits.performing import make_scene
from exhibits.portraits.rules import may_be_shown
from generation import GenerationError


class Command(SpeakingCommand):
    help = "Make the scenes of all living portraits on show. Quick where they are already made."

    def perform(self, options: dict[str, Any]) -> None:
        """Make each; a portrait that cannot be made is named and does not stop the others."""
        ready = 0
        for portrait in LivingPortrait.objects.select_related("artwork", "image"):
            if may_be_shown(portrait):
                continue
            try:
                make_scene(portrait)
                ready += 1
            except GenerationError as error:
                self.stderr.write(f"{portrait.artwork.accession_number}:")
                self.say(error.for_people)
        self.stdout.write(f"Living portraits ready: {ready}.")
