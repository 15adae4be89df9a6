"""``manage.py seed``: open the museum with the house collection. Safe to repeat."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exhibits.refusal import Refused, in_language
from exhibits.seeding import FIRST, seed
from generation import GenerationError


class Command(BaseCommand):
    """Seeds; never overwrites what people wrote, never brings back what they removed."""

    help = "Hang the house collection, make the roles and the first account. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let scripts ask for the password; ``serve`` prints it for people."""
        parser.add_argument(
            "--show-password",
            action="store_true",
            help="also print the one-time password of the first account",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed and say in a line what was done."""
        try:
            done = seed()
        except (Refused, GenerationError) as refusal:
            raise CommandError(in_language(refusal.for_people)) from refusal
        self.stdout.write(f"Works hung: {done.works}. Pictures renewed: {done.renewed}.")
        if done.password and options["show_password"]:
            self.stdout.write(f"{FIRST} {done.password}")
        elif done.password:
            self.stdout.write(f"“{FIRST}” waits for a first login; serve prints the password.")
